package org.leastaction.bench.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.objective.PaperObjectives;
import org.leastaction.flow.objective.Sum;

/**
 * The objective that was minimised. In JSON the parameters are siblings of the name; those of the first objectives are
 * always present, as null if an objective lacks them.
 *
 * @param name       "vanilla", "fixed", "lap", "control", "monge", "trgl", or the key of a user-defined objective
 * @param parameters numbers and texts by name, in snake case; those of a user-defined objective include its class
 *                   ("class") and its loss in symbols ("formula")
 */
public record ObjectiveRecord(String name, Map<String, Object> parameters) {

    private static final String NAME = "name";
    private static final String CLASS = "class";
    private static final String FORMULA = "formula";
    private static final String FORM = "objective_form";
    private static final String GROWTH = ", λ ← λ + τ·CE every s steps";
    private static final List<String> ALWAYS_THERE =
            List.of("lambda", "lambda0", "tau", "uzawa_steps", "normalisation", "power");

    public ObjectiveRecord {
        Objects.requireNonNull(name, "name");
        Map<String, Object> present = new LinkedHashMap<>(parameters);
        present.values().removeIf(Objects::isNull);
        parameters = Collections.unmodifiableMap(present);
    }

    /** The objective of a training. */
    public static ObjectiveRecord of(Objective objective) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        Objective base = objective instanceof Sum sum ? sum.objective() : objective;
        if (PaperObjectives.all().stream().noneMatch(known -> known.key().equals(objective.key()))) {
            parameters.put(CLASS, base.getClass().getName());
            parameters.put(FORMULA, base.formula());
        }
        objective.parameters().forEach((key, value) -> parameters.put(key.replace('-', '_'), plain(value)));
        return new ObjectiveRecord(objective.key(), parameters);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ObjectiveRecord read(Map<String, Object> json) {
        Map<String, Object> parameters = new LinkedHashMap<>(json);
        return new ObjectiveRecord(String.valueOf(parameters.remove(NAME)), parameters);
    }

    @JsonValue
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(NAME, name);
        ALWAYS_THERE.forEach(key -> json.put(key, parameters.get(key)));
        json.putAll(parameters);
        return json;
    }

    /** A parameter, or null. */
    public @Nullable Object parameter(String key) {
        return parameters.get(key);
    }

    /** The names of the parameters of the given objectives; those that are always present come first. */
    static List<String> keys(List<ObjectiveRecord> objectives) {
        return Stream.concat(
                ALWAYS_THERE.stream(),
                objectives.stream().flatMap(objective -> objective.settings().keySet().stream()))
                .distinct().toList();
    }

    /** The parameters that a user chooses: all except the class and the formula. */
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>(parameters);
        settings.remove(CLASS);
        settings.remove(FORMULA);
        return settings;
    }

    /** The loss in symbols; the name if it is not known. */
    public String formula() {
        String formula = switch (name) {
            case "vanilla" -> "cross entropy CE";
            case "fixed" -> "CE + λ·C";
            case "lap" -> (isUndivided() ? "λ·CE + C" : "CE + C/λ") + GROWTH;
            case "control" -> "λ·CE" + GROWTH;
            case "monge" -> "CE + λ·G";
            case "trgl" -> "CE_k + λ·C_k of each block k";
            default -> parameters.getOrDefault(FORMULA, name).toString();
        };
        return parameters.containsKey(Sum.PLUS) ? formula + "; plus " + parameters.get(Sum.PLUS) : formula;
    }

    /** Whether this is LAP in the form λ·CE + C. */
    public boolean isUndivided() {
        return "undivided".equals(parameters.get(FORM));
    }

    /** A value that survives a round trip through JSON unchanged. */
    private static Object plain(Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof Double || value instanceof Boolean) {
            return value;
        }
        return value instanceof Number number ? number.doubleValue() : String.valueOf(value);
    }
}
