package org.leastaction.bench.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.leastaction.bench.analysis.StudiedFlow.SampleSizes;
import org.leastaction.bench.record.Analysis;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.AffineMap;
import org.leastaction.flow.contract.AffineNetwork;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** Where the states of all samples do not fit into memory, some are kept, and costs and accuracy are those of all. */
class StateLimitTest {

    private static final int SAMPLES = 60;
    private static final AffineNetwork NETWORK = AffineNetwork.of(
            List.of(AffineMap.of(new double[3][3], new double[] {2, 0, 0}),
                    AffineMap.linear(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}})),
            AffineMap.linear(new double[][] {{1, 0, 0}, {0, 1, 0}}));

    @Test
    void someSamplesKeepTheirStates() {
        LabelledPoints data = data(SAMPLES);
        try (FlowModel model = new AffineFlow(NETWORK)) {
            // A sample has 2 · 3 coordinates of starts and ends, and 3 · 3 of states along the blocks.
            Analysis some = analysed(model, data, 20 * 15);
            Analysis all = analysed(model, data, SAMPLES * 15);

            assertThat(some.samples()).isEqualTo(SAMPLES);
            assertThat(some.quantity("state_samples").value()).isEqualTo(20);
            assertThat(all.quantity("state_samples").isPresent()).isFalse();
            for (String key : List.of("accuracy", "nll", "margin", "transport_cost", "displacement", "straightness")) {
                assertThat(some.quantity(key).value()).as(key).isCloseTo(all.quantity(key).value(), within(1e-6));
            }
            for (String key : List.of("costliest_samples", "least_margin_samples")) {
                assertThat(some.table(key).get("sample")).as(key).hasSize(5).isEqualTo(all.table(key).get("sample"));
            }
            assertThat(some.quantity("spread").value()).isNotEqualTo(all.quantity("spread").value())
                    .isCloseTo(spread(data.select(StudiedFlow.rows(SAMPLES, 20, 0)).points()), within(1e-4));
            assertThat(some.quantity("gap_points").value()).isEqualTo(20);
        }
    }

    /** The reason why a value of all samples is missing is not replaced by the value of some. */
    @Test
    void whatAllSamplesDoNotHaveIsMissing() {
        float[] inputs = data(SAMPLES).points().toArray();
        int faulty = 0;
        while (Arrays.binarySearch(StudiedFlow.rows(SAMPLES, 20, 0), faulty) >= 0) {
            faulty++;
        }
        inputs[faulty * 3] = Float.NaN;
        LabelledPoints data = new LabelledPoints(FloatPoints.wrap(inputs, SAMPLES, 3), data(SAMPLES).labels(), 2,
                List.of(3));
        try (FlowModel model = new AffineFlow(NETWORK)) {
            Analysis some = analysed(model, data, 20 * 15);

            assertThat(some.quantity("state_samples").value()).isEqualTo(20);
            for (String key : List.of("accuracy", "nll", "margin")) {
                assertThat(some.quantity(key).isPresent()).as(key).isFalse();
                assertThat(some.quantity(key).reason()).as(key).isEqualTo("the network answers NaN");
            }
            assertThat(some.tables()).doesNotContain("least_margin_samples", "confusion");
            assertThat(some.quantity("transport_cost").isPresent()).isFalse();
            assertThat(some.quantity("spread").isPresent()).as("of the 20").isTrue();
        }
    }

    /** More numbers than an array can have: without a limit this overflowed. */
    @Test
    void wideStatesOfManySamplesKeepWhatFits() {
        try (FlowModel model = new AffineFlow(NETWORK)) {
            SampleSizes sizes = SampleSizes.defaults().withStateNumbers(150);
            assertThat(sizes.kept(model.shape(), false, 1 << 30)).as("6 numbers each").isEqualTo(25);
            assertThat(sizes.kept(model.shape(), true, 1 << 30)).as("at least 16").isEqualTo(16);
            assertThat(sizes.kept(model.shape(), false, 7)).isEqualTo(7);
            SampleSizes many = sizes.withStateNumbers(1_000 * 15 + 500 * 6);
            assertThat(many.kept(model.shape(), true, 1 << 30)).as("1,000 are tracked through blocks").isEqualTo(1_500);
        }
    }

    private static Analysis analysed(FlowModel model, LabelledPoints data, long numbers) {
        FlowAnalysis usual = FlowAnalysis.defaults();
        return new FlowAnalysis(usual.measurement(), usual.parallelism(), 0, usual.groups(),
                usual.sizes().withStateNumbers(numbers), usual.blur(), usual.budget())
                .withMetrics(Set.of("accuracy", "cost", "gap", "blocks")).analyse(model, data).analysis();
    }

    private static double spread(FloatPoints points) {
        double spread = 0;
        for (int k = 0; k < points.dimension(); k++) {
            double mean = 0;
            for (int i = 0; i < points.size(); i++) {
                mean += points.get(i, k) / points.size();
            }
            for (int i = 0; i < points.size(); i++) {
                spread += (points.get(i, k) - mean) * (points.get(i, k) - mean) / points.size();
            }
        }
        return spread;
    }

    private static LabelledPoints data(int n) {
        Random random = new Random(5);
        float[][] points = new float[n][3];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < 3; k++) {
                points[i][k] = (float) random.nextGaussian();
            }
            labels[i] = random.nextInt(2);
        }
        return new LabelledPoints(FloatPoints.of(points), labels, 2, List.of(3));
    }
}
