package org.leastaction.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.analysis.InputUnits;
import org.leastaction.bench.analysis.StudiedFlow;
import org.leastaction.bench.compare.ComparedModel.ComparedNetwork;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.AffineMap;
import org.leastaction.flow.contract.AffineNetwork;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** Where the states of all samples do not fit into memory, some are compared, and costs and accuracy are those of all. */
class StateSamplesTest {

    private static final int N = 60;
    private static final LabelledPoints DATA = data();
    private static final ComparedModel SHALLOW = model("shallow", 1);
    private static final ComparedModel DEEP = model("deep", 3);

    @Test
    void whatNeedsStatesIsMeasuredOnTheSameSamplesOfBoth() throws IOException {
        // A sample has 2 · 3 coordinates of starts and ends, and 2 · 3 or 4 · 3 of states along the blocks.
        ModelComparison some = compare(20 * 18, DATA);
        ModelComparison all = compare(N * 18 + 6 * N * N, DATA);

        assertThat(some.samples()).as("6 Gram matrices and one state").isEqualTo(new StateSamples(N, 20, 16));
        assertThat(some.samples().remarks()).containsExactly(
                "the states of 20 of 60 samples fit into memory (half of the Java heap that the inputs leave, at most"
                        + " 3 GiB): everything but accuracy and costs is measured on these",
                "the states of 16 of these samples are compared with one another");
        assertThat(all.samples()).isEqualTo(new StateSamples(N, N, N));
        assertThat(all.samples().remarks()).isEmpty();
        PairComparison ofSome = some.pairs().get(0);
        PairComparison ofAll = all.pairs().get(0);
        for (String key : List.of("accuracy", "nll", "transport_cost", "displacement", "straightness")) {
            Difference part = ofSome.quantity(key).orElseThrow();
            Difference whole = ofAll.quantity(key).orElseThrow();
            assertThat(part.first().value()).as(key).isCloseTo(whole.first().value(), within(1e-6));
            assertThat(part.second().value()).as(key).isCloseTo(whole.second().value(), within(1e-6));
            assertThat(part.change().low()).as(key).isCloseTo(whole.change().low(), within(1e-6));
        }
        assertThat(ofSome.costRatio()).isEqualTo(ofAll.costRatio());
        assertThat(ofSome.rank()).isEqualTo(ofAll.rank());
        assertThat(ofSome.agreement()).isEqualTo(ofAll.agreement());
        assertThat(ofSome.unlike()).isEqualTo(ofAll.unlike());
        // Without a limit of their own, both networks give these numbers for the 20 and the 16 samples alone.
        PairComparison of20 = compare(Long.MAX_VALUE, DATA.select(StudiedFlow.rows(N, 20, 0))).pairs().get(0);
        assertThat(ofSome.quantity("w2_squared").orElseThrow().second().value())
                .isCloseTo(of20.quantity("w2_squared").orElseThrow().second().value(), within(1e-6))
                .isNotEqualTo(ofAll.quantity("w2_squared").orElseThrow().second().value());
        PairComparison of16 = compare(Long.MAX_VALUE, DATA.select(StudiedFlow.rows(N, 16, 0))).pairs().get(0);
        assertThat(ofSome.similarity()).isEqualTo(of16.similarity()).isNotEqualTo(ofAll.similarity());
        assertThat(ofSome.everyState()).isEqualTo(of16.everyState());
    }

    @Test
    void comparisonJsonSaysOnHowManySamples() throws IOException {
        ModelComparison some = compare(20 * 18, DATA);
        assertThat(ComparisonFiles.json(some, "key", List.of(NullNode.getInstance())).toString())
                .startsWith("{\"key\":\"key\",\"data\":\"data\",\"samples\":60,\"state_samples\":20,"
                        + "\"similarity_samples\":16,");
    }

    private static ModelComparison compare(long numbers, LabelledPoints data) throws IOException {
        FlowAnalysis usual =
                FlowAnalysis.defaults().withThreads(1).withMetrics(Set.of("accuracy", "cost", "gap", "blocks"));
        FlowAnalysis analysis =
                new FlowAnalysis(usual.measurement().withBatch(7), usual.parallelism(), 0, usual.groups(),
                        usual.sizes().withStateNumbers(numbers), usual.blur(), usual.budget());
        return new ModelComparer(analysis, N).compare("data", IntStream.range(0, data.size()).toArray(),
                List.of(with(SHALLOW, data), with(DEEP, data)), ComparisonWatch.NONE);
    }

    private static ComparedModel with(ComparedModel model, LabelledPoints data) {
        ComparedNetwork one = model.networks().get(0);
        return new ComparedModel(model.name(), List.of(new ComparedNetwork(
                one.id(), one.seed(), one.shape(), data, one.units(), one.opener())));
    }

    /** Blocks that shrink two coordinates and shift the third. */
    private static ComparedModel model(String name, int blocks) {
        AffineMap block =
                AffineMap.of(new double[][] {{-0.3, 0.1, 0}, {0, -0.5, 0.2}, {0, 0, 0}}, new double[] {0, 0, 1});
        AffineNetwork network = AffineNetwork.of(IntStream.range(0, blocks).mapToObj(k -> block).toList(),
                AffineMap.linear(new double[][] {{1, 0, 0}, {0, 1, 0}}));
        return new ComparedModel(name, List.of(new ComparedNetwork(name, OptionalLong.empty(),
                new AffineFlow(network).shape(), DATA, InputUnits.ofNetwork(), () -> new AffineFlow(network))));
    }

    private static LabelledPoints data() {
        Random random = new Random(11);
        float[] points = new float[3 * N];
        int[] labels = new int[N];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) random.nextGaussian();
            labels[i / 3] = i / 3 % 2;
        }
        return new LabelledPoints(FloatPoints.wrap(points, N, 3), labels, 2, List.of(3));
    }
}
