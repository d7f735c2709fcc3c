package org.leastaction.ot.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every implementation against sums in double precision: the twins agree, since both are within their bounds. */
class LoopsTest {

    private static final int COLUMNS = 32;

    static List<Loops> all() {
        List<Loops> all = new ArrayList<>(List.of(Loops.plain()));
        Loops.vector().ifPresent(all::add);
        return all;
    }

    @Test
    void theVectorApiIsTakenWhereTheModuleIsThereAndNotSwitchedOff() {
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        if (!present) {
            assertThat(Loops.vector()).isEmpty();
        }
        boolean off = "false".equals(System.getProperty("lap.vector"));
        assertThat(Loops.fastest()).isSameAs(off ? Loops.plain() : Loops.vector().orElse(Loops.plain()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void productsAreWithinTheirBound(Loops loops) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int q : new int[] {1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 127, 128, 129, 300}) {
            int n = 1 + random.nextInt(12);
            int columns = COLUMNS * (1 + random.nextInt(3));
            float[] rows = floats(random, n * q);
            float[][] transposed = new float[q][];
            Arrays.setAll(transposed, k -> floats(random, columns));
            float[][] packed = loops.packed(q, columns);
            for (int k = 0; k < q; k++) {
                for (int j = 0; j < columns; j++) {
                    loops.pack(packed, k, j, transposed[k][j]);
                }
            }
            int[] wanted = random.ints(n, 0, n).toArray();
            int count = random.nextInt(n + 1);
            float[][] results = new float[n][columns];
            for (float[] result : results) {
                Arrays.fill(result, 7);
            }

            loops.products(rows, q, wanted, count, packed, results);

            for (int r = 0; r < n; r++) {
                for (int j = 0; j < columns; j++) {
                    if (r >= count) {
                        assertThat(results[r][j]).isEqualTo(7);
                        continue;
                    }
                    double expected = 0;
                    double squaredX = 0;
                    double squaredY = 0;
                    for (int k = 0; k < q; k++) {
                        double x = rows[wanted[r] * q + k];
                        double y = transposed[k][j];
                        expected += x * y;
                        squaredX += x * x;
                        squaredY += y * y;
                    }
                    double bound = loops.roundings(q) * 0x1p-24 * Math.sqrt(squaredX * squaredY);
                    assertThat((double) results[r][j]).as("seed %d, q %d, row %d, column %d", seed, q, r, j)
                            .isCloseTo(expected, within(bound));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void notANumberAndInfinityPassThroughProducts(Loops loops) {
        int q = 70;
        float[][] packed = loops.packed(q, COLUMNS);
        for (int j = 0; j < COLUMNS; j++) {
            loops.pack(packed, 69, j, j == 3 ? Float.NaN : j == 31 ? Float.POSITIVE_INFINITY : 1);
        }
        float[] rows = new float[q];
        rows[69] = 2;
        float[][] results = new float[1][COLUMNS];

        loops.products(rows, q, new int[1], 1, packed, results);

        for (int j = 0; j < COLUMNS; j++) {
            Float expected = j == 3 ? Float.NaN : j == 31 ? Float.POSITIVE_INFINITY : 2f;
            assertThat((Float) results[0][j]).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void squaredDistancesAreThoseOfAnyLength(Loops loops) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int d : IntStream.concat(IntStream.rangeClosed(1, 70), IntStream.of(784, 1000)).toArray()) {
            double[] a = random.doubles(d + 3, -1, 1).toArray();
            double[] b = random.doubles(d + 5, -1, 1).toArray();
            double expected = 0;
            for (int k = 0; k < d; k++) {
                expected += (a[3 + k] - b[5 + k]) * (a[3 + k] - b[5 + k]);
            }

            double found = loops.squaredDistance(a, 3, b, 5, d);

            assertThat(found).as("seed %d, d %d", seed, d).isCloseTo(expected, within(1e-14 * expected));
            assertThat(loops.squaredDistance(a, 3, a, 3, d)).isZero();
        }
        double[] one = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        double[] other = one.clone();
        other[31] = Double.NaN;
        assertThat(loops.squaredDistance(one, 0, other, 0, 32)).isNaN();
        other[31] = Double.NEGATIVE_INFINITY;
        assertThat(loops.squaredDistance(one, 0, other, 0, 32)).isInfinite();
    }

    /** The interpreter, the first compiler and the second one must agree, so that a cost is the same whenever it is computed. */
    @ParameterizedTest
    @MethodSource("all")
    void squaredDistancesStayTheSameWhenTheLoopIsCompiled(Loops loops) {
        Random random = new Random(3);
        double[] a = random.doubles(784, -1, 1).toArray();
        double[] b = random.doubles(784, -1, 1).toArray();
        double first = loops.squaredDistance(a, 0, b, 0, 784);
        for (int again = 0; again < 30_000; again++) {
            assertThat(loops.squaredDistance(a, 0, b, 0, 784) == first).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void exponentialsHaveTheStatedErrors(Loops loops) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int length : new int[] {1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 256, 257}) {
            double[] t = random.doubles(length, -100, 100).toArray();
            t[0] = 0;
            double[] found = t.clone();
            float[] single = new float[length];
            for (int k = 0; k < length; k++) {
                single[k] = (float) (t[k] / 5);
            }
            float[] foundSingle = single.clone();

            loops.exponentiate(found);
            loops.exponentiate(foundSingle);

            for (int k = 0; k < length; k++) {
                String of = loops.label() + ", seed " + seed + ", e^" + t[k];
                assertThat(found[k] / Math.exp(t[k])).as(of).isCloseTo(1, within(3e-12 + bound(t[k])));
                assertThat(foundSingle[k] / Math.exp(single[k])).as(of).isCloseTo(1, within(1.5e-5));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void exponentialsAtTheEndsAreFiniteAndNotANumberStays(Loops loops) {
        double[] t = new double[17];
        float[] single = new float[33];
        Arrays.fill(t, Loops.LARGEST_EXPONENT);
        Arrays.fill(single, Loops.LARGEST_FLOAT_EXPONENT);
        t[1] = -Loops.LARGEST_EXPONENT;
        t[2] = Double.NaN;
        t[16] = Double.NaN;
        single[1] = -Loops.LARGEST_FLOAT_EXPONENT;
        single[2] = Float.NaN;
        single[32] = Float.NaN;

        loops.exponentiate(t);
        loops.exponentiate(single);

        assertThat(t[0] / Math.exp(696)).isCloseTo(1, within(3e-4));
        assertThat(t[1] / Math.exp(-696)).isCloseTo(1, within(3e-4));
        assertThat(t[2]).isNaN();
        assertThat(t[16]).isNaN();
        assertThat(single[0] / Math.exp(21.76)).isCloseTo(1, within(1.5e-5));
        assertThat(single[1] / Math.exp(-21.76)).isCloseTo(1, within(1.5e-5));
        assertThat(single[2]).isNaN();
        assertThat(single[32]).isNaN();
    }

    @ParameterizedTest
    @MethodSource("all")
    void exponentialsAreAddedToSumsOfAnyLength(Loops loops) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int length : new int[] {1, 7, 8, 15, 16, 17, 31, 33, 256}) {
            float[] v = floats(random, length);
            float[] first = floats(random, length);
            float[] second = floats(random, length);
            float[] sums = new float[length];
            Arrays.fill(sums, 3);
            v[0] = length % 2 == 0 ? 1000 : -1000;

            loops.addExponentials(0.5f, v, 2, first, -3, second, 4, new float[length], sums);

            for (int k = 0; k < length; k++) {
                double exponent = 0.5 + v[k] + 2.0 * first[k] - 3.0 * second[k];
                double expected = 3 + 4 * Math.exp(Math.max(-21.76, Math.min(21.76, exponent)));
                assertThat(sums[k] / expected).as("%s, seed %d, length %d", loops.label(), seed, length)
                        .isCloseTo(1, within(2e-5));
            }
        }
        float[] broken = new float[17];
        Arrays.fill(broken, Float.NaN);
        float[] sums = new float[17];
        loops.addExponentials(0, broken, 0, new float[17], 0, new float[17], 1, new float[17], sums);
        for (float sum : sums) {
            assertThat(sum).isNaN();
        }
    }

    /** The rest of the series of e^(t/2048) after six terms, 2048 times. */
    private static double bound(double t) {
        return 1.1 * 2048 * Math.pow(Math.abs(t) / 2048, 7) / 5040;
    }

    private static float[] floats(Random random, int count) {
        float[] floats = new float[count];
        for (int k = 0; k < count; k++) {
            floats[k] = (float) random.nextGaussian();
        }
        return floats;
    }
}
