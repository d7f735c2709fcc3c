package org.leastaction.bench.analysis;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.leastaction.bench.record.Analysis;
import org.leastaction.flow.FlowModel;
import org.leastaction.io.Messages;
import org.leastaction.metrics.frontier.BoxCounting;
import org.leastaction.metrics.frontier.NeighbourFrontier;
import org.leastaction.metrics.frontier.PlaneFrontier;
import org.leastaction.metrics.regularity.PairDistances;
import org.leastaction.points.FloatPoints;

/**
 * The dimension of the frontier between classes, before and after transport: for particles in the plane by box counting
 * of the network's classes, otherwise from close pairs with the samples' labels.
 */
final class FrontierMeasures implements Measures {

    private static final int SIDE = 256;
    private static final int BATCH = 8_192;

    @Override
    public List<String> keys() {
        return List.of("frontier_dimension", "frontier_dimension_transported", "frontier_method",
                "frontier_sample_dimension", "frontier_sample_dimension_transported");
    }

    @Override
    public Optional<String> refusal(StudiedFlow flow) {
        return Optional.empty();
    }

    @Override
    public String put(Analysis.Builder analysis, StudiedFlow flow) {
        int last = flow.flow().shape().blocks();
        boolean classifies = flow.flow().logProbabilities().isPresent();
        if (classifies && flow.states().state(0).dimension() == 2 && flow.states().state(last).dimension() == 2) {
            FlowModel model = flow.model();
            analysis.put("frontier_method", "boxes of the network's classes");
            putBoxes(analysis, "frontier_dimension", flow.states().state(0), model::answers);
            try {
                putBoxes(analysis, "frontier_dimension_transported", flow.states().state(last), model::classify);
            } catch (UnsupportedOperationException undetermined) {
                analysis.missing("frontier_dimension_transported", Messages.of(undetermined));
            }
            return "in the plane boxes are counted, not pairs";
        }
        if (!flow.data().isLabelled()) {
            return StudiedFlow.NO_LABELS;
        }
        analysis.put("frontier_method", "near pairs of the samples' classes");
        putPairs(analysis, "", flow, 0);
        putPairs(analysis, "_transported", flow, last);
        return "too few samples, or classes so far apart that near pairs show no frontier";
    }

    private static void putBoxes(
            Analysis.Builder analysis, String key, FloatPoints around, UnaryOperator<FloatPoints> answers) {
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

    private static void putPairs(Analysis.Builder analysis, String suffix, StudiedFlow flow, int state) {
        NeighbourFrontier.of(PairDistances.of(flow.states().state(state), flow.parallelism()), flow.stateLabels(),
                flow.seed()).ifPresent(frontier -> analysis
                        .put("frontier_dimension" + suffix, frontier.dimension())
                        .put("frontier_sample_dimension" + suffix, frontier.sample()));
    }
}
