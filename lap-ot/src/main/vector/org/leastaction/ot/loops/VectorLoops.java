package org.leastaction.ot.loops;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API. Compiled only where the JDK has the module jdk.incubator.vector, and loaded by name where the JVM was
 * started with it.
 *
 * <p>Methods with vectors are leaves of more than 325 bytes of code, and vectors are neither passed nor returned. C2 then
 * compiles each on its own. Inlined into a caller they would exceed C2's depth of inlining, and every vector would become
 * an object, which is a hundred times slower.
 */
final class VectorLoops implements Loops.VectorBits {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final int FLOAT_LANES = FLOATS.length();
    private static final int DOUBLE_LANES = DOUBLES.length();

    /** Columns of a panel: two vectors. */
    private static final int PANEL = 2 * FLOAT_LANES;
    /** Coordinates summed in registers: their panel stays in the first-level cache, and rounding errors stay few. */
    private static final int DEPTH = 64;
    private static final int ROWS = 4;

    private static final double LOG2_E = 1.4426950408889634;
    /** ln 2 in two parts: n·LN2_HIGH is exact for |n| up to 2²⁰. */
    private static final double LN2_HIGH = 0x1.62e42feep-1;
    private static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    /** The same in single precision, for |n| up to 2⁹. */
    private static final float FLOAT_LN2_HIGH = 0.693359375f;
    private static final float FLOAT_LN2_LOW = -2.12194440e-4f;
    /** Adding this to a number of moderate size rounds it to an integer, which appears in the last bits of the sum. */
    private static final double DOUBLE_ROUNDER = 0x1.8p52;
    private static final float FLOAT_ROUNDER = 0x1.8p23f;

    VectorLoops() {}

    @Override
    public int bits() {
        return FLOATS.vectorBitSize();
    }

    @Override
    public String label() {
        return "Vector API, " + bits() + " bits";
    }

    /** [columns/PANEL][q·PANEL]: a panel's coordinates lie one after the other. */
    @Override
    public float[][] packed(int q, int columns) {
        return new float[columns / PANEL][q * PANEL];
    }

    @Override
    public void pack(float[][] packed, int coordinate, int column, float value) {
        packed[column / PANEL][coordinate * PANEL + column % PANEL] = value;
    }

    @Override
    public void products(float[] rows, int q, int[] wanted, int count, float[][] packed, float[][] results) {
        for (int r = 0; r < count; r++) {
            Arrays.fill(results[r], 0);
        }
        float[] spare = new float[packed.length * PANEL];
        int[] starts = new int[ROWS];
        float[][] to = new float[ROWS][];
        for (int panel = 0; panel < packed.length; panel++) {
            for (int from = 0; from < q; from += DEPTH) {
                for (int r = 0; r < count; r += ROWS) {
                    for (int i = 0; i < ROWS; i++) {
                        // Rows after the last one repeat it, with results that nobody reads.
                        starts[i] = wanted[Math.min(r + i, count - 1)] * q;
                        to[i] = r + i < count ? results[r + i] : spare;
                    }
                    addPanel(rows, starts, packed[panel], from, Math.min(q, from + DEPTH), panel * PANEL, to);
                }
            }
        }
    }

    /** Sums in blocks, one rounding for a product and its addition, and one for each block. */
    @Override
    public double roundings(int q) {
        return Math.min(q, DEPTH) + (q - 1) / DEPTH + 4;
    }

    /** Four rows by two vectors stay in registers over these coordinates of the panel. */
    private static void addPanel(float[] rows, int[] starts, float[] panel, int from, int end, int j, float[][] to) {
        int s0 = starts[0];
        int s1 = starts[1];
        int s2 = starts[2];
        int s3 = starts[3];
        FloatVector r00 = FloatVector.zero(FLOATS);
        FloatVector r01 = FloatVector.zero(FLOATS);
        FloatVector r10 = FloatVector.zero(FLOATS);
        FloatVector r11 = FloatVector.zero(FLOATS);
        FloatVector r20 = FloatVector.zero(FLOATS);
        FloatVector r21 = FloatVector.zero(FLOATS);
        FloatVector r30 = FloatVector.zero(FLOATS);
        FloatVector r31 = FloatVector.zero(FLOATS);
        for (int k = from; k < end; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, panel, k * PANEL);
            FloatVector b1 = FloatVector.fromArray(FLOATS, panel, k * PANEL + FLOAT_LANES);
            FloatVector a0 = FloatVector.broadcast(FLOATS, rows[s0 + k]);
            r00 = a0.fma(b0, r00);
            r01 = a0.fma(b1, r01);
            FloatVector a1 = FloatVector.broadcast(FLOATS, rows[s1 + k]);
            r10 = a1.fma(b0, r10);
            r11 = a1.fma(b1, r11);
            FloatVector a2 = FloatVector.broadcast(FLOATS, rows[s2 + k]);
            r20 = a2.fma(b0, r20);
            r21 = a2.fma(b1, r21);
            FloatVector a3 = FloatVector.broadcast(FLOATS, rows[s3 + k]);
            r30 = a3.fma(b0, r30);
            r31 = a3.fma(b1, r31);
        }
        int second = j + FLOAT_LANES;
        r00.add(FloatVector.fromArray(FLOATS, to[0], j)).intoArray(to[0], j);
        r01.add(FloatVector.fromArray(FLOATS, to[0], second)).intoArray(to[0], second);
        r10.add(FloatVector.fromArray(FLOATS, to[1], j)).intoArray(to[1], j);
        r11.add(FloatVector.fromArray(FLOATS, to[1], second)).intoArray(to[1], second);
        r20.add(FloatVector.fromArray(FLOATS, to[2], j)).intoArray(to[2], j);
        r21.add(FloatVector.fromArray(FLOATS, to[2], second)).intoArray(to[2], second);
        r30.add(FloatVector.fromArray(FLOATS, to[3], j)).intoArray(to[3], j);
        r31.add(FloatVector.fromArray(FLOATS, to[3], second)).intoArray(to[3], second);
    }

    @Override
    public double squaredDistance(double[] a, int p, double[] b, int q, int d) {
        int k = 0;
        double sum = 0;
        if (d >= 4 * DOUBLE_LANES) {
            DoubleVector s0 = DoubleVector.zero(DOUBLES);
            DoubleVector s1 = DoubleVector.zero(DOUBLES);
            DoubleVector s2 = DoubleVector.zero(DOUBLES);
            DoubleVector s3 = DoubleVector.zero(DOUBLES);
            for (; k + 4 * DOUBLE_LANES <= d; k += 4 * DOUBLE_LANES) {
                DoubleVector d0 = DoubleVector.fromArray(DOUBLES, a, p + k)
                        .sub(DoubleVector.fromArray(DOUBLES, b, q + k));
                s0 = d0.fma(d0, s0);
                DoubleVector d1 = DoubleVector.fromArray(DOUBLES, a, p + k + DOUBLE_LANES)
                        .sub(DoubleVector.fromArray(DOUBLES, b, q + k + DOUBLE_LANES));
                s1 = d1.fma(d1, s1);
                DoubleVector d2 = DoubleVector.fromArray(DOUBLES, a, p + k + 2 * DOUBLE_LANES)
                        .sub(DoubleVector.fromArray(DOUBLES, b, q + k + 2 * DOUBLE_LANES));
                s2 = d2.fma(d2, s2);
                DoubleVector d3 = DoubleVector.fromArray(DOUBLES, a, p + k + 3 * DOUBLE_LANES)
                        .sub(DoubleVector.fromArray(DOUBLES, b, q + k + 3 * DOUBLE_LANES));
                s3 = d3.fma(d3, s3);
            }
            // Not reduceLanes: its order of summation, and hence its rounding, differs between interpreter and compiler.
            double[] lanes = new double[DOUBLE_LANES];
            s0.add(s1).add(s2.add(s3)).intoArray(lanes, 0);
            for (double lane : lanes) {
                sum += lane;
            }
        }
        for (; k < d; k++) {
            double difference = a[p + k] - b[q + k];
            sum += difference * difference;
        }
        return sum;
    }

    /**
     * e^t = 2ⁿ e^r with n = round(t/ln 2) and |r| ≤ ln 2/2, where Taylor's polynomial of degree 12 has a relative error
     * below 2·10⁻¹⁶. n is added to the exponent's bits.
     */
    @Override
    public void exponentiate(double[] t) {
        DoubleVector rounder = DoubleVector.broadcast(DOUBLES, DOUBLE_ROUNDER);
        DoubleVector log2e = DoubleVector.broadcast(DOUBLES, LOG2_E);
        DoubleVector high = DoubleVector.broadcast(DOUBLES, -LN2_HIGH);
        DoubleVector low = DoubleVector.broadcast(DOUBLES, -LN2_LOW);
        DoubleVector one = DoubleVector.broadcast(DOUBLES, 1);
        DoubleVector c2 = DoubleVector.broadcast(DOUBLES, 1 / 2.0);
        DoubleVector c3 = DoubleVector.broadcast(DOUBLES, 1 / 6.0);
        DoubleVector c4 = DoubleVector.broadcast(DOUBLES, 1 / 24.0);
        DoubleVector c5 = DoubleVector.broadcast(DOUBLES, 1 / 120.0);
        DoubleVector c6 = DoubleVector.broadcast(DOUBLES, 1 / 720.0);
        DoubleVector c7 = DoubleVector.broadcast(DOUBLES, 1 / 5040.0);
        DoubleVector c8 = DoubleVector.broadcast(DOUBLES, 1 / 40320.0);
        DoubleVector c9 = DoubleVector.broadcast(DOUBLES, 1 / 362880.0);
        DoubleVector c10 = DoubleVector.broadcast(DOUBLES, 1 / 3628800.0);
        DoubleVector c11 = DoubleVector.broadcast(DOUBLES, 1 / 39916800.0);
        DoubleVector c12 = DoubleVector.broadcast(DOUBLES, 1 / 479001600.0);
        int whole = t.length - t.length % DOUBLE_LANES;
        for (int k = 0; k < whole; k += DOUBLE_LANES) {
            DoubleVector z = DoubleVector.fromArray(DOUBLES, t, k);
            DoubleVector shifted = z.fma(log2e, rounder);
            DoubleVector n = shifted.sub(rounder);
            DoubleVector r = n.fma(low, n.fma(high, z));
            DoubleVector e = c12.fma(r, c11).fma(r, c10).fma(r, c9).fma(r, c8).fma(r, c7).fma(r, c6).fma(r, c5)
                    .fma(r, c4).fma(r, c3).fma(r, c2).fma(r, one).fma(r, one);
            // z − z is 0 or NaN: NaN has to survive the arithmetic of bits.
            e.reinterpretAsLongs().add(shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52))
                    .reinterpretAsDoubles().add(z.sub(z)).intoArray(t, k);
        }
        for (int k = whole; k < t.length; k++) {
            t[k] = Math.exp(t[k]);
        }
    }

    /** As in double precision, with a polynomial of degree 6: relative error below 2·10⁻⁷. */
    @Override
    public void exponentiate(float[] t) {
        FloatVector rounder = FloatVector.broadcast(FLOATS, FLOAT_ROUNDER);
        FloatVector log2e = FloatVector.broadcast(FLOATS, (float) LOG2_E);
        FloatVector high = FloatVector.broadcast(FLOATS, -FLOAT_LN2_HIGH);
        FloatVector low = FloatVector.broadcast(FLOATS, -FLOAT_LN2_LOW);
        FloatVector one = FloatVector.broadcast(FLOATS, 1);
        FloatVector c2 = FloatVector.broadcast(FLOATS, 1 / 2f);
        FloatVector c3 = FloatVector.broadcast(FLOATS, 1 / 6f);
        FloatVector c4 = FloatVector.broadcast(FLOATS, 1 / 24f);
        FloatVector c5 = FloatVector.broadcast(FLOATS, 1 / 120f);
        FloatVector c6 = FloatVector.broadcast(FLOATS, 1 / 720f);
        int whole = t.length - t.length % (2 * FLOAT_LANES);
        for (int k = 0; k < whole; k += 2 * FLOAT_LANES) {
            FloatVector z = FloatVector.fromArray(FLOATS, t, k);
            FloatVector z1 = FloatVector.fromArray(FLOATS, t, k + FLOAT_LANES);
            FloatVector shifted = z.fma(log2e, rounder);
            FloatVector shifted1 = z1.fma(log2e, rounder);
            FloatVector n = shifted.sub(rounder);
            FloatVector n1 = shifted1.sub(rounder);
            FloatVector r = n.fma(low, n.fma(high, z));
            FloatVector r1 = n1.fma(low, n1.fma(high, z1));
            FloatVector e = c6.fma(r, c5).fma(r, c4).fma(r, c3).fma(r, c2).fma(r, one).fma(r, one);
            FloatVector e1 = c6.fma(r1, c5).fma(r1, c4).fma(r1, c3).fma(r1, c2).fma(r1, one).fma(r1, one);
            e.reinterpretAsInts().add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
                    .reinterpretAsFloats().add(z.sub(z)).intoArray(t, k);
            e1.reinterpretAsInts().add(shifted1.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
                    .reinterpretAsFloats().add(z1.sub(z1)).intoArray(t, k + FLOAT_LANES);
        }
        for (int k = whole; k < t.length; k++) {
            t[k] = (float) Math.exp(t[k]);
        }
    }

    /** In one pass, where plain Java needs several. */
    @Override
    public void addExponentials(float u, float[] v, float a, float[] first, float b, float[] second, float weight,
            float[] scratch, float[] sums) {
        FloatVector ofU = FloatVector.broadcast(FLOATS, u);
        FloatVector ofA = FloatVector.broadcast(FLOATS, a);
        FloatVector ofB = FloatVector.broadcast(FLOATS, b);
        FloatVector ofWeight = FloatVector.broadcast(FLOATS, weight);
        FloatVector largest = FloatVector.broadcast(FLOATS, LARGEST_FLOAT_EXPONENT);
        FloatVector least = FloatVector.broadcast(FLOATS, -LARGEST_FLOAT_EXPONENT);
        FloatVector rounder = FloatVector.broadcast(FLOATS, FLOAT_ROUNDER);
        FloatVector log2e = FloatVector.broadcast(FLOATS, (float) LOG2_E);
        FloatVector high = FloatVector.broadcast(FLOATS, -FLOAT_LN2_HIGH);
        FloatVector low = FloatVector.broadcast(FLOATS, -FLOAT_LN2_LOW);
        FloatVector one = FloatVector.broadcast(FLOATS, 1);
        FloatVector c2 = FloatVector.broadcast(FLOATS, 1 / 2f);
        FloatVector c3 = FloatVector.broadcast(FLOATS, 1 / 6f);
        FloatVector c4 = FloatVector.broadcast(FLOATS, 1 / 24f);
        FloatVector c5 = FloatVector.broadcast(FLOATS, 1 / 120f);
        FloatVector c6 = FloatVector.broadcast(FLOATS, 1 / 720f);
        int whole = sums.length - sums.length % FLOAT_LANES;
        for (int k = 0; k < whole; k += FLOAT_LANES) {
            FloatVector t = FloatVector.fromArray(FLOATS, v, k).add(ofU);
            t = ofA.fma(FloatVector.fromArray(FLOATS, first, k), t);
            t = ofB.fma(FloatVector.fromArray(FLOATS, second, k), t);
            FloatVector z = t.blend(largest, t.compare(VectorOperators.GT, largest))
                    .blend(least, t.compare(VectorOperators.LT, least));
            FloatVector shifted = z.fma(log2e, rounder);
            FloatVector n = shifted.sub(rounder);
            FloatVector r = n.fma(low, n.fma(high, z));
            FloatVector e = c6.fma(r, c5).fma(r, c4).fma(r, c3).fma(r, c2).fma(r, one).fma(r, one);
            e.reinterpretAsInts().add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
                    .reinterpretAsFloats().add(z.sub(z)).fma(ofWeight, FloatVector.fromArray(FLOATS, sums, k))
                    .intoArray(sums, k);
        }
        for (int k = whole; k < sums.length; k++) {
            float t = u + v[k] + a * first[k] + b * second[k];
            sums[k] += weight * (float) Math.exp(
                    Math.max(-LARGEST_FLOAT_EXPONENT, Math.min(LARGEST_FLOAT_EXPONENT, t)));
        }
    }
}
