package org.leastaction.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.analysis.InputUnits;
import org.leastaction.bench.compare.ComparedModel.ComparedNetwork;
import org.leastaction.bench.compare.Difference.Basis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.AffineMap;
import org.leastaction.flow.contract.AffineNetwork;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** Affine networks, whose costs and differences are known. */
class ModelComparerTest {

    private static final int N = 120;
    private static final LabelledPoints DATA = data();

    private static LabelledPoints data() {
        Random random = new Random(7);
        float[] values = new float[3 * N];
        int[] labels = new int[N];
        for (int i = 0; i < N; i++) {
            labels[i] = i % 2;
            for (int k = 0; k < 3; k++) {
                values[3 * i + k] = (float) random.nextGaussian() + (k == labels[i] ? 2 : 0);
            }
        }
        return new LabelledPoints(FloatPoints.wrap(values, N, 3), labels, 2, List.of(3));
    }

    /** Blocks that add factor·x each, and a classifier of the first two coordinates. */
    private static AffineNetwork scaling(double... factors) {
        List<AffineMap> blocks = new ArrayList<>();
        for (double factor : factors) {
            blocks.add(AffineMap.linear(new double[][] {{factor, 0, 0}, {0, factor, 0}, {0, 0, factor}}));
        }
        return AffineNetwork.of(blocks, AffineMap.linear(new double[][] {{1, 0, 0}, {0, 1, 0}}));
    }

    private static ComparedModel model(String name, AffineNetwork... networks) {
        return new ComparedModel(name, IntStream.range(0, networks.length)
                .mapToObj(i -> new ComparedNetwork(name + "-" + i, OptionalLong.of(i),
                        new AffineFlow(networks[i]).shape(), DATA, InputUnits.ofNetwork(),
                        () -> new AffineFlow(networks[i])))
                .toList());
    }

    private static PairComparison compare(ComparedModel first, ComparedModel second, String... groups)
            throws IOException {
        FlowAnalysis analysis = FlowAnalysis.defaults().withThreads(1).withMetrics(Set.of(groups));
        ModelComparison comparison = new ModelComparer(analysis, 100)
                .compare("data", IntStream.range(0, N).toArray(), List.of(first, second), ComparisonWatch.NONE);
        assertThat(comparison.samples()).isEqualTo(new StateSamples(N, N, 100));
        return comparison.pairs().get(0);
    }

    @Test
    void aNetworkWithItselfDiffersInNothing() throws IOException {
        PairComparison pair = compare(model("a", scaling(0.5, -0.2, 1)), model("b", scaling(0.5, -0.2, 1)),
                "accuracy", "cost", "gap", "holder", "blocks");

        assertThat(pair.isIdentical()).isTrue();
        assertThat(pair.quantities()).hasSizeGreaterThan(25).filteredOn(Difference::isPresent)
                .allSatisfy(one -> assertThat(one.change().value()).as(one.metric().key()).isZero());
        assertThat(pair.quantity("nll").orElseThrow().change()).isEqualTo(Quantity.of(0, 0, 0));
        assertThat(pair.costRatio()).isEqualTo(Quantity.of(1, 1, 1));
        assertThat(pair.rank().value()).isEqualTo(1);
        assertThat(pair.agreement().value()).isEqualTo(1);
        assertThat(pair.similarity()).hasSize(4).allSatisfy(state -> {
            assertThat(state.cka()).isEqualTo(Quantity.of(1, 1, 1));
            assertThat(state.debiased()).isEqualTo(Quantity.of(1, 1, 1));
            assertThat(state.procrustes().value()).isZero();
        });
        assertThat(pair.unlike()).allSatisfy(sample -> assertThat(sample.logRatio()).isZero());
    }

    /** Every point moves twice as far: the ratio of the costs is 4 whatever the samples, so its interval is a point. */
    @Test
    void theRatioOfCostsIsExactWhereEverySampleHasIt() throws IOException {
        PairComparison pair = compare(model("a", scaling(0.5)), model("b", scaling(1)), "cost");

        assertThat(pair.isIdentical()).isFalse();
        assertThat(pair.costRatio().value()).isCloseTo(4, within(1e-6));
        assertThat(pair.costRatio().low()).isCloseTo(4, within(1e-6));
        assertThat(pair.costRatio().high()).isCloseTo(4, within(1e-6));
        Difference cost = pair.quantity("transport_cost").orElseThrow();
        double mean = IntStream.range(0, 3 * N).mapToDouble(i -> DATA.points().array()[i])
                .map(value -> value * value).sum() / N;
        assertThat(cost.change().value()).isCloseTo(0.75 * mean, within(1e-4));
        assertThat(cost.basis()).isEqualTo(Basis.SAMPLES);
        assertThat(cost.isCertain()).isTrue();
        assertThat(cost.change().low()).isLessThan(cost.change().value());
        // The states differ by a scale only.
        assertThat(pair.similarity().get(1).cka().value()).isCloseTo(1, within(1e-6));
        assertThat(pair.similarity().get(1).procrustes().value()).isLessThan(1e-3);
        assertThat(pair.unlike()).allSatisfy(sample -> assertThat(sample.logRatio()).isCloseTo(0, within(1e-5)));
    }

    @Test
    void whatIsNoMeanOverSamplesHasNoInterval() throws IOException {
        PairComparison pair = compare(model("a", scaling(0.5)), model("b", scaling(-3)), "gap", "cost");

        Difference gap = pair.quantity("ot_gap").orElseThrow();
        assertThat(gap.basis()).isEqualTo(Basis.NONE);
        assertThat(gap.change().hasInterval()).isFalse();
        assertThat(gap.second().value()).as("a reflection and more").isGreaterThan(gap.first().value());
        assertThat(pair.quantity("largest_displacement").orElseThrow().basis()).isEqualTo(Basis.NONE);
        assertThat(pair.quantity("straightness").orElseThrow().basis()).isEqualTo(Basis.SAMPLES);
    }

    /** The same motion in two steps and in six: shares of the cost by thirds of the depth. */
    @Test
    void networksOfDifferentDepthAreAlignedByRelativeDepth() throws IOException {
        PairComparison pair = compare(model("a", scaling(1, 0.5)), model("b", scaling(1, 0, 0, 0, 0.5, 0)), "cost");

        assertThat(pair.costShares()).hasSize(2);
        // Costs |x|² and |x|²: half and half in both.
        for (Difference share : pair.costShares()) {
            assertThat(share.first().value()).isCloseTo(0.5, within(1e-6));
            assertThat(share.second().value()).isCloseTo(0.5, within(1e-6));
        }
        assertThat(pair.similarity().stream().map(PairComparison.Similarity::second)).containsExactly(0, 3, 6);
        assertThat(pair.everyState()).hasSize(3).allSatisfy(row -> assertThat(row).hasSize(7));
    }

    /** Segments of other dimensions: costs are compared per element. */
    @Test
    void costsOfOtherDimensionsAreComparedPerElement() throws IOException {
        AffineNetwork wide = AffineNetwork.of(List.of(AffineMap.of(new double[3][3], new double[] {2, 2, 2})),
                AffineMap.linear(new double[][] {{1, 0, 0}, {0, 1, 0}}));
        AffineNetwork narrow = AffineNetwork.of(List.of(AffineMap.of(new double[2][2], new double[] {2, 2})),
                AffineMap.identity(2));
        LabelledPoints plane = new LabelledPoints(
                FloatPoints.wrap(new float[2 * N], N, 2), DATA.labels(), 2, List.of(2));
        ComparedModel second =
                new ComparedModel("narrow", List.of(new ComparedNetwork("narrow", OptionalLong.empty(),
                        new AffineFlow(narrow).shape(), plane,
                        InputUnits.ofNetwork(), () -> new AffineFlow(narrow))));

        PairComparison pair = compare(model("wide", wide), second, "cost");

        assertThat(pair.cost().key()).isEqualTo("transport_cost_elementwise");
        assertThat(pair.costRatio().value()).isCloseTo(1, within(1e-6));
        assertThat(compare(model("a", wide), model("b", wide), "cost").cost().key()).isEqualTo("transport_cost");
    }

    @Test
    void severalNetworksAreComparedOverTheirSeeds() throws IOException {
        double[] a = {0.2, 0.5, 0.9};
        double[] b = {0.3, 0.7, 1.4};
        PairComparison pair = compare(
                model("a", Arrays.stream(a).mapToObj(ModelComparerTest::scaling).toArray(AffineNetwork[]::new)),
                model("b", Arrays.stream(b).mapToObj(ModelComparerTest::scaling).toArray(AffineNetwork[]::new)),
                "cost");

        Difference cost = pair.quantity("transport_cost").orElseThrow();
        assertThat(cost.basis()).isEqualTo(Basis.SEEDS);
        assertThat(pair.pairs()).containsExactly(List.of("a-0", "b-0"), List.of("a-1", "b-1"), List.of("a-2", "b-2"));
        double ratio =
                Math.exp(IntStream.range(0, 3).mapToDouble(i -> 2 * Math.log(b[i] / a[i])).average().orElseThrow());
        assertThat(pair.costRatio().value()).isCloseTo(ratio, within(1e-5));
        assertThat(pair.costRatio().low()).isLessThan(ratio);
    }

    @Test
    void oneNetworkBesideSeveralHasTheIntervalOfTheSeveral() throws IOException {
        PairComparison pair = compare(model("a", scaling(0.5)), model("b", scaling(0.6), scaling(0.7)), "cost");

        assertThat(pair.quantity("transport_cost").orElseThrow().basis()).isEqualTo(Basis.ONE_SIDE);
        assertThat(pair.quantity("transport_cost").orElseThrow().change().value()).isPositive();
        assertThat(pair.pairs()).containsExactly(List.of("a-0", "b-0"));
    }

    @Test
    void aNetworkThatDoesNotMoveHasNoRatioAndNoUnlikeSamples() throws IOException {
        PairComparison pair = compare(model("a", scaling(0, 0)), model("b", scaling(0.5, 0.5)), "cost");

        assertThat(pair.costRatio().isPresent()).isFalse();
        assertThat(pair.costShares()).allSatisfy(share -> {
            assertThat(share.isPresent()).isFalse();
            assertThat(share.change().reason()).isEqualTo("nothing moves");
        });
        assertThat(pair.unlike()).isEmpty();
        assertThat(pair.isIdentical()).isFalse();
    }

    @Test
    void statesThatAreNotFiniteHaveAReasonInsteadOfASimilarity() throws IOException {
        PairComparison pair = compare(model("a", scaling(0.5)), model("b", scaling(1e30, 1e30)), "cost");

        assertThat(pair.similarity().get(1).cka().isPresent()).isFalse();
        assertThat(pair.similarity().get(1).cka().reason()).contains("not finite");
        assertThat(pair.everyState()).isEmpty();
    }
}
