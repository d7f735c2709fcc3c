package org.leastaction.bench.command.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.verdict.Verdict;

/** A builder of a JSON object with keys in insertion order. A non-finite number becomes null. */
public final class JsonValues {

    private static final String REASON = "_reason";

    private final ObjectNode node;

    public JsonValues() {
        this(JsonNodeFactory.instance.objectNode());
    }

    private JsonValues(ObjectNode node) {
        this.node = node;
    }

    /** An analysis, after the verdict of its record under {@code summary}. */
    public static JsonValues of(Analysis analysis, Verdict verdict) {
        JsonValues values = new JsonValues();
        values.node.set("summary", verdict.summary());
        values.node.setAll(of(analysis.toJson()).node);
        return values;
    }

    /** An object that is written as JSON. */
    public static JsonValues of(String json) {
        try {
            return new JsonValues((ObjectNode) new ObjectMapper().readTree(json));
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("not a JSON object: " + json, impossible);
        }
    }

    /** A finite number, or null with the reason "is NaN" or "is infinite". */
    public JsonValues put(String key, double value) {
        return put(key, value, Double.isNaN(value) ? "is NaN" : "is infinite");
    }

    /** A finite number, or null and {@code KEY_reason}. */
    public JsonValues put(String key, double value, String reasonIfNotFinite) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
            node.put(key + REASON, reasonIfNotFinite);
        }
        return this;
    }

    public JsonValues put(String key, long value) {
        node.put(key, value);
        return this;
    }

    public JsonValues put(String key, boolean value) {
        node.put(key, value);
        return this;
    }

    /** A list of numbers; non-finite ones become null. */
    public JsonValues put(String key, double[] values) {
        ArrayNode array = node.putArray(key);
        for (double value : values) {
            if (Double.isFinite(value)) {
                array.add(value);
            } else {
                array.addNull();
            }
        }
        return this;
    }

    public JsonValues put(String key, int[] values) {
        ArrayNode array = node.putArray(key);
        for (int value : values) {
            array.add(value);
        }
        return this;
    }

    public JsonValues put(String key, String value) {
        node.put(key, value);
        return this;
    }

    public JsonValues put(String key, JsonValues value) {
        node.set(key, value.node);
        return this;
    }

    public JsonValues putStrings(String key, List<String> values) {
        ArrayNode array = node.putArray(key);
        values.forEach(array::add);
        return this;
    }

    public JsonValues putIntegers(String key, List<Integer> values) {
        ArrayNode array = node.putArray(key);
        values.forEach(array::add);
        return this;
    }

    public JsonValues putObjects(String key, List<JsonValues> values) {
        ArrayNode array = node.putArray(key);
        values.forEach(value -> array.add(value.node));
        return this;
    }

    /** Null and {@code KEY_reason}. */
    public JsonValues putNull(String key, String reason) {
        node.putNull(key);
        node.put(key + REASON, reason);
        return this;
    }

    /** The object, on several lines. */
    @Override
    public String toString() {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("an object of numbers and strings that cannot be written", impossible);
        }
    }
}
