package org.leastaction.bench.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.leastaction.bench.analysis.AnalysedFlow.Stopwatch;
import org.leastaction.bench.analysis.StudiedFlow.SampleSizes;
import org.leastaction.bench.analysis.StudiedFlow.SubsetStates;
import org.leastaction.bench.record.Analysis;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.DiscreteInputs;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowCut.CutOutput;
import org.leastaction.flow.inspection.FlowCut.CutModel;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.transport.FlowMeasurement;
import org.leastaction.transport.MeasuredCosts;
import org.leastaction.transport.MeasuredFlow;
import org.leastaction.transport.StateRecorder;

/**
 * Measures a flow on labelled points.
 *
 * @param measurement how the points are passed through the flow
 * @param parallelism threads of the estimators; does not change results
 * @param seed        seed of subsets and bootstraps
 * @param groups      the metrics to measure, in this order
 * @param sizes       sizes of the subsets for costly metrics
 * @param blur        blur of the entropic divergence
 * @param budget      time limit
 */
public record FlowAnalysis(
        FlowMeasurement measurement,
        Parallelism parallelism,
        long seed,
        List<MetricGroup> groups,
        SampleSizes sizes,
        EntropicBlur blur,
        AnalysisBudget budget) {

    private static final String NOT_FINITE = "the flow has particles that are not finite";
    private static final int TIMED_INPUTS = 16;
    private static final String ACCURACY = "accuracy";
    private static final String COST = "cost";
    /** The groups that need no particles. */
    private static final Set<String> NO_PARTICLES = Set.of(ACCURACY, COST);

    public FlowAnalysis {
        groups = List.copyOf(groups);
    }

    /** All metrics that the context class loader of the thread finds; batches of 256, all processors, seed 0. */
    public static FlowAnalysis defaults() {
        return new FlowAnalysis(
                FlowMeasurement.defaults(), new Parallelism(Runtime.getRuntime().availableProcessors()), 0,
                MetricGroup.discover(contextLoader(), sentence -> {}), SampleSizes.defaults(), EntropicBlur.usual(),
                AnalysisBudget.usual());
    }

    public FlowAnalysis withBatch(int batch) {
        return new FlowAnalysis(measurement.withBatch(batch), parallelism, seed, groups, sizes, blur, budget);
    }

    public FlowAnalysis withThreads(int threads) {
        return new FlowAnalysis(measurement, new Parallelism(threads), seed, groups, sizes, blur, budget);
    }

    public FlowAnalysis withSeed(long newSeed) {
        return new FlowAnalysis(measurement, parallelism, newSeed, groups, sizes, blur, budget);
    }

    public FlowAnalysis withGroups(List<MetricGroup> newGroups) {
        return new FlowAnalysis(measurement, parallelism, seed, newGroups, sizes, blur, budget);
    }

    /**
     * An analysis with some of its groups, in the same order.
     *
     * @throws IllegalArgumentException if it has no group of a given name
     */
    public FlowAnalysis withMetrics(Set<String> names) {
        for (String name : names) {
            if (!names().contains(name)) {
                throw new IllegalArgumentException("'" + name + "' is not one of " + String.join(", ", names()));
            }
        }
        return withGroups(groups.stream().filter(group -> names.contains(group.key())).toList());
    }

    /** The names of the groups. */
    public List<String> names() {
        return groups.stream().map(MetricGroup::key).toList();
    }

    private static ClassLoader contextLoader() {
        return Objects.requireNonNullElse(
                Thread.currentThread().getContextClassLoader(), FlowAnalysis.class.getClassLoader());
    }

    public FlowAnalysis withBlur(EntropicBlur newBlur) {
        return new FlowAnalysis(measurement, parallelism, seed, groups, sizes, newBlur, budget);
    }

    public FlowAnalysis withBudget(AnalysisBudget newBudget) {
        return new FlowAnalysis(measurement, parallelism, seed, groups, sizes, blur, newBudget);
    }

    /** As {@link #analyse(FlowModel, LabelledPoints, InputUnits)}, with perturbations in the units of the network. */
    public AnalysedFlow analyse(FlowModel model, LabelledPoints data) {
        return analyse(model, data, InputUnits.ofNetwork());
    }

    /**
     * Measures a flow. O(n·d·K) besides the evaluation of the model, O(n²·d) for distances, O(n³) in the worst case for
     * W₂²; the other metrics use subsets, see {@link SampleSizes}. Where the states of all samples do not fit into memory,
     * all groups but accuracy and cost measure some of the samples.
     *
     * @param data  [n, inputDimension] with labels, n ≥ 1
     * @param units units in which inputs are perturbed
     * @throws IllegalArgumentException if the data do not fit the flow
     */
    public AnalysedFlow analyse(FlowModel model, LabelledPoints data, InputUnits units) {
        return analyse(model, data, units, AnalysisWatch.NONE);
    }

    /**
     * As {@link #analyse(FlowModel, LabelledPoints, InputUnits)}. A group that fails does not affect the others: its
     * keys are null with the reason.
     *
     * @param watch receives every group when it is measured, and may provide some results
     * @throws IllegalArgumentException                   if the data do not fit the flow
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public AnalysedFlow analyse(FlowModel model, LabelledPoints data, InputUnits units, AnalysisWatch watch) {
        return analyse(model, data, kept(model, data.size()), units, watch);
    }

    /**
     * As {@link #analyse(FlowModel, LabelledPoints, InputUnits, AnalysisWatch)}, with fewer samples than fit.
     *
     * @param kept the number of samples whose states are kept, a random part of this size; all if there are no more
     */
    public AnalysedFlow analyse(
            FlowModel model, LabelledPoints data, int kept, InputUnits units, AnalysisWatch watch) {
        requireFit(model, data);
        if (!needsParticles(model)) {
            return analyseCosts(model, data);
        }
        return kept < data.size()
                ? analyseSome(model, data, kept, units, watch)
                : analyseParticles(model, data, units, watch);
    }

    /** The groups that need no particles measure all samples, the others some, whose states fit into memory. */
    private AnalysedFlow analyseSome(
            FlowModel model, LabelledPoints data, int kept, InputUnits units, AnalysisWatch watch) {
        watch.reached("costs of all samples", 0, 0);
        MeasuredCosts costs = measurement.costs(model, data.points());
        List<MetricGroup> mixed = groups.stream().map(group -> switch (group.key()) {
            case ACCURACY -> new CostMeasures.OfAllSamples(group, (analysis, flow) -> QualityMeasures
                    .putOfAll(analysis, costs.logProbabilities(), data, seed));
            case COST -> new CostMeasures.OfAllSamples(group, (analysis, flow) -> CostMeasures
                    .putOfAll(analysis, costs, data, flow));
            default -> group;
        }).toList();
        AnalysedFlow some = withGroups(mixed)
                .analyseParticles(model, data.select(StudiedFlow.rows(data.size(), kept, seed)), units, watch);
        Analysis.Builder analysis = withSamples(Analysis.builder(data.size()).putAll(some.analysis()), model, data);
        return some.withAnalysis(analysis.put(CostMeasures.STATE_SAMPLES, kept).build(),
                OutstandingSamples.of(costs.cost().samples(), costs.logProbabilities(), data));
    }

    /** The number of n samples whose states fit into memory beside the inputs; of the others, accuracy and cost alone are measured. */
    public int kept(FlowModel model, int n) {
        return needsParticles(model) ? kept(model.shape(), n, (long) n * model.shape().inputDimension()) : n;
    }

    /** The same for a model with states, beside inputs of so many numbers. */
    public int kept(FlowShape shape, int n, long inputNumbers) {
        return sizes.beside(inputNumbers).kept(shape, needsStates(), n);
    }

    private boolean needsParticles(FlowModel model) {
        return !NO_PARTICLES.containsAll(names()) || isPlane(model.shape()) || model.role(Decoder.class).isPresent();
    }

    /**
     * The number of inputs whose pass through a model fits into its part of the budget, by the time of a small batch.
     *
     * @param inputs [n, inputDimension]
     * @return n, or a half, a quarter, … of it
     */
    public int affordable(FlowModel model, FloatPoints inputs) {
        if (Double.isInfinite(budget.seconds())) {
            return inputs.size();
        }
        FloatPoints few = inputs.rows(0, Math.min(TIMED_INPUTS, inputs.size()));
        double seconds = ProductCost.secondsARun(needsParticles(model)
                ? () -> measurement.measure(model, few) : () -> measurement.costs(model, few));
        return budget.pointsAtLeast(inputs.size(), seconds / few.size());
    }

    /** Uses the costs that the model computes itself, if it can: no particles are needed. */
    private AnalysedFlow analyseCosts(FlowModel model, LabelledPoints data) {
        Stopwatch stopwatch = new Stopwatch();
        MeasuredCosts costs = measurement.costs(model, data.points());
        stopwatch.lap("pass");
        Analysis.Builder analysis = withSamples(Analysis.builder(data.size()), model, data);
        for (MetricGroup group : groups) {
            if (group.key().equals(ACCURACY)) {
                missing(group, analysis, model,
                        QualityMeasures.put(analysis, costs.logProbabilities(), data, seed));
            } else {
                CostMeasures.put(analysis, model, costs);
            }
            stopwatch.lap(group.key());
        }
        return new AnalysedFlow(
                analysis.build(), Optional.empty(), labels(data), Optional.empty(), Optional.empty(),
                stopwatch.seconds());
    }

    private AnalysedFlow analyseParticles(
            FlowModel model, LabelledPoints data, InputUnits units, AnalysisWatch watch) {
        FlowShape shape = model.shape();
        Stopwatch stopwatch = new Stopwatch();
        Optional<StateRecorder> recorder = isPlane(shape)
                ? Optional.of(new StateRecorder(shape, data.size()))
                : Optional.empty();
        SubsetStates states = new SubsetStates(
                shape, StudiedFlow.rows(data.size(), needsStates() ? sizes.blocks() : 0, seed));
        MeasuredFlow flow = measurement.measure(model, data.points(), (firstRow, step) -> {
            if (step.block() == shape.blocks() - 1) {
                watch.reached("pass", Math.min(data.size(), firstRow + step.output().size()), data.size());
            }
            states.observe(firstRow, step);
            recorder.ifPresent(all -> all.observe(firstRow, step));
        });
        if (needsStates()) {
            states.start(model.encode(data.points().select(states.rows())));
        }
        stopwatch.lap("pass");
        Analysis.Builder analysis = withSamples(Analysis.builder(data.size()), model, data);
        boolean finite = isFinite(flow);
        StudiedFlow studied = new StudiedFlow(
                model, data, units, flow, states, sizes, measurement.batch(), parallelism, seed, blur,
                budget, watch);
        for (MetricGroup group : groups) {
            watch.reached(group.key(), 0, 0);
            Optional<Analysis> known = watch.known(group.key());
            analysis.putAll(known.isPresent() ? known.get() : part(group, studied, finite));
            stopwatch.lap(group.key());
        }
        Optional<Decodings> decodings = finite
                ? model.role(Decoder.class).map(decoder -> Decodings.of(model, decoder, data))
                : Optional.empty();
        return new AnalysedFlow(
                analysis.build(), recorder.map(StateRecorder::states), labels(data), decodings,
                finite ? OutstandingSamples.of(flow.cost().samples(), flow.logProbabilities(), data) : Optional.empty(),
                stopwatch.seconds());
    }

    private static int[] labels(LabelledPoints data) {
        return data.isLabelled() ? data.labels() : new int[data.size()];
    }

    /** Measures one group; a failure is reported in its place. */
    private static Analysis part(MetricGroup group, StudiedFlow flow, boolean finite) {
        Analysis.Builder part = Analysis.builder(flow.data().size());
        try {
            Optional<String> refusal = finite || NO_PARTICLES.contains(group.key())
                    ? group.refusal(flow) : Optional.of(NOT_FINITE);
            missing(group, part, flow.model(), refusal.isPresent() ? refusal.get() : group.put(part, flow));
        } catch (RuntimeException | OutOfMemoryError | LinkageError failure) {
            if (Thread.currentThread().isInterrupted() || isInterruption(failure)) {
                throw failure;
            }
            String reason = "it failed: " + Objects.requireNonNullElse(failure.getMessage(), failure.toString());
            missing(group, part, flow.model(), reason);
            flow.watch().failed(group.key(), reason);
            return part.build();
        }
        Analysis built = part.build();
        flow.watch().measured(group.key(), built);
        return built;
    }

    /** Puts the reason for every required metric of a group that is missing. */
    private static void missing(MetricGroup group, Analysis.Builder analysis, FlowModel model, String reason) {
        String told = StudiedFlow.reason(model, reason);
        group.metrics().stream().filter(MetricDefinition::isRequired).filter(metric -> !analysis.has(metric))
                .forEach(metric -> analysis.missing(metric, told));
    }

    /** Puts the number of samples where the points are tokens. */
    private static Analysis.Builder withSamples(Analysis.Builder analysis, FlowModel model, LabelledPoints data) {
        return NamedInputs.areTokens(model)
                ? analysis.put(CostMeasures.TOKEN_SAMPLES, (double) Arrays.stream(data.numbers()).distinct().count())
                : analysis;
    }

    private static boolean isInterruption(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CancellationException || cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    private boolean needsStates() {
        return groups.stream().anyMatch(MetricGroup::needsStates);
    }

    /** @param classifier the description of the classifier, for the message */
    private static void requireFit(FlowShape shape, LabelledPoints data, String classifier) {
        if (!isSameOrder(data.shape(), shape.input())) {
            boolean images = data.shape().size() == 3 && shape.input().size() == 3;
            throw new IllegalArgumentException("the data have points of shape " + data.shape()
                    + ", the model takes " + shape.input() + (images
                            ? "; --resize and --crop bring files of pictures to that size, as in the training" : ""));
        }
        if (shape.classes() > 0 && data.isLabelled() && data.classes() != shape.classes()) {
            throw new IllegalArgumentException("the data have " + data.classes() + " classes, " + classifier + " has "
                    + shape.classes() + "; --label-map assigns the classes of the data to those of the model,"
                    + " --class-names numbers folders of pictures, --no-labels measures what needs none, and --ending"
                    + " points is for an output that is not class scores but an embedding");
        }
    }

    /**
     * Checks that a model can be measured on these data: that they fit, and that their numbers are inputs of the model.
     *
     * @throws IllegalArgumentException if not
     */
    public static void requireFit(FlowModel model, LabelledPoints data) {
        requireFit(model.shape(), data,
                model.role(CutModel.class).map(cut -> classifier(cut.cut())).orElse("the model"));
        Optional<DiscreteInputs> numbers = model.role(DiscreteInputs.class);
        numbers.ifPresent(inputs -> inputs.rounded(data.points()));
        if (numbers.isEmpty()) {
            model.role(NamedInputs.class).ifPresent(inputs -> inputs.check(data.points()));
        }
    }

    /** For example "the model, at its output 'features' of features, logits (--output NAME selects another),". */
    private static String classifier(FlowCut cut) {
        String outputs = cut.outputs().stream().map(CutOutput::name).collect(Collectors.joining(", "));
        return "the model, at its output '" + cut.output() + "'"
                + (cut.outputs().size() < 2 ? "" : " of " + outputs + " (--output NAME selects another)") + ",";
    }

    /**
     * Whether points of one shape have the numbers of another in the same order. Rows may represent grey images; for
     * colour images a row does not show whether colours are interleaved or in planes. A model that takes rows accepts
     * images as they are.
     */
    private static boolean isSameOrder(List<Integer> data, List<Integer> model) {
        List<Integer> own = data.stream().filter(extent -> extent > 1).toList();
        List<Integer> taken = model.stream().filter(extent -> extent > 1).toList();
        boolean asMany =
                own.stream().reduce(1, Math::multiplyExact).equals(taken.stream().reduce(1, Math::multiplyExact));
        return own.equals(taken) || (asMany && (taken.size() < 2 || (own.size() < 2 && taken.size() == 2)));
    }

    private static boolean isPlane(FlowShape shape) {
        return shape.segments().size() == 1
                && shape.segments().get(0).dimension() == 2
                && shape.encodedDimension() == 2;
    }

    private static boolean isFinite(MeasuredFlow flow) {
        return flow.segments().stream()
                .allMatch(segment -> segment.start().firstNonFinite() < 0 && segment.end().firstNonFinite() < 0);
    }
}
