package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leastaction.bench.analysis.MetricGroup;
import org.leastaction.metrics.definition.MetricDefinition;

/** The requirements on every analysis, for any model. */
final class Analyses {

    private static final Pattern KEY = Pattern.compile("`([a-z0-9_]+)`");
    private static final double ROUNDING = 1e-6;

    private Analyses() {}

    /** The keys that every analysis has, in the order of their declarations. */
    static List<String> documentedKeys() {
        return required().map(MetricDefinition::key).toList();
    }

    /** All keys that docs/definitions.md names, in a table or beside one. */
    static Set<String> namedKeys() {
        return definitions().stream().flatMap(line -> KEY.matcher(line).results()).map(key -> key.group(1))
                .collect(Collectors.toSet());
    }

    /** Keys of an analysis whose declarations lack a formula or a unit. */
    static List<String> incompleteRows() {
        return required().filter(metric -> metric.formula().isEmpty() || metric.unit().isEmpty())
                .map(MetricDefinition::key).toList();
    }

    private static Stream<MetricDefinition> required() {
        return MetricGroup.discover(Analyses.class.getClassLoader(), failure -> {
            throw new AssertionError(failure);
        }).stream().flatMap(group -> group.metrics().stream()).filter(MetricDefinition::isRequired);
    }

    private static List<String> definitions() {
        try {
            return Files.readAllLines(Repository.root().resolve("docs/definitions.md"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Checks what relates the numbers of one analysis of a flow of one segment. */
    static void requireConsistent(JsonNode analysis) {
        double cost = number(analysis, "transport_cost");
        double action = number(analysis, "action");
        double displacement = number(analysis, "displacement");
        double w2 = number(analysis, "w2_squared");
        double gap = number(analysis, "ot_gap");
        int blocks = analysis.get("transport_cost_blocks").size();

        assertAtMost(number(analysis, "gelbrich_lower_bound"), w2);
        assertAtMost(w2, displacement);
        assertAtMost(displacement, action);
        assertAtMost(number(analysis, "dual_bound"), w2);
        assertThat(number(analysis, "certificate_gap"))
                .isCloseTo(w2 - number(analysis, "dual_bound"), within(ROUNDING * w2));
        assertThat(gap).isCloseTo(displacement - w2, within(ROUNDING * displacement)).isNotNegative();
        assertThat(number(analysis, "ot_gap_relative")).isCloseTo(gap / displacement, within(ROUNDING));
        assertThat(sum(analysis, "transport_cost_blocks")).isCloseTo(cost, within(ROUNDING * cost));
        assertThat(sum(analysis, "transport_cost_segments")).isCloseTo(cost, within(ROUNDING * cost));
        assertThat(sum(analysis, "transport_cost_elementwise_blocks"))
                .isCloseTo(number(analysis, "transport_cost_elementwise"), within(ROUNDING * cost));
        assertThat(action).isCloseTo(blocks * cost, within(ROUNDING * action));
        assertThat(number(analysis, "straightness")).isCloseTo(displacement / action, within(ROUNDING));
        if (analysis.get("geometry_points").asInt() == analysis.get("samples").asInt()) {
            assertThat(number(analysis, "flow_straightness"))
                    .as("from states in single precision").isCloseTo(action - displacement, within(1e-4 * action));
        }
        assertThat(number(analysis, "line_shape_score")).isGreaterThanOrEqualTo(1 - ROUNDING);
        assertThat(number(analysis, "epsilon_sup")).isGreaterThanOrEqualTo(number(analysis, "epsilon_rms"));
        for (String share : List.of("accuracy", "ece", "reassigned_fraction", "monotonicity_violations")) {
            assertThat(number(analysis, share)).as(share).isBetween(0.0, 1.0);
        }
    }

    /** A number, or the value of one with an interval around it. */
    static double number(JsonNode analysis, String key) {
        JsonNode node = analysis.path(key);
        if (node.isObject()) {
            assertThat(node.get("value").asDouble()).as(key)
                    .isBetween(node.get("low").asDouble(), node.get("high").asDouble());
            return node.get("value").asDouble();
        }
        assertThat(node.isNumber()).as("%s is a number: %s", key, node).isTrue();
        return node.asDouble();
    }

    private static void assertAtMost(double less, double more) {
        assertThat(less).isLessThanOrEqualTo(more + ROUNDING * Math.abs(more));
    }

    private static double sum(JsonNode analysis, String key) {
        double sum = 0;
        for (JsonNode term : analysis.get(key)) {
            sum += term.asDouble();
        }
        return sum;
    }
}
