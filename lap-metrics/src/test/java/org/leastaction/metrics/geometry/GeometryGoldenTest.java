package org.leastaction.metrics.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.metrics.GoldenMetrics;
import org.leastaction.metrics.jacobian.Matrices;
import org.leastaction.metrics.jacobian.SingularTriplets;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/** Against the textbook formulas in d dimensions, by NumPy: {@code golden/geometry.py}. */
class GeometryGoldenTest {

    private static final Parallelism THREADS = new Parallelism(2);
    private static final GoldenMetrics GOLDEN = new GoldenMetrics("geometry");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void trajectories(int number) {
        Case golden = new Case(number);
        Trajectories paths = Trajectories.of(List.of(golden.states()), THREADS);
        golden.same("lss", paths.lineShapeScores());
        golden.same("curvature", paths.totalCurvatures());
        golden.same("angles", paths.turningAngles());
        golden.same("variation", paths.stepVariations());
        golden.same("straightness", paths.straightness());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void separationAndCollapse(int number) {
        Case golden = new Case(number);
        int[] labels = golden.labels();
        List<DoublePoints> states = golden.states();
        golden.same("fuzziness",
                states.stream().mapToDouble(x -> ClassScatter.of(x, labels, THREADS).fuzziness()).toArray());
        DoublePoints end = states.get(states.size() - 1);
        NeuralCollapse fitted = NeuralCollapse.of(end, labels, Optional.empty(), THREADS).orElseThrow();
        NeuralCollapse given = NeuralCollapse.of(end, labels, Optional.of(golden.classifier()), THREADS).orElseThrow();
        golden.same("collapse", fitted.variability(), fitted.equinorm(), fitted.equiangular(), fitted.duality(),
                given.duality());
        golden.same("rank", EffectiveRank.of(end, THREADS));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void alignment(int number) {
        Case golden = new Case(number);
        int rank = (int) GOLDEN.numbers(number + ".alignment")[0];
        List<Optional<SingularTriplets>> blocks = golden.jacobians().stream()
                .map(matrix -> Optional.of(SingularTriplets.of(Matrices.field(matrix, 1), golden.d, 3).get(0)))
                .toList();
        ResidualAlignment alignment = ResidualAlignment.of(blocks, new int[golden.blocks], rank);
        golden.same("alignment", rank, alignment.leftRight(), alignment.depth(), alignment.coupling());
        golden.same("neighbours", alignment.neighbours());
        golden.same("shares", alignment.rankShares());
    }

    /** One case of the golden file. */
    private static final class Case {

        private final int number;
        private final int n;
        private final int d;
        private final int blocks;
        private final int classes;

        Case(int number) {
            this.number = number;
            int[] shape = GOLDEN.integers(number + ".shape");
            this.n = shape[0];
            this.d = shape[1];
            this.blocks = shape[2];
            this.classes = shape[3];
        }

        List<DoublePoints> states() {
            double[] all = GOLDEN.numbers(number + ".states");
            List<DoublePoints> states = new ArrayList<>();
            for (int k = 0; k <= blocks; k++) {
                states.add(DoublePoints.wrap(Arrays.copyOfRange(all, k * n * d, (k + 1) * n * d), n, d));
            }
            return states;
        }

        int[] labels() {
            return IntStream.range(0, n).map(i -> i % classes).toArray();
        }

        DoublePoints classifier() {
            return DoublePoints.wrap(GOLDEN.numbers(number + ".classifier"), classes, d);
        }

        List<RealMatrix> jacobians() {
            double[] all = GOLDEN.numbers(number + ".jacobians");
            List<RealMatrix> matrices = new ArrayList<>();
            for (int k = 0; k < blocks; k++) {
                RealMatrix matrix = new Array2DRowRealMatrix(d, d);
                for (int e = 0; e < d * d; e++) {
                    matrix.setEntry(e / d, e % d, all[k * d * d + e]);
                }
                matrices.add(matrix);
            }
            return matrices;
        }

        void same(String key, double... measured) {
            double[] expected = GOLDEN.numbers(number + "." + key);
            assertThat(measured).as(number + "." + key).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat(measured[i]).as(number + "." + key + "[" + i + "]")
                        .isCloseTo(expected[i], within(1e-6 * Math.max(1, Math.abs(expected[i]))));
            }
        }
    }
}
