package org.leastaction.bench.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.analysis.StudiedFlow;
import org.leastaction.bench.compare.ComparedModel.ComparedNetwork;
import org.leastaction.bench.compare.PairComparison.Answers;
import org.leastaction.bench.compare.PairComparison.UnlikeSample;
import org.leastaction.bench.compare.QuantityDifferences.MeasuredNetwork;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.metrics.accuracy.Predictions;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.Metrics;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.metrics.statistics.RankCorrelation;
import org.leastaction.metrics.statistics.Statistic;
import org.leastaction.metrics.statistics.Wilson;

/**
 * Compares models on the same samples, each with the first.
 *
 * @param analysis          the analysis of each network
 * @param similaritySamples number of samples whose states are compared, at least 2: a random part, and fewer where
 *                          their states do not fit into memory, see {@link StateSamples}
 */
public record ModelComparer(FlowAnalysis analysis, int similaritySamples) {

    /** The samples that are listed as moved differently. */
    private static final int UNLIKE = 12;

    /** @throws IllegalArgumentException for fewer than 2 samples */
    public ModelComparer {
        if (similaritySamples < 2) {
            throw new IllegalArgumentException(
                    "states are compared on at least 2 samples, not " + similaritySamples);
        }
    }

    private record Measured(ComparedModel model, List<MeasuredNetwork> networks) {

        FlowShape shape() {
            return model.networks().get(0).shape();
        }
    }

    /** The numbers of samples with which {@link #compare} measures these models. */
    public StateSamples samples(List<ComparedModel> models) {
        return StateSamples.of(analysis, similaritySamples, models);
    }

    /**
     * Compares models. One network at a time is open, and two for the similarity of their states.
     *
     * @param data   name of the data set
     * @param rows   the rows of the samples in the test set; all networks have as many samples, in this order
     * @param models at least two
     * @throws IOException                                if a network cannot be opened
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public ModelComparison compare(String data, int[] rows, List<ComparedModel> models, ComparisonWatch watch)
            throws IOException {
        int networks = models.stream().mapToInt(model -> model.networks().size()).sum();
        int total = networks + models.stream().skip(1).mapToInt(model -> pairs(models.get(0), model).size()).sum();
        int done = 0;
        StateSamples samples = samples(models);
        int[] similar = StudiedFlow.rows(samples.all(), samples.similar(), analysis.seed());
        List<Measured> measured = new ArrayList<>();
        for (ComparedModel model : models) {
            List<MeasuredNetwork> all = new ArrayList<>();
            for (ComparedNetwork network : model.networks()) {
                watch.reached("measuring " + network.id(), done++, total);
                try (FlowModel flow = network.opener().open()) {
                    Analysis analysed = analysis
                            .analyse(flow, network.points(), samples.kept(), network.units(), watch.of(model, network))
                            .analysis();
                    all.add(new MeasuredNetwork(
                            analysed, SampleMeasures.of(flow, network.points(), analysis.measurement().batch())));
                }
            }
            measured.add(new Measured(model, all));
        }
        List<PairComparison> compared = new ArrayList<>();
        for (Measured second : measured.subList(1, measured.size())) {
            List<Analysis> similarities = new ArrayList<>();
            for (int[] pair : pairs(models.get(0), second.model())) {
                ComparedNetwork a = models.get(0).networks().get(pair[0]);
                ComparedNetwork b = second.model().networks().get(pair[1]);
                watch.reached("states of " + a.id() + " and " + b.id(), done++, total);
                similarities.add(similarity(a, b, similar, watch));
            }
            compared.add(compare(measured.get(0), second, similarities, rows));
        }
        return new ModelComparison(data, samples,
                measured.stream().map(ModelComparer::described).toList(), compared, List.of());
    }

    private static ModelComparison.Model described(Measured one) {
        return new ModelComparison.Model(one.model().name(),
                one.model().networks().stream().map(ComparedNetwork::id).toList(),
                one.shape().blocks(), IntStream.rangeClosed(0, one.shape().blocks())
                        .map(k -> k == 0 ? one.shape().encodedDimension() : one.shape().leavingDimension(k - 1))
                        .boxed().toList());
    }

    /**
     * The networks that are compared with one another, by their indices: those of equal seeds; without two common seeds
     * in the order of the networks.
     */
    public static List<int[]> pairs(ComparedModel first, ComparedModel second) {
        List<int[]> bySeed = bySeed(first, second);
        return bySeed.isEmpty()
                ? IntStream.range(0, Math.min(first.networks().size(), second.networks().size()))
                        .mapToObj(i -> new int[] {i, i}).toList()
                : bySeed;
    }

    /** The networks of equal seeds; none if fewer than two seeds are common, or a seed occurs twice. */
    private static List<int[]> bySeed(ComparedModel first, ComparedModel second) {
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < first.networks().size(); i++) {
            for (int j = 0; j < second.networks().size(); j++) {
                if (first.networks().get(i).seed().isPresent()
                        && first.networks().get(i).seed().equals(second.networks().get(j).seed())) {
                    pairs.add(new int[] {i, j});
                }
            }
        }
        boolean once = pairs.stream().map(pair -> pair[0]).distinct().count() == pairs.size()
                && pairs.stream().map(pair -> pair[1]).distinct().count() == pairs.size();
        return pairs.size() < 2 || !once ? List.of() : pairs;
    }

    private Analysis similarity(ComparedNetwork first, ComparedNetwork second, int[] rows, ComparisonWatch watch)
            throws IOException {
        Optional<Analysis> known = watch.known(first, second);
        if (known.isPresent()) {
            return known.get();
        }
        try (FlowModel a = first.opener().open(); FlowModel b = second.opener().open()) {
            Analysis similarity = new StateSimilarity(analysis.measurement().batch(), analysis.parallelism())
                    .of(a, first.points().points().select(rows), b, second.points().points().select(rows));
            watch.measured(first, second, similarity);
            return similarity;
        }
    }

    private PairComparison compare(Measured first, Measured second, List<Analysis> similarities, int[] rows) {
        Bootstrap bootstrap = Bootstrap.defaults().withSeed(analysis.seed());
        QuantityDifferences differences = new QuantityDifferences(bootstrap, Metrics.load(loader()));
        boolean single = first.model().isSingle() && second.model().isSingle();
        List<int[]> bySeed = bySeed(first.model(), second.model());
        List<int[]> pairs = pairs(first.model(), second.model());
        DepthAlignment depths = new DepthAlignment(first.shape().blocks(), second.shape().blocks());
        MetricDefinition cost = dimensions(first).equals(dimensions(second))
                ? CostMeasures.TRANSPORT_COST : CostMeasures.TRANSPORT_COST_ELEMENTWISE;
        SampleMeasures a = first.networks().get(pairs.get(0)[0]).samples();
        SampleMeasures b = second.networks().get(pairs.get(0)[1]).samples();
        return new PairComparison(
                first.model().name(), second.model().name(),
                pairs.stream().map(pair -> List.of(first.model().networks().get(pair[0]).id(),
                        second.model().networks().get(pair[1]).id())).toList(),
                single ? differences.ofNetworks(first.networks().get(0), second.networks().get(0))
                        : differences.ofModels(first.networks(), second.networks(), bySeed),
                costShares(first, second, depths, differences, bySeed),
                cost, costRatio(first, second, cost, differences, bySeed),
                rank(a, b, differences),
                agreement(a, b),
                answers(a, b),
                StateSimilarity.read(depths, similarities),
                StateSimilarity.everyState(similarities.get(0)),
                unlike(a, b, first.model().networks().get(pairs.get(0)[0]), rows));
    }

    private static ClassLoader loader() {
        return Objects.requireNonNullElse(
                Thread.currentThread().getContextClassLoader(), ModelComparer.class.getClassLoader());
    }

    private static List<Difference> costShares(Measured first, Measured second, DepthAlignment depths,
            QuantityDifferences differences, List<int[]> bySeed) {
        List<Difference> shares = new ArrayList<>();
        for (int part = 0; part < depths.parts(); part++) {
            int ofPart = part;
            List<Statistic> a = first.networks().stream()
                    .map(network -> share(network.samples(), depths, ofPart)).toList();
            List<Statistic> b = second.networks().stream()
                    .map(network -> share(network.samples(), depths, ofPart)).toList();
            int n = first.networks().get(0).samples().size();
            List<Quantity> before = a.stream().map(share -> ofAll(n, share)).toList();
            List<Quantity> after = b.stream().map(share -> ofAll(n, share)).toList();
            shares.add(a.size() == 1 && b.size() == 1
                    ? differences.ofSamples(ComparisonMetrics.COST_SHARE_DEPTH, part, before.get(0), after.get(0),
                            a.get(0), b.get(0), n)
                    : QuantityDifferences.ofNumbers(ComparisonMetrics.COST_SHARE_DEPTH, part, before, after, bySeed));
        }
        return shares;
    }

    private static Quantity ofAll(int samples, Statistic statistic) {
        return Quantity.orReason(statistic.of(IntStream.range(0, samples).toArray()), "nothing moves");
    }

    private static Statistic share(SampleMeasures samples, DepthAlignment depths, int part) {
        double[] shares = depths.shares(samples.shape().blocks(), part);
        return QuantityDifferences.ratio(QuantityDifferences.mean(samples.weighted(block -> shares[block])),
                QuantityDifferences.mean(samples.cost()));
    }

    private static Set<Integer> dimensions(Measured measured) {
        return measured.shape().segments().stream().map(Segment::dimension).collect(Collectors.toSet());
    }

    private static Quantity costRatio(Measured first, Measured second, MetricDefinition cost,
            QuantityDifferences differences, List<int[]> bySeed) {
        List<double[]> a = costs(first, cost);
        List<double[]> b = costs(second, cost);
        int n = a.get(0).length;
        if (a.size() == 1 && b.size() == 1) {
            return differences.interval(n, QuantityDifferences.ratio(
                    QuantityDifferences.mean(b.get(0)), QuantityDifferences.mean(a.get(0))));
        }
        double[] logsOfFirst = a.stream().mapToDouble(ModelComparer::logMean).toArray();
        double[] logsOfSecond = b.stream().mapToDouble(ModelComparer::logMean).toArray();
        Quantity logarithm = QuantityDifferences.ofNumbers(ComparisonMetrics.COST_RATIO, -1,
                Arrays.stream(logsOfFirst).mapToObj(Quantity::of).toList(),
                Arrays.stream(logsOfSecond).mapToObj(Quantity::of).toList(), bySeed).change();
        return logarithm.isPresent() ? Quantity.of(
                Math.exp(logarithm.value()), Math.exp(logarithm.low()), Math.exp(logarithm.high())) : logarithm;
    }

    private static List<double[]> costs(Measured measured, MetricDefinition cost) {
        return measured.networks().stream().map(MeasuredNetwork::samples)
                .map(samples -> cost == CostMeasures.TRANSPORT_COST ? samples.cost() : samples.elementwise()).toList();
    }

    private static double logMean(double[] costs) {
        return Math.log(Arrays.stream(costs).average().orElseThrow());
    }

    private static Quantity rank(SampleMeasures first, SampleMeasures second, QuantityDifferences differences) {
        double[] a = first.cost();
        double[] b = second.cost();
        if (!isFinite(a) || !isFinite(b)) {
            return Quantity.missing("a cost is not finite");
        }
        return differences.interval(a.length, RankCorrelation.of(a, b));
    }

    private static boolean isFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    private static Quantity agreement(SampleMeasures first, SampleMeasures second) {
        if (first.predicted().length == 0 || second.predicted().length == 0) {
            return Quantity.missing("a network has no classes");
        }
        if (first.shape().classes() != second.shape().classes()) {
            return Quantity.missing("the networks have " + first.shape().classes() + " and "
                    + second.shape().classes() + " classes");
        }
        int same = (int) IntStream.range(0, first.size())
                .filter(i -> first.predicted()[i] == second.predicted()[i]).count();
        return Quantity.of(Wilson.interval(same, first.size()));
    }

    private static Optional<Answers> answers(SampleMeasures first, SampleMeasures second) {
        if (first.predictions().isEmpty() || second.predictions().isEmpty()) {
            return Optional.empty();
        }
        Predictions a = first.predictions().get();
        Predictions b = second.predictions().get();
        int[] counts = new int[4];
        for (int i = 0; i < a.size(); i++) {
            counts[(a.isRight(i) ? 0 : 2) + (b.isRight(i) ? 0 : 1)]++;
        }
        return Optional.of(new Answers(counts[0], counts[1], counts[2], counts[3]));
    }

    private static List<UnlikeSample> unlike(SampleMeasures first, SampleMeasures second, ComparedNetwork network,
            int[] rows) {
        double[] a = first.cost();
        double[] b = second.cost();
        double meanOfFirst = Arrays.stream(a).average().orElseThrow();
        double meanOfSecond = Arrays.stream(b).average().orElseThrow();
        if (!(meanOfFirst > 0 && meanOfSecond > 0) || !isFinite(a) || !isFinite(b)) {
            return List.of();
        }
        int[] labels = network.points().labels();
        return IntStream.range(0, a.length)
                .mapToObj(i -> new UnlikeSample(rows[i], i, labels.length == 0 ? -1 : labels[i],
                        first.predicted().length == 0 ? -1 : first.predicted()[i],
                        second.predicted().length == 0 ? -1 : second.predicted()[i],
                        a[i] / meanOfFirst, b[i] / meanOfSecond))
                .filter(sample -> Double.isFinite(sample.logRatio()))
                .sorted(Comparator.comparingDouble((UnlikeSample sample) -> -Math.abs(sample.logRatio()))
                        .thenComparingInt(UnlikeSample::position))
                .limit(UNLIKE).toList();
    }
}
