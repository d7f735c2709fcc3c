package org.leastaction.bench.analysis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.metrics.accuracy.ClassificationQuality;
import org.leastaction.metrics.accuracy.Predictions;
import org.leastaction.metrics.regularity.HolderFit;
import org.leastaction.metrics.regularity.HolderOptions;
import org.leastaction.metrics.regularity.ModulusOfContinuity;
import org.leastaction.metrics.regularity.PairIncrements;
import org.leastaction.metrics.regularity.PairSelection;
import org.leastaction.metrics.regularity.Regularity;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.transport.BatchObserver;
import org.leastaction.transport.FlowMeasurement;
import org.leastaction.transport.MeasuredFlow;
import org.leastaction.transport.StateRecorder;
import org.leastaction.transport.TransportCost;

/**
 * Measures a flow on labelled points.
 *
 * @param measurement how the points pass through the flow
 * @param parallelism threads of the estimators; changes no result
 * @param seed        of subsets and bootstraps
 * @param blur        of the entropic divergence
 */
public record FlowAnalysis(FlowMeasurement measurement, Parallelism parallelism, long seed, EntropicBlur blur) {

    private static final String NOT_FINITE = "the flow has particles that are not finite";

    /** Batches of 256, all processors, seed 0. */
    public static FlowAnalysis defaults() {
        return new FlowAnalysis(
                FlowMeasurement.defaults(), new Parallelism(Runtime.getRuntime().availableProcessors()), 0,
                EntropicBlur.usual());
    }

    public FlowAnalysis withBatch(int batch) {
        return new FlowAnalysis(measurement.withBatch(batch), parallelism, seed, blur);
    }

    public FlowAnalysis withThreads(int threads) {
        return new FlowAnalysis(measurement, new Parallelism(threads), seed, blur);
    }

    public FlowAnalysis withSeed(long newSeed) {
        return new FlowAnalysis(measurement, parallelism, newSeed, blur);
    }

    public FlowAnalysis withBlur(EntropicBlur newBlur) {
        return new FlowAnalysis(measurement, parallelism, seed, newBlur);
    }

    /**
     * Measures everything. O(n·d·K) beside the model's own work, O(n²·d) for distances, O(n³) at worst for W₂².
     *
     * @param data [n, inputDimension] with labels, n ≥ 1
     * @throws IllegalArgumentException if the data do not fit the flow
     */
    public AnalysedFlow analyse(FlowModel model, LabelledPoints data) {
        FlowShape shape = model.shape();
        requireFit(shape, data);
        Optional<StateRecorder> recorder = isPlane(shape)
                ? Optional.of(new StateRecorder(shape, data.size()))
                : Optional.empty();
        MeasuredFlow flow = measurement.measure(model, data.points(), recorder
                .<BatchObserver>map(states -> states)
                .orElse(BatchObserver.NONE));
        Analysis.Builder analysis = Analysis.builder(data.size());
        boolean finite = isFinite(flow);
        putQuality(analysis, flow, data.labels());
        putCost(analysis, flow);
        putGap(analysis, flow, data.labels(), finite);
        putRegularity(analysis, flow, finite);
        Optional<Decodings> decodings = finite
                ? model.role(Decoder.class).map(decoder -> Decodings.of(model, decoder, data))
                : Optional.empty();
        return new AnalysedFlow(
                analysis.build(), recorder.map(StateRecorder::states), data.labels(), decodings);
    }

    /**
     * Checks that a flow can be measured on these data.
     *
     * @throws IllegalArgumentException if their shape or number of classes is not the flow's
     */
    public static void requireFit(FlowShape shape, LabelledPoints data) {
        if (data.points().dimension() != shape.inputDimension()) {
            throw new IllegalArgumentException("the data have points of shape " + data.shape()
                    + ", the model takes " + shape.input());
        }
        if (shape.classes() > 0 && data.classes() != shape.classes()) {
            throw new IllegalArgumentException("the data have " + data.classes() + " classes, the model tells "
                    + shape.classes() + " apart");
        }
    }

    private void putQuality(Analysis.Builder analysis, MeasuredFlow flow, int[] labels) {
        List<String> keys = List.of("accuracy", "top5", "nll", "ece", "margin");
        if (flow.logProbabilities().isEmpty()) {
            keys.forEach(key -> analysis.missing(key, "the network tells no classes apart"));
            return;
        }
        FloatPoints answers = flow.logProbabilities().get();
        if (hasNaN(answers)) {
            keys.forEach(key -> analysis.missing(key, "the network answers NaN"));
            return;
        }
        ClassificationQuality quality = ClassificationQuality.of(
                Predictions.of(answers, labels), Bootstrap.defaults().withSeed(seed));
        analysis.put("accuracy", quality.accuracy());
        quality.top5().ifPresentOrElse(
                top5 -> analysis.put("top5", top5), () -> analysis.missing("top5", "fewer than 6 classes"));
        analysis.put("nll", quality.nll()).put("ece", quality.ece()).put("margin", quality.margin());
    }

    private static void putCost(Analysis.Builder analysis, MeasuredFlow flow) {
        TransportCost cost = flow.cost();
        analysis.put("transport_cost", cost.total())
                .put("transport_cost_blocks", cost.blocks())
                .put("transport_cost_segments", cost.segments())
                .put("transport_cost_elementwise", cost.elementwise())
                .put("transport_cost_elementwise_blocks", cost.elementwiseBlocks())
                .put("action", flow.action())
                .put("displacement", flow.displacement())
                .put("straightness", quotient(flow.straightness(), "nothing moves"));
    }

    private void putGap(Analysis.Builder analysis, MeasuredFlow flow, int[] labels, boolean finite) {
        if (finite) {
            GapQuantities.put(analysis, flow, labels, blur, parallelism);
        } else {
            GapQuantities.missing(analysis, NOT_FINITE);
        }
    }

    /** Of the whole map, from where the first segment starts to where the last one ends. */
    private void putRegularity(Analysis.Builder analysis, MeasuredFlow flow, boolean finite) {
        if (!finite || flow.size() < 2) {
            String reason = finite ? "a single sample has no pairs" : NOT_FINITE;
            List.of("lipschitz_pairs", "holder_exponent", "holder_constant")
                    .forEach(key -> analysis.missing(key, reason));
            return;
        }
        FloatPoints start = flow.segments().get(0).start();
        FloatPoints end = flow.segments().get(flow.segments().size() - 1).end();
        PairIncrements pairs = PairIncrements.between(
                start, end, PairSelection.defaults().withSeed(seed), parallelism);
        Regularity regularity = Regularity.of(pairs, HolderOptions.defaults().withSeed(seed));
        analysis.put("lipschitz_pairs", regularity.lipschitz().constant());
        if (regularity.holder().isEmpty()) {
            String reason = flow.size() < HolderFit.LEAST_POINTS
                    ? "fewer than " + HolderFit.LEAST_POINTS + " samples"
                    : "the samples resolve no range of scales";
            analysis.missing("holder_exponent", reason).missing("holder_constant", reason);
            return;
        }
        HolderFit holder = regularity.holder().get();
        analysis.put("holder_exponent", holder.exponent())
                .put("holder_constant", holder.constant())
                .put("holder_points", holder.points())
                .put("holder_scales", scales(holder));
    }

    /** The log–log data: the envelope of increments over distances, and the range of the fit. */
    private static Map<String, double[]> scales(HolderFit holder) {
        List<ModulusOfContinuity.Point> points = holder.modulus().points();
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("delta", points.stream().mapToDouble(ModulusOfContinuity.Point::delta).toArray());
        columns.put("omega", points.stream().mapToDouble(ModulusOfContinuity.Point::omega).toArray());
        columns.put("pairs", points.stream().mapToDouble(ModulusOfContinuity.Point::pairs).toArray());
        columns.put("fit_from", new double[] {holder.scales().from()});
        columns.put("fit_to", new double[] {holder.scales().to()});
        return columns;
    }

    private static Quantity quotient(double value, String reasonIfUndefined) {
        return Double.isNaN(value) ? Quantity.missing(reasonIfUndefined) : Quantity.of(value);
    }

    private static boolean isPlane(FlowShape shape) {
        return shape.segments().size() == 1
                && shape.segments().get(0).dimension() == 2
                && shape.encodedDimension() == 2;
    }

    private static boolean isFinite(MeasuredFlow flow) {
        return flow.segments().stream().allMatch(segment ->
                segment.start().firstNonFinite() < 0 && segment.end().firstNonFinite() < 0);
    }

    private static boolean hasNaN(FloatPoints points) {
        for (float value : points.toArray()) {
            if (Float.isNaN(value)) {
                return true;
            }
        }
        return false;
    }
}
