package org.leastaction.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.EnsembleMeasures;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.HolderMeasures;
import org.leastaction.bench.analysis.JacobianMeasures;
import org.leastaction.bench.analysis.MetricGroup;
import org.leastaction.bench.record.Analysis;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** Verdicts of analyses in which a group failed, at its start or halfway. */
class FailedGroupsTest {

    private static final String REASON = "it failed: Java heap space";

    /** @param analysis with as many numbers as possible */
    private record Case(String name, Analysis analysis) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<MetricGroup> groups() {
        return MetricGroup.discover(FailedGroupsTest.class.getClassLoader(), failure -> {
            throw new AssertionError(failure);
        });
    }

    private static Stream<Case> analyses() {
        FormulaFlow rotation = FormulaFlow.linear(2, x -> new float[] {-x[1], x[0]}, x -> new float[] {x[1], -x[0]});
        FormulaFlow shear = FormulaFlow.linear(2, x -> new float[] {x[0] + 0.01f * x[1], x[1]},
                x -> new float[] {x[0], 0.01f * x[0] + x[1]});
        return Stream.of(
                new Case("thresholds", VerdictThresholdsTest.usual(200).build()),
                new Case("no information", VerdictThresholdsTest.usual(200).put(GapMeasures.OT_GAP_CONTROL, 0.001)
                        .put(JacobianMeasures.JACOBIAN_ASYMMETRY, 0.05, 0.02, 0.09)
                        .put(JacobianMeasures.JACOBIAN_NEGATIVE_FRACTION, 0.1, 0.05, 0.2).build()),
                new Case("an ensemble of attacks", VerdictThresholdsTest.usual(200)
                        .put(EnsembleMeasures.ENSEMBLE_POINTS, 20).put(EnsembleMeasures.ENSEMBLE_CLEAN_ACCURACY, 0.95)
                        .put(EnsembleMeasures.ENSEMBLE_RADIUS_LINF, 0.1)
                        .put(EnsembleMeasures.ENSEMBLE_ACCURACY_LINF, 0.1, 0.03, 0.3).build()),
                new Case("a rotation", measured(rotation)), new Case("a shear", measured(shear)));
    }

    private static Analysis measured(FormulaFlow flow) {
        Random random = new Random(1);
        float[] coordinates = new float[400];
        int[] labels = new int[200];
        for (int i = 0; i < coordinates.length; i++) {
            coordinates[i] = (float) random.nextGaussian();
            labels[i / 2] = coordinates[i / 2 * 2] > 0 ? 1 : 0;
        }
        return FlowAnalysis.defaults().withThreads(2).withGroups(groups()).analyse(flow, new LabelledPoints(
                FloatPoints.wrap(coordinates, 200, 2), labels, 2, List.of(2))).analysis();
    }

    @ParameterizedTest
    @MethodSource("analyses")
    void aGroupThatFailsAfterSomeOfItsNumbersLeavesSentencesOut(Case complete) {
        for (MetricGroup group : groups()) {
            for (int measured = 0; measured < group.metrics().size(); measured++) {
                Set<MetricDefinition> missing =
                        Set.copyOf(group.metrics().subList(measured, group.metrics().size()));
                assertSpeaks(without(complete.analysis(), missing), group.key() + " after " + measured);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("analyses")
    void anyNumberMayBeMissing(Case complete) {
        groups().stream().flatMap(group -> group.metrics().stream()).forEach(metric -> assertSpeaks(
                without(complete.analysis(), Set.of(metric)), metric.key()));
    }

    @Test
    void theReasonIsStated() {
        Analysis analysis = without(VerdictThresholdsTest.usual(200).build(), new HashSet<>(
                new HolderMeasures().metrics()));
        assertThat(text(analysis)).contains("the regularity (" + REASON + ")").doesNotContain("Lipschitz", "rough");
    }

    @Test
    void aFailureIsNotAStateThatIsNotFinite() {
        Analysis analysis = without(VerdictThresholdsTest.usual(200).build(), new HashSet<>(
                new CostMeasures().metrics()));
        assertThat(text(analysis)).contains("the transport cost (" + REASON + ")").doesNotContain("not finite");
    }

    /** As {@link FlowAnalysis} reports a failure: required metrics have a reason, others are absent. */
    private static Analysis without(Analysis complete, Set<MetricDefinition> missing) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode tree = mapper.convertValue(complete, ObjectNode.class);
        missing.forEach(metric -> tree.remove(List.of(metric.key(), metric.key() + "_reason")));
        Analysis.Builder analysis = Analysis.builder(complete.samples())
                .putAll(mapper.convertValue(tree, Analysis.class));
        missing.stream().filter(MetricDefinition::isRequired).forEach(metric -> analysis.missing(metric, REASON));
        return analysis.build();
    }

    private static void assertSpeaks(Analysis analysis, String description) {
        assertThat(text(analysis)).as(description).isNotEmpty().doesNotContain("NaN", "null");
    }

    private static String text(Analysis analysis) {
        return String.join(" ", Verdict.of(analysis).sentences().stream().map(Sentence::inFull).toList());
    }
}
