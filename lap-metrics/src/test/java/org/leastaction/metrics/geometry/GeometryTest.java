package org.leastaction.metrics.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.metrics.jacobian.Matrices;
import org.leastaction.metrics.jacobian.SingularTriplets;
import org.leastaction.metrics.regularity.Maps;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/** Flows and point sets whose geometry is known. */
class GeometryTest {

    private static final Parallelism THREADS = new Parallelism(2);

    /** x + t·(T(x) − x) at the given times. */
    private static List<DoublePoints> line(double... times) {
        DoublePoints x = Maps.normal(1, 6, 4);
        DoublePoints y = Maps.normal(2, 6, 4);
        List<DoublePoints> states = new ArrayList<>();
        for (double time : times) {
            double[] at = new double[24];
            for (int e = 0; e < at.length; e++) {
                at[e] = x.array()[e] + time * (y.array()[e] - x.array()[e]);
            }
            states.add(DoublePoints.wrap(at, 6, 4));
        }
        return states;
    }

    private static double[] all(double value, int n) {
        double[] values = new double[n];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void straightPathsAtConstantSpeedAreStraightInEveryMeasure() {
        Trajectories paths = Trajectories.of(List.of(line(0, 0.25, 0.5, 0.75, 1)), THREADS);
        assertThat(paths.lineShapeScores()).containsExactly(all(1, 6), within(1e-12));
        assertThat(paths.totalCurvatures()).containsExactly(all(0, 6), within(1e-7));
        assertThat(paths.turningAngles()).containsExactly(all(0, 3), within(1e-7));
        assertThat(paths.stepVariations()).containsExactly(all(0, 6), within(1e-7));
        assertThat(paths.straightness()).containsExactly(all(0, 6), within(1e-12));
    }

    @Test
    void unevenSpeedIsSeenByStepsAndIntegralAlone() {
        Trajectories paths = Trajectories.of(List.of(line(0, 0.75, 1)), THREADS);
        assertThat(paths.lineShapeScores()).containsExactly(all(1, 6), within(1e-12));
        assertThat(paths.stepVariations()).containsExactly(all(0.5, 6), within(1e-9));
        double[] lengths = new double[6];
        List<DoublePoints> ends = line(0, 1);
        for (int e = 0; e < 24; e++) {
            lengths[e / 4] += Math.pow(ends.get(1).array()[e] - ends.get(0).array()[e], 2);
        }
        // K Σ‖v‖² − D = (2·(9/16 + 1/16) − 1)·D
        assertThat(paths.straightness())
                .containsExactly(Arrays.stream(lengths).map(d -> 0.25 * d).toArray(), within(1e-9));
    }

    @Test
    void aSquareTurnsByRightAngles() {
        List<DoublePoints> square = List.of(point(0, 0), point(1, 0), point(1, 1), point(0, 1), point(0, 0));
        Trajectories closed = Trajectories.of(List.of(square), THREADS);
        assertThat(closed.turningAngles()).containsExactly(all(Math.PI / 2, 3), within(1e-12));
        assertThat(closed.totalCurvatures()[0]).isCloseTo(1.5 * Math.PI, within(1e-12));
        assertThat(closed.lineShapeScores()[0]).isGreaterThan(1e12);
        Trajectories half = Trajectories.of(List.of(square.subList(0, 3)), THREADS);
        assertThat(half.lineShapeScores()[0]).isCloseTo(Math.sqrt(2), within(1e-12));
    }

    private static DoublePoints point(double x, double y) {
        return DoublePoints.of(new double[][] {{x, y}});
    }

    @Test
    void stepsOfLengthZeroHaveNoDirection() {
        Trajectories still = Trajectories.of(List.of(List.of(point(1, 2), point(1, 2), point(1, 2))), THREADS);
        assertThat(still.lineShapeScores()).containsExactly(Double.NaN);
        assertThat(still.totalCurvatures()).containsExactly(Double.NaN);
        assertThat(still.stepVariations()).containsExactly(Double.NaN);
        assertThat(still.straightness()).containsExactly(0);
        Trajectories pausing = Trajectories.of(
                List.of(List.of(point(0, 0), point(1, 0), point(1, 0), point(2, 0))), THREADS);
        assertThat(pausing.lineShapeScores()[0]).isCloseTo(1, within(1e-12));
        assertThat(pausing.turningAngles()).containsExactly(Double.NaN, Double.NaN);
    }

    @Test
    void segmentsAreMeasuredEachInItsSpace() {
        List<DoublePoints> other = List.of(Maps.normal(3, 6, 2), Maps.normal(4, 6, 2), Maps.normal(5, 6, 2));
        Trajectories alone = Trajectories.of(List.of(other), THREADS);
        Trajectories both = Trajectories.of(List.of(line(0, 0.5, 1), other), THREADS);
        assertThat(both.straightness()).containsExactly(alone.straightness(), within(1e-9));
        assertThat(both.totalCurvatures()).containsExactly(alone.totalCurvatures(), within(1e-7));
        assertThat(both.turningAngles()[1]).isNaN();
        for (int i = 0; i < 6; i++) {
            assertThat(both.lineShapeScores()[i])
                    .isCloseTo(4 / (2 + 2 / alone.lineShapeScores()[i]), within(1e-9));
        }
    }

    @Test
    void refusesStatesThatDoNotFit() {
        assertThatThrownBy(() -> Trajectories.of(List.of(List.of(point(0, 0))), THREADS))
                .hasMessageContaining("at least 2 states");
        assertThatThrownBy(() -> Trajectories.of(List.of(List.of(point(0, 0), Maps.normal(1, 1, 3))), THREADS))
                .hasMessageContaining("[1, 3]");
        assertThatThrownBy(() -> Trajectories.of(List.<List<DoublePoints>>of(), THREADS))
                .hasMessageContaining("at least one segment");
    }

    /** Classes at the corners of a simplex, shrunk to their means by a factor per layer. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.8, 1.2})
    void shrinkingClassesFollowTheLawOfSeparationExactly(double factor) {
        int n = 60;
        int d = 7;
        int[] labels = IntStream.range(0, n).map(i -> i % 3).toArray();
        DoublePoints noise = Maps.normal(8, n, d);
        double[] fuzziness = new double[5];
        for (int k = 0; k < fuzziness.length; k++) {
            double scale = Math.pow(factor, k / 2.0);
            DoublePoints x = centredOnCorners(noise, labels, scale);
            fuzziness[k] = ClassScatter.of(x, labels, THREADS).fuzziness();
        }
        SeparationLaw law = SeparationLaw.of(fuzziness).orElseThrow();
        assertThat(law.rate().value()).isCloseTo(factor, within(1e-9));
        assertThat(law.rSquared()).isCloseTo(1, within(1e-9));
    }

    /** 10·e_c + scale·(noise − its class mean). */
    private static DoublePoints centredOnCorners(DoublePoints noise, int[] labels, double scale) {
        int d = noise.dimension();
        double[][] means = new double[3][d];
        int[] counts = new int[3];
        for (int i = 0; i < labels.length; i++) {
            counts[labels[i]]++;
            for (int j = 0; j < d; j++) {
                means[labels[i]][j] += noise.get(i, j);
            }
        }
        double[] x = new double[labels.length * d];
        for (int i = 0; i < labels.length; i++) {
            for (int j = 0; j < d; j++) {
                x[i * d + j] = (j == labels[i] ? 10 : 0)
                        + scale * (noise.get(i, j) - means[labels[i]][j] / counts[labels[i]]);
            }
        }
        return DoublePoints.wrap(x, labels.length, d);
    }

    @Test
    void thereIsNoLawWithoutThreePositiveNumbers() {
        assertThat(SeparationLaw.of(new double[] {2, 1})).isEmpty();
        assertThat(SeparationLaw.of(new double[] {2, 0, 1})).isEmpty();
        assertThat(SeparationLaw.of(new double[] {2, Double.NaN, 1})).isEmpty();
        int[] one = new int[6];
        assertThat(ClassScatter.of(Maps.normal(1, 6, 2), one, THREADS).fuzziness()).isNaN();
    }

    /** An invertible linear map changes neither SS_w SS_b⁻¹ up to similarity nor, with C − 1 ≥ d, its trace. */
    @Test
    void fuzzinessIsAffineInvariantWhereTheMeansSpanTheSpace() {
        int[] labels = IntStream.range(0, 40).map(i -> i % 4).toArray();
        DoublePoints x = Maps.normal(5, 40, 3);
        RealMatrix map = Matrices.ofSingularValues(new double[] {3, 1, 0.2}, new Random(6));
        DoublePoints y = Maps.map(x, map::operate);
        double before = ClassScatter.of(x, labels, THREADS).fuzziness();
        assertThat(ClassScatter.of(y, labels, THREADS).fuzziness()).isCloseTo(before, within(1e-6 * before));
    }

    @Test
    void collapsedClassesHaveZerosEverywhere() {
        int[] labels = IntStream.range(0, 30).map(i -> i % 3).toArray();
        DoublePoints corners = centredOnCorners(Maps.normal(8, 30, 7), labels, 0);
        double[][] weights = new double[3][7];
        for (int c = 0; c < 3; c++) {
            weights[c][c] = 4;
            weights[c][5] = 9;
        }
        for (Optional<DoublePoints> classifier : List.of(
                Optional.of(DoublePoints.of(weights)), Optional.<DoublePoints>empty())) {
            NeuralCollapse collapse = NeuralCollapse.of(corners, labels, classifier, THREADS).orElseThrow();
            assertThat(collapse.variability()).isCloseTo(0, within(1e-12));
            assertThat(collapse.equinorm()).isCloseTo(0, within(1e-12));
            assertThat(collapse.equiangular()).isCloseTo(0, within(1e-12));
            assertThat(collapse.duality()).isCloseTo(0, within(1e-6));
        }
        double[][] opposite = new double[3][7];
        for (int c = 0; c < 3; c++) {
            opposite[c][c] = -1;
        }
        assertThat(NeuralCollapse.of(corners, labels, Optional.of(DoublePoints.of(opposite)), THREADS).orElseThrow()
                .duality()).isCloseTo(2, within(1e-9));
        assertThat(NeuralCollapse.of(corners, new int[30], Optional.empty(), THREADS)).isEmpty();
    }

    @Test
    void effectiveRankOfKnownSpectra() {
        double[][] cross = new double[10][8];
        for (int j = 0; j < 5; j++) {
            cross[2 * j][j] = 3;
            cross[2 * j + 1][j] = -3;
        }
        assertThat(EffectiveRank.of(DoublePoints.of(cross), THREADS)).isCloseTo(5, within(1e-5));
        DoublePoints onALine = Maps.map(Maps.normal(1, 30, 1), x -> new double[] {x[0], 2 * x[0], 3});
        assertThat(EffectiveRank.of(onALine, THREADS)).isCloseTo(1, within(1e-5));
        assertThat(EffectiveRank.of(DoublePoints.of(new double[][] {{1, 2}, {1, 2}}), THREADS)).isEqualTo(0);
    }

    private static Optional<SingularTriplets> triplets(RealMatrix matrix, int rank) {
        return Optional.of(SingularTriplets.of(Matrices.field(matrix, 1), rank, 5).get(0));
    }

    private static RealMatrix matrix(RealMatrix left, double[] values, RealMatrix right) {
        return left.multiply(MatrixUtils.createRealDiagonalMatrix(values)).multiply(right.transpose());
    }

    private static double[] decaying(int d, double scale) {
        return IntStream.range(0, d).mapToDouble(k -> scale * Math.pow(0.5, k)).toArray();
    }

    @Test
    void blocksWithTheSameSingularVectorsAreCoupledCompletely() {
        Random random = new Random(3);
        int d = 60;
        RealMatrix u = Matrices.orthogonal(d, random);
        RealMatrix v = Matrices.orthogonal(d, random);
        List<Optional<SingularTriplets>> blocks = new ArrayList<>();
        for (int k = 0; k < 6; k++) {
            // The singular values of block k fall inversely with its depth.
            blocks.add(triplets(matrix(u, decaying(d, 1.0 / (k + 1)), v), 4));
        }
        ResidualAlignment aligned = ResidualAlignment.of(blocks, new int[6], 4);
        assertThat(aligned.depth()).isCloseTo(1, within(1e-6));
        assertThat(aligned.coupling()).as("the scale of S does not matter").isCloseTo(1, within(1e-6));
        assertThat(aligned.rankShares()[0]).isGreaterThan(0.9);
        assertThat(ResidualAlignment.depthExponent(aligned.largest()).orElseThrow().value()).isCloseTo(-1,
                within(1e-6));
        assertThat(aligned.neighbours()).containsExactly(all(1, 5), within(1e-6));
    }

    @Test
    void coincidingLeftAndRightVectorsAndOppositeBlocks() {
        Random random = new Random(4);
        RealMatrix u = Matrices.orthogonal(40, random);
        RealMatrix symmetric = matrix(u, decaying(40, 1), u);
        ResidualAlignment opposite = ResidualAlignment.of(
                List.of(triplets(symmetric, 3), triplets(symmetric.scalarMultiply(-1), 3)), new int[2], 3);
        assertThat(opposite.leftRight()).isCloseTo(1, within(1e-6));
        assertThat(opposite.depth()).isCloseTo(1, within(1e-6));
        assertThat(opposite.coupling()).as("U_jᵀJ_iV_j = −S_i").isCloseTo(-1, within(1e-6));
    }

    @Test
    void independentBlocksAreNotAligned() {
        Random random = new Random(5);
        int d = 200;
        List<Optional<SingularTriplets>> blocks = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            blocks.add(triplets(matrix(Matrices.orthogonal(d, random), decaying(d, 1),
                    Matrices.orthogonal(d, random)), 5));
        }
        ResidualAlignment random5 = ResidualAlignment.of(blocks, new int[4], 5);
        assertThat(random5.depth()).isCloseTo(5.0 / d, within(0.02));
        assertThat(random5.leftRight()).isCloseTo(5.0 / d, within(0.03));
        assertThat(random5.coupling()).isCloseTo(0, within(0.1));
    }

    @Test
    void blocksOfDifferentSegmentsAreNotCompared() {
        Optional<SingularTriplets> block = triplets(Matrices.orthogonal(3, new Random(1)), 1);
        ResidualAlignment apart = ResidualAlignment.of(
                List.of(block, Optional.empty(), block), new int[] {0, 1, 1}, 1);
        assertThat(apart.depth()).isNaN();
        assertThat(apart.coupling()).isNaN();
        assertThat(apart.neighbours()).containsExactly(Double.NaN, Double.NaN);
        assertThat(apart.largest()[1]).isNaN();
        assertThat(ResidualAlignment.depthExponent(apart.largest())).isEmpty();
    }

    @Test
    void tripletsOfKnownMatrices() {
        Random random = new Random(9);
        int d = 120;
        double[] values = decaying(d, 8);
        RealMatrix u = Matrices.orthogonal(d, random);
        RealMatrix v = Matrices.orthogonal(d, random);
        SingularTriplets found = triplets(matrix(u, values, v), 6).orElseThrow();
        for (int k = 0; k < 6; k++) {
            assertThat(found.values()[k]).isCloseTo(values[k], within(1e-4 * values[k]));
            double left = 0;
            for (int j = 0; j < d; j++) {
                left += found.left().get(k, j) * u.getEntry(j, k);
            }
            assertThat(Math.abs(left)).as("left vector %d", k).isCloseTo(1, within(1e-3));
        }
        // All but 4⁻¹¹ of ‖J‖_F² is in the 11 triplets.
        double squares = Arrays.stream(values).map(s -> s * s).sum();
        assertThat(found.frobeniusSquared()).isCloseTo(squares, within(1e-5 * squares));
        RealMatrix flat = Matrices.orthogonal(d, random);
        assertThat(triplets(flat, 6).orElseThrow().frobeniusSquared()).as("11 triplets and an estimate of 109")
                .isCloseTo(d, within(0.3 * d));
    }
}
