package org.leastaction.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.contract.AffineBlock;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.AffineMap;
import org.leastaction.flow.contract.AffineNetwork;
import org.leastaction.flow.contract.Gaussian;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

class FlowMeasurementTest {

    private static final AffineMap CLASSIFIER = AffineMap.of(new double[][] {{1, -1}, {0.5, 2}}, new double[] {0, 1});

    /** Two blocks of which the first adds (1, 2) and the second (3, −1). */
    private static final AffineNetwork SHIFTS =
            AffineNetwork.of(List.of(shift(1, 2), shift(3, -1)), CLASSIFIER);

    private static AffineMap shift(double a, double b) {
        return AffineMap.of(new double[2][2], new double[] {a, b});
    }

    private static MeasuredFlow measure(AffineNetwork network, FloatPoints inputs) {
        try (FlowModel model = new AffineFlow(network)) {
            return FlowMeasurement.defaults().measure(model, inputs);
        }
    }

    @Test
    void costsOfShiftsAreTheirSquaredLengths() {
        MeasuredFlow flow = measure(SHIFTS, Clouds.gaussian(10, 2, 1).toFloat());

        assertThat(flow.cost().blocks()).containsExactly(new double[] {5, 10}, within(1e-12));
        assertThat(flow.cost().total()).isCloseTo(15, within(1e-12));
        assertThat(flow.cost().segments()).containsExactly(new double[] {15}, within(1e-12));
        assertThat(flow.cost().elementwise()).isCloseTo(7.5, within(1e-12));
        assertThat(flow.cost().elementwiseBlocks()).containsExactly(new double[] {2.5, 5}, within(1e-12));
        assertThat(flow.cost().samples()).hasSize(10).containsOnly(new double[] {15}, within(1e-12));
        assertThat(flow.cost().largestNorm()).as("of the second block").isCloseTo(Math.sqrt(10), within(1e-12));
        assertThat(flow.action()).isCloseTo(30, within(1e-12));
        assertThat(flow.displacement()).isCloseTo(16 + 1, within(1e-5));
        assertThat(flow.straightness()).isCloseTo(17.0 / 30, within(1e-6));
    }

    @Test
    void otherNormsAndPowersAreMeasured() {
        try (FlowModel model = new AffineFlow(SHIFTS)) {
            MeasuredFlow flow = FlowMeasurement.defaults().withCost(GroundCost.norm(1, 3))
                    .measure(model, Clouds.gaussian(10, 2, 2).toFloat());

            assertThat(flow.cost().blocks()).containsExactly(new double[] {27, 64}, within(1e-12));
            assertThat(flow.cost().elementwiseBlocks())
                    .containsExactly(new double[] {(1 + 8) / 2.0, (27 + 1) / 2.0}, within(1e-12));
            assertThat(flow.cost().largestNorm()).as("in L1").isCloseTo(4, within(1e-12));
            assertThat(flow.action()).isCloseTo(4 * (27 + 64), within(1e-11));
            assertThat(flow.displacement()).isCloseTo(125, within(1e-4));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 99, 100, 1000})
    void batchesChangeNothing(int batch) {
        AffineNetwork network = randomNetwork(3, 4, 3);
        FloatPoints inputs = Clouds.gaussian(100, 4, 3).toFloat();
        try (FlowModel model = new AffineFlow(network)) {
            MeasuredFlow whole = FlowMeasurement.defaults().withBatch(100).measure(model, inputs);
            MeasuredFlow split = FlowMeasurement.defaults().withBatch(batch).measure(model, inputs);

            assertThat(split.cost().blocks()).containsExactly(whole.cost().blocks());
            assertThat(split.cost().samples()).containsExactly(whole.cost().samples());
            assertThat(split.cost().largestNorm()).isEqualTo(whole.cost().largestNorm());
            assertThat(split.logProbabilities().orElseThrow().toArray())
                    .containsExactly(whole.logProbabilities().orElseThrow().toArray());
            assertThat(split.segments().get(0).start().toArray()).containsExactly(inputs.toArray());
            assertThat(split.segments().get(0).end().toArray())
                    .containsExactly(whole.segments().get(0).end().toArray());
        }
    }

    @Test
    void costOfAGaussianTendsToItsExpectation() {
        AffineNetwork network = randomNetwork(4, 3, 5);
        Gaussian standard = Gaussian.standard(3);

        MeasuredFlow flow = measure(network, standard.sample(40_000, 6).toFloat());

        double expected = standard.transportCost(network);
        assertThat(flow.cost().total()).isCloseTo(expected, within(0.03 * expected));
        double displacement = standard.displacement(network.transport());
        assertThat(flow.displacement()).isCloseTo(displacement, within(0.03 * displacement));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void boundsStandInOrder(long seed) {
        AffineNetwork network = randomNetwork(5, 3, seed);

        MeasuredFlow flow = measure(network, Clouds.gaussian(120, 3, seed + 10).toFloat());
        FlowGap gap = FlowGap.of(flow, Parallelism.available());

        assertThat(gap.displacement()).as("seed %d", seed).isCloseTo(flow.displacement(), within(1e-9));
        assertThat(gap.gelbrichLowerBound()).as("seed %d", seed).isLessThanOrEqualTo(gap.w2Squared());
        assertThat(gap.w2Squared()).as("seed %d", seed).isLessThanOrEqualTo(gap.displacement());
        assertThat(gap.displacement()).as("seed %d", seed).isLessThanOrEqualTo(flow.action());
        assertThat(flow.straightness()).as("seed %d", seed).isBetween(0.0, 1.0);
    }

    @Test
    void segmentsOfOtherDimensionsAreMeasuredApart() {
        AffineMap widen = AffineMap.linear(new double[][] {{1, 0}, {0, 1}, {1, 1}});
        AffineMap moveWide = AffineMap.of(new double[3][2], new double[] {0, 0, 2});
        AffineMap more = AffineMap.of(new double[3][3], new double[] {1, 0, 0});
        AffineNetwork network = new AffineNetwork(AffineMap.identity(2), Optional.empty(),
                List.of(List.of(AffineBlock.of(shift(3, 4))),
                        List.of(AffineBlock.projected(widen, moveWide), AffineBlock.of(more))),
                AffineMap.linear(new double[][] {{1, 0, 0}, {0, 1, 0}}));
        FloatPoints inputs = FloatPoints.of(new float[][] {{0, 0}, {1, 2}});

        MeasuredFlow flow = measure(network, inputs);
        FlowGap gap = FlowGap.of(flow, Parallelism.sequential());

        assertThat(flow.cost().segments()).containsExactly(25, 5);
        assertThat(flow.cost().largestNorm()).as("of the first segment").isEqualTo(5);
        assertThat(flow.action()).isEqualTo(25 + 2 * 5);
        assertThat(flow.displacement()).isEqualTo(25 + 5);
        assertThat(flow.cost().elementwise()).isCloseTo(25 / 2.0 + 4 / 3.0 + 1 / 3.0, within(1e-12));
        assertThat(flow.segments().get(1).start().toArray()).containsExactly(3, 4, 7, 4, 6, 10);
        assertThat(flow.segments().get(1).end().toArray()).containsExactly(4, 4, 9, 5, 6, 12);
        assertThat(gap.segments()).hasSize(2);
        assertThat(gap.displacement()).isEqualTo(30);
        assertThat(gap.gap()).isZero();
    }

    @Test
    void recorderKeepsEveryState() {
        FloatPoints inputs = Clouds.gaussian(23, 2, 7).toFloat();
        try (FlowModel model = new AffineFlow(SHIFTS)) {
            StateRecorder recorder = new StateRecorder(model.shape(), 23);
            MeasuredFlow flow = FlowMeasurement.defaults().withBatch(5).measure(model, inputs, recorder);

            assertThat(recorder.states()).hasSize(3);
            assertThat(recorder.state(0).toArray()).containsExactly(inputs.toArray());
            assertThat(recorder.state(1).get(22, 1)).isCloseTo(inputs.get(22, 1) + 2, within(1e-6));
            assertThat(recorder.state(2).toArray()).containsExactly(flow.segments().get(0).end().toArray());
        }
    }

    @Test
    void costsThatAModelTellsAreThoseOfItsStates() {
        try (FlowModel model = new AffineFlow(randomNetwork(4, 3, 21))) {
            FloatPoints inputs = Clouds.gaussian(23, 3, 22).toFloat();
            MeasuredCosts told = FlowMeasurement.defaults().withBatch(5).costs(model, inputs);
            MeasuredFlow seen = FlowMeasurement.defaults().withBatch(5).measure(model, inputs);

            assertThat(model.role(BlockCosts.class)).isPresent();
            assertThat(told.cost().blocks()).containsExactly(seen.cost().blocks(), within(1e-4));
            assertThat(told.cost().samples()).containsExactly(seen.cost().samples(), within(1e-4));
            assertThat(told.cost().elementwise()).isCloseTo(seen.cost().elementwise(), within(1e-4));
            assertThat(told.action()).isCloseTo(seen.action(), within(1e-3));
            assertThat(told.displacement()).isCloseTo(seen.displacement(), within(1e-4));
            assertThat(told.straightness()).isCloseTo(seen.straightness(), within(1e-6));
            assertThat(told.logProbabilities().orElseThrow().toArray())
                    .isEqualTo(seen.logProbabilities().orElseThrow().toArray());
        }
    }

    @Test
    void otherCostsAndCostsThatAreNotFiniteAreMeasuredFromStates() {
        FloatPoints inputs = Clouds.gaussian(10, 2, 23).toFloat();
        try (FlowModel model = overflowing(new AffineFlow(SHIFTS))) {
            assertThat(FlowMeasurement.defaults().costs(model, inputs).cost().total()).isCloseTo(15, within(1e-5));
            assertThat(FlowMeasurement.defaults().withCost(GroundCost.norm(1, 1)).costs(model, inputs).cost().total())
                    .isCloseTo(3 + 4, within(1e-5));
            assertThatThrownBy(() -> FlowMeasurement.defaults().costs(model, FloatPoints.wrap(new float[0], 0, 2)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no inputs");
        }
    }

    /** The same flow, whose own costs are infinite. */
    private static FlowModel overflowing(FlowModel flow) {
        return new FlowModel() {
            @Override
            public FlowShape shape() {
                return flow.shape();
            }

            @Override
            public FloatPoints encode(FloatPoints inputs) {
                return flow.encode(inputs);
            }

            @Override
            public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
                return flow.transport(encoded, observer);
            }

            @Override
            public FloatPoints classify(FloatPoints transported) {
                return flow.classify(transported);
            }

            @Override
            public <R> Optional<R> role(Class<R> role) {
                return role == BlockCosts.class ? Optional.of(role.cast((BlockCosts) this::infinite))
                        : Optional.empty();
            }

            private FlowCosts infinite(FloatPoints inputs, int batch) {
                int n = inputs.size();
                double[] costs = new double[2 * n];
                Arrays.fill(costs, Double.POSITIVE_INFINITY);
                return new FlowCosts(DoublePoints.wrap(costs, n, 2), DoublePoints.wrap(new double[n], n, 1),
                        Optional.empty());
            }

            @Override
            public void close() {
                flow.close();
            }
        };
    }

    @Test
    void flowThatMovesNothingHasNoStraightness() {
        MeasuredFlow flow = measure(
                AffineNetwork.of(List.of(shift(0, 0)), CLASSIFIER), Clouds.gaussian(5, 2, 8).toFloat());

        assertThat(flow.cost().total()).isZero();
        assertThat(flow.straightness()).isNaN();
    }

    @Test
    void noInputsAreRefused() {
        assertThatThrownBy(() -> measure(SHIFTS, FloatPoints.wrap(new float[0], 0, 2)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no inputs");
        assertThatThrownBy(() -> FlowMeasurement.defaults().withBatch(0))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("at least 1");
    }

    private static AffineNetwork randomNetwork(int blocks, int dimension, long seed) {
        Random random = new Random(seed);
        AffineMap[] residues = new AffineMap[blocks];
        for (int k = 0; k < blocks; k++) {
            double[][] matrix = new double[dimension][dimension];
            for (double[] row : matrix) {
                Arrays.setAll(row, j -> 0.4 * random.nextGaussian());
            }
            residues[k] = AffineMap.of(matrix, random.doubles(dimension).toArray());
        }
        double[][] classifier = new double[2][dimension];
        classifier[0][0] = 1;
        classifier[1][dimension - 1] = 1;
        return AffineNetwork.of(List.of(residues), AffineMap.linear(classifier));
    }
}
