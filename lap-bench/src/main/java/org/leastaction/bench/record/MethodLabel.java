package org.leastaction.bench.record;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

/** The name of an objective beside others: as short as it can be, with the parameters in which its kind differs. */
final class MethodLabel {

    static final String UNKNOWN = "unknown";

    private MethodLabel() {}

    static String of(RunRecord.Objective objective, List<RunRecord.Objective> all) {
        if (objective == null) {
            return UNKNOWN;
        }
        List<Map<String, Object>> ofItsKind = all.stream().filter(Objects::nonNull)
                .filter(other -> other.name().equals(objective.name())).map(MethodLabel::parameters).toList();
        String kind = objective.name().equals("lap") ? "LAP" : objective.name();
        StringJoiner label = new StringJoiner(", ", kind + " ", "");
        parameters(objective).forEach((name, value) -> {
            if (ofItsKind.stream().map(p -> p.get(name)).distinct().count() > 1) {
                label.add(text(name, value));
            }
        });
        return label.toString().strip();
    }

    private static Map<String, Object> parameters(RunRecord.Objective objective) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("λ", objective.lambda());
        parameters.put("λ₀", objective.lambda0());
        parameters.put("τ", objective.tau());
        parameters.put("s", objective.uzawaSteps());
        parameters.put("C", objective.normalisation());
        parameters.put("p", objective.power());
        return parameters;
    }

    private static String text(String name, Object value) {
        String text = value instanceof Double number && Double.isFinite(number)
                ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString() : String.valueOf(value);
        return value instanceof String ? name + " " + text : name + " = " + text;
    }
}
