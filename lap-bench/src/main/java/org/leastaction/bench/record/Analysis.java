package org.leastaction.bench.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.definition.MetricDefinition;

/**
 * The measurements of one model: quantities, lists and texts by key, in insertion order. The keys are those of
 * {@code docs/definitions.md}; unknown keys are kept unchanged, so that an older version preserves newer records.
 */
public final class Analysis {

    private static final String REASON = "_reason";

    private final ObjectNode tree;

    private Analysis(ObjectNode tree) {
        this.tree = tree;
    }

    @JsonCreator
    static Analysis of(ObjectNode tree) {
        return new Analysis(tree.deepCopy());
    }

    /** Starts an analysis over {@code samples} points. */
    public static Builder builder(int samples) {
        return new Builder(samples);
    }

    @JsonValue
    ObjectNode tree() {
        return tree.deepCopy();
    }

    /** The analysis as a JSON object on several lines. */
    public String toJson() {
        return tree.toPrettyString();
    }

    /** Number of points measured; 0 if the record lacks it. */
    public int samples() {
        return tree.path("samples").asInt(0);
    }

    /** The number under a key; missing with a reason if there is none. */
    public Quantity quantity(String key) {
        JsonNode node = tree.path(key);
        if (node.isNumber()) {
            return Quantity.of(node.asDouble());
        }
        if (node.isObject() && node.path("value").isNumber()) {
            return Quantity.of(number(node.path("value")), number(node.path("low")), number(node.path("high")));
        }
        JsonNode reason = tree.path(key + REASON);
        return Quantity.missing(reason.isTextual() ? reason.asText()
                : node.isMissingNode() ? Quantity.ABSENT : Quantity.NO_REASON);
    }

    /** The list under a key, NaN in place of non-finite values; empty if there is none. */
    public List<Double> numbers(String key) {
        return numbers(tree.path(key));
    }

    /** The text under a key, e.g. how W₂² was computed. */
    public Optional<String> text(String key) {
        JsonNode node = tree.path(key);
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    /**
     * The lists of an object under a key, e.g. the log–log data of {@code holder_scales}; single numbers are lists of
     * length 1.
     */
    public Map<String, List<Double>> table(String key) {
        Map<String, List<Double>> table = new LinkedHashMap<>();
        tree.path(key).properties().forEach(column -> table.put(column.getKey(), numbers(column.getValue())));
        return table;
    }

    /** Keys of single numbers, present or missing, in order; without {@code samples}. */
    public List<String> quantities() {
        List<String> keys = new ArrayList<>();
        tree.properties().forEach(property -> {
            JsonNode node = property.getValue();
            boolean number = node.isNumber() || node.isNull() || node.path("value").isNumber();
            if (number && !property.getKey().equals("samples")) {
                keys.add(property.getKey());
            }
        });
        return keys;
    }

    /** Keys of lists, in order. */
    public List<String> lists() {
        return tree.properties().stream().filter(property -> property.getValue().isArray()).map(Map.Entry::getKey)
                .toList();
    }

    /** Keys of tables, in order. */
    public List<String> tables() {
        return tree.properties().stream()
                .filter(property -> property.getValue().isObject() && !property.getValue().path("value").isNumber())
                .map(Map.Entry::getKey).toList();
    }

    /** Keys of texts, without the reasons, in order. */
    public List<String> texts() {
        List<String> keys = new ArrayList<>();
        tree.properties().forEach(property -> {
            if (property.getValue().isTextual() && !property.getKey().endsWith(REASON)) {
                keys.add(property.getKey());
            }
        });
        return keys;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Analysis that && tree.equals(that.tree);
    }

    @Override
    public int hashCode() {
        return tree.hashCode();
    }

    @Override
    public String toString() {
        return tree.toString();
    }

    private static List<Double> numbers(JsonNode node) {
        if (node.isNumber()) {
            return List.of(node.asDouble());
        }
        List<Double> numbers = new ArrayList<>(node.size());
        if (node.isArray()) {
            node.forEach(element -> numbers.add(number(element)));
        }
        return numbers;
    }

    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }

    /** Collects quantities in order; putting a key again replaces its value. */
    public static final class Builder {

        private final ObjectNode tree = JsonNodeFactory.instance.objectNode();

        private Builder(int samples) {
            if (samples < 1) {
                throw new IllegalArgumentException("an analysis has at least 1 sample, not " + samples);
            }
            tree.put("samples", samples);
        }

        /** A number; if it is not finite, null with the reason. */
        public Builder put(MetricDefinition metric, double value) {
            return put(metric, Quantity.of(value));
        }

        /** A number with its interval. */
        public Builder put(MetricDefinition metric, double value, double low, double high) {
            return put(metric, Quantity.of(value, low, high));
        }

        /** A number with its interval; an unbounded interval is left out. */
        public Builder put(MetricDefinition metric, Estimate estimate) {
            return put(metric, Quantity.of(estimate));
        }

        /** A number, or the reason why it is missing. */
        public Builder put(MetricDefinition metric, Quantity quantity) {
            String key = checked(metric);
            tree.remove(key + REASON);
            if (!quantity.isPresent()) {
                tree.putNull(key);
                tree.put(key + REASON, quantity.reason());
            } else if (quantity.hasInterval()) {
                tree.set(key, JsonNodeFactory.instance.objectNode()
                        .put("value", quantity.value())
                        .put("low", quantity.low())
                        .put("high", quantity.high()));
            } else {
                tree.put(key, quantity.value());
            }
            return this;
        }

        /** Whether a key is present. */
        public boolean has(MetricDefinition metric) {
            return tree.has(metric.key());
        }

        /** A missing number and the reason. */
        public Builder missing(MetricDefinition metric, String reason) {
            return put(metric, Quantity.missing(reason));
        }

        /** A list, e.g. one number per block; non-finite values are written as null. */
        public Builder put(MetricDefinition metric, double[] values) {
            tree.set(checked(metric), array(values));
            return this;
        }

        /** A text, e.g. how something was computed. */
        public Builder put(MetricDefinition metric, String text) {
            tree.put(checked(metric), Objects.requireNonNull(text, "text"));
            return this;
        }

        /** Named columns, e.g. log–log data; a column of length 1 is written as a number. */
        public Builder put(MetricDefinition metric, Map<String, double[]> table) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            table.forEach((name, values) -> node.set(name, values.length == 1 ? array(values).get(0) : array(values)));
            tree.set(checked(metric), node);
            return this;
        }

        /** Adds everything in another analysis of the same number of samples. */
        public Builder putAll(Analysis other) {
            ObjectNode others = other.tree();
            others.remove("samples");
            tree.setAll(others);
            return this;
        }

        public Analysis build() {
            return of(tree);
        }

        private static ArrayNode array(double[] values) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(values.length);
            for (double value : values) {
                if (Double.isFinite(value)) {
                    array.add(value);
                } else {
                    array.addNull();
                }
            }
            return array;
        }

        private static String checked(MetricDefinition metric) {
            String key = metric.key();
            if (key.equals("samples") || key.endsWith(REASON)) {
                throw new IllegalArgumentException("'" + key + "' cannot be the key of a quantity");
            }
            return key;
        }
    }
}
