package org.leastaction.bench.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.leastaction.bench.record.Analysis;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.AffineMap;
import org.leastaction.flow.contract.AffineNetwork;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

class GeometryMeasuresTest {

    private static final AffineMap CLASSIFIER = AffineMap.linear(new double[][] {{1, 0, 0}, {0, 1, 0}});
    private static final double[][] GENERAL = {{0.5, 0.2, 0}, {-0.3, 0.4, 0.1}, {0, 0.2, -0.6}};

    private static AffineNetwork network(double... factors) {
        return AffineNetwork.of(IntStream.range(0, factors.length).mapToObj(k -> {
            double[][] scaled = new double[3][3];
            for (int i = 0; i < 9; i++) {
                scaled[i / 3][i % 3] = factors[k] * GENERAL[i / 3][i % 3];
            }
            return AffineMap.linear(scaled);
        }).toList(), CLASSIFIER);
    }

    /** Two classes around (3, 0, 0) and (0, 3, 0), mirrored, so that the difference of the means is along (1, −1, 0). */
    private static LabelledPoints data(boolean labelled) {
        Random random = new Random(4);
        float[][] points = new float[40][];
        int[] labels = new int[40];
        for (int i = 0; i < 20; i++) {
            float a = 3 + (float) random.nextGaussian();
            float b = (float) random.nextGaussian();
            float c = (float) random.nextGaussian();
            points[2 * i] = new float[] {a, b, c};
            points[2 * i + 1] = new float[] {b, a, c};
            labels[2 * i + 1] = 1;
        }
        FloatPoints rows = FloatPoints.of(points);
        return labelled ? new LabelledPoints(rows, labels, 2, List.of(3)) : LabelledPoints.unlabelled(rows, List.of(3));
    }

    private static Analysis analysis(AffineNetwork network, LabelledPoints data) {
        try (FlowModel model = new AffineFlow(network)) {
            return FlowAnalysis.defaults().withMetrics(Set.of("cost", "geometry", "alignment")).analyse(model, data)
                    .analysis();
        }
    }

    @Test
    void theStraightnessIntegralIsActionLessDisplacement() {
        Analysis analysis = analysis(network(1, 0.5, -0.7, 0.3), data(true));
        double integral = analysis.quantity("flow_straightness").value();
        assertThat(integral).isPositive().isCloseTo(
                analysis.quantity("action").value() - analysis.quantity("displacement").value(),
                within(1e-5 * integral));
    }

    /** Without a block the classes keep their place, F has the weights e₀ and e₁, and μ₁ − μ₀ is along e₁ − e₀. */
    @Test
    void dualityIsThatOfTheNetworksOwnClassifier() {
        Analysis analysis = analysis(network(0, 0), data(true));
        assertThat(analysis.text("nc3_classifier")).contains("network");
        assertThat(analysis.quantity("nc3").value()).isCloseTo(0, within(1e-4));
        assertThat(analysis.quantity("line_shape_score").reason()).isEqualTo("nothing moves");
        assertThat(analysis.quantity("total_curvature").reason()).contains("two consecutive blocks");
        assertThat(analysis.numbers("class_w2_squared_blocks")).containsExactly(0.0, 0.0);
    }

    @Test
    void residuesThatAreMultiplesOfOneMatrixAreAlignedAndScaleWithDepth() {
        Analysis analysis = analysis(network(1, 1 / 2.0, 1 / 3.0, 1 / 4.0), data(true));
        assertThat(analysis.quantity("alignment_rank").value()).isEqualTo(1);
        assertThat(analysis.quantity("block_coupling").value()).isCloseTo(1, within(1e-3));
        assertThat(analysis.numbers("block_coupling_neighbours")).hasSize(3)
                .allSatisfy(pair -> assertThat(pair).isCloseTo(1, within(1e-3)));
        assertThat(analysis.quantity("alignment_depth").value()).isCloseTo(1, within(1e-3));
        assertThat(analysis.quantity("sigma_depth_exponent").value()).isCloseTo(-1, within(1e-3));
    }

    @Test
    void fuzzinessOfLinearBlocksIsOneNumberPerState() {
        Analysis analysis = analysis(network(1, 0.5, -0.7, 0.3), data(true));
        assertThat(analysis.numbers("separation_depth")).hasSize(5).allSatisfy(f -> assertThat(f).isPositive());
        assertThat(analysis.numbers("effective_rank_depth")).hasSize(5)
                .allSatisfy(rank -> assertThat(rank).isBetween(1.0, 3.0));
        assertThat(analysis.numbers("turning_angle_blocks")).hasSize(3);
        double[] costs = analysis.numbers("transport_cost_blocks").stream().mapToDouble(c -> c).toArray();
        List<Double> optimal = analysis.numbers("class_w2_squared_blocks");
        for (int k = 0; k < 4; k++) {
            assertThat(optimal.get(k)).isPositive().isLessThanOrEqualTo(costs[k] * (1 + 1e-6));
        }
    }

    @Test
    void withoutLabelsTheClassesAreMissingWithTheReason() {
        Analysis analysis = analysis(network(1, 0.5, -0.7), data(false));
        assertThat(analysis.quantity("line_shape_score").value()).isGreaterThan(1);
        assertThat(analysis.quantity("nc1").reason()).isEqualTo(StudiedFlow.NO_LABELS);
        assertThat(analysis.quantity("separation_rate").reason()).isEqualTo(StudiedFlow.NO_LABELS);
        assertThat(analysis.quantity("block_coupling").isPresent()).isTrue();
    }
}
