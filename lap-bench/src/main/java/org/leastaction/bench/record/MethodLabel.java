package org.leastaction.bench.record;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.objective.Sum;

/** The shortest distinct name of an objective among others: its name with the parameters that differ. */
final class MethodLabel {

    static final String UNKNOWN = "unknown";

    private static final Map<String, String> SYMBOLS =
            Map.of("lambda", "λ", "lambda0", "λ₀", "tau", "τ", "uzawa_steps", "s",
                    "normalisation", "C", "power", "p");

    private MethodLabel() {}

    static String of(@Nullable ObjectiveRecord objective, List<ObjectiveRecord> all) {
        if (objective == null) {
            return UNKNOWN;
        }
        List<ObjectiveRecord> ofItsKind = all.stream().filter(Objects::nonNull)
                .filter(other -> other.name().equals(objective.name())).toList();
        String kind = objective.name().equals("lap") ? "LAP" : objective.name();
        StringJoiner label = new StringJoiner(", ", kind + " ", "");
        for (String key : ObjectiveRecord.keys(ofItsKind)) {
            if (ofItsKind.stream().map(other -> other.parameter(key)).distinct().count() > 1) {
                String text = text(key, objective.parameter(key));
                if (!text.isEmpty()) {
                    label.add(text);
                }
            }
        }
        return label.toString().strip();
    }

    /** A parameter in words; empty if the objective does not have it. */
    private static String text(String key, @Nullable Object value) {
        if (key.equals("objective_form")) {
            return value == null ? "divided" : value.toString();
        }
        if (key.equals(Sum.PLUS)) {
            return value == null ? "alone" : "plus " + value;
        }
        if (value == null) {
            return "";
        }
        String name = SYMBOLS.getOrDefault(key, key.replace('_', ' '));
        String text = value instanceof Double number && Double.isFinite(number)
                ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString() : value.toString();
        return value instanceof String ? name + " " + text : name + " = " + text;
    }
}
