package org.leastaction.bench.analysis;

import java.util.List;
import java.util.function.UnaryOperator;
import org.leastaction.bench.record.Analysis;
import org.leastaction.flow.FlowModel;
import org.leastaction.io.Messages;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.frontier.BoxCounting;
import org.leastaction.metrics.frontier.NeighbourFrontier;
import org.leastaction.metrics.frontier.PlaneFrontier;
import org.leastaction.metrics.regularity.PairDistances;
import org.leastaction.points.FloatPoints;

/**
 * The dimension of the frontier between classes, before and after transport: for particles in the plane by box counting
 * of the network's classes, otherwise from close pairs with the samples' labels.
 */
public final class FrontierMeasures implements MetricGroup {

    private static final String GROUP = "frontier";
    private static final int SIDE = 256;
    private static final int BATCH = 8_192;

    public static final MetricDefinition FRONTIER_DIMENSION =
            MetricDefinition.of(GROUP, "frontier_dimension", "frontier before").heading("frontier", "before")
                    .meaning("dimension of the frontier between classes before T")
                    .formula(
                            "before T. Plane: slope of ln(number of boxes that contain frontier of the network's"
                                    + " classes) over ln(1/side), sides 2 to 32 of 256. Else: D − α, where near samples"
                                    + " at distance r are of two classes about as r^α and D is the samples' correlation"
                                    + " dimension")
                    .unit("[0, d]")
                    .interval("Student and bend; halves of the samples and bend")
                    .reference("Grebogi et al. 1983; Grassberger and Procaccia 1983").cost("lattice of 257²; m²")
                    .caveat("of the network's output in the plane, otherwise of the samples' labels: the two are not "
                            + "comparable");
    public static final MetricDefinition FRONTIER_DIMENSION_TRANSPORTED =
            MetricDefinition.of(GROUP, "frontier_dimension_transported", "frontier after").lessIsBetter()
                    .heading("frontier", "after").meaning("dimension of the frontier after T")
                    .formula("`frontier_dimension` after T")
                    .unit("[0, d]").interval("as `frontier_dimension`").reference("as `frontier_dimension`")
                    .cost("as `frontier_dimension`")
                    .caveat("`null` if near samples of two classes are too rare, as after a good T");
    public static final MetricDefinition FRONTIER_METHOD =
            MetricDefinition.of(GROUP, "frontier_method", "method of the frontier").formula("which of the two methods")
                    .unit("words").caveat("values of the two methods are not comparable");
    public static final MetricDefinition FRONTIER_SAMPLE_DIMENSION =
            MetricDefinition.of(GROUP, "frontier_sample_dimension", "dimension of samples")
                    .meaning("correlation dimension of the samples")
                    .formula("correlation dimension of the samples, at the scales of `frontier_dimension`").unit("≥ 0")
                    .interval("as `frontier_dimension`")
                    .reference("Grassberger and Procaccia 1983").cost("m²").caveat("too low in many dimensions");
    public static final MetricDefinition FRONTIER_SAMPLE_DIMENSION_TRANSPORTED =
            MetricDefinition.of(GROUP, "frontier_sample_dimension_transported", "dimension of images")
                    .meaning("correlation dimension of their images").formula("correlation dimension of their images")
                    .unit("≥ 0").interval("as `frontier_dimension`")
                    .reference("Grassberger and Procaccia 1983").cost("m²").caveat("too low in many dimensions");

    @Override
    public List<MetricDefinition> metrics() {
        return List.of(FRONTIER_DIMENSION, FRONTIER_DIMENSION_TRANSPORTED, FRONTIER_METHOD, FRONTIER_SAMPLE_DIMENSION,
                FRONTIER_SAMPLE_DIMENSION_TRANSPORTED);
    }

    @Override
    public boolean needsStates() {
        return true;
    }

    @Override
    public String put(Analysis.Builder analysis, StudiedFlow flow) {
        int last = flow.flow().shape().blocks();
        boolean classifies = flow.flow().logProbabilities().isPresent();
        if (classifies && flow.states().state(0).dimension() == 2 && flow.states().state(last).dimension() == 2) {
            FlowModel model = flow.model();
            analysis.put(FRONTIER_METHOD, "boxes of the network's classes");
            putBoxes(analysis, FRONTIER_DIMENSION, flow.states().state(0), model::answers);
            try {
                putBoxes(analysis, FRONTIER_DIMENSION_TRANSPORTED, flow.states().state(last), model::classify);
            } catch (UnsupportedOperationException undetermined) {
                analysis.missing(FRONTIER_DIMENSION_TRANSPORTED, Messages.of(undetermined));
            }
            return "in the plane boxes are counted, not pairs";
        }
        if (!flow.data().isLabelled()) {
            return StudiedFlow.NO_LABELS;
        }
        analysis.put(FRONTIER_METHOD, "near pairs of the samples' classes");
        putPairs(analysis, FRONTIER_DIMENSION, FRONTIER_SAMPLE_DIMENSION, flow, 0);
        putPairs(
                analysis, FRONTIER_DIMENSION_TRANSPORTED, FRONTIER_SAMPLE_DIMENSION_TRANSPORTED, flow, last);
        return "too few samples, or classes so far apart that near pairs show no frontier";
    }

    private static void putBoxes(
            Analysis.Builder analysis, MetricDefinition key, FloatPoints around, UnaryOperator<FloatPoints> answers) {
        try {
            BoxCounting boxes = PlaneFrontier.of(around, points -> classes(answers.apply(points)), SIDE, BATCH);
            analysis.put(key, boxes.dimension());
        } catch (IllegalArgumentException noFrontier) {
            analysis.missing(key, Messages.of(noFrontier));
        }
    }

    private static int[] classes(FloatPoints answers) {
        int[] classes = new int[answers.size()];
        for (int i = 0; i < classes.length; i++) {
            for (int c = 1; c < answers.dimension(); c++) {
                classes[i] = answers.get(i, c) > answers.get(i, classes[i]) ? c : classes[i];
            }
        }
        return classes;
    }

    private static void putPairs(
            Analysis.Builder analysis, MetricDefinition dimension, MetricDefinition sample, StudiedFlow flow,
            int state) {
        NeighbourFrontier.of(PairDistances.of(flow.states().state(state), flow.parallelism()), flow.stateLabels(),
                flow.seed()).ifPresent(
                        frontier -> analysis
                                .put(dimension, frontier.dimension())
                                .put(sample, frontier.sample()));
    }
}
