package org.leastaction.bench.record;

import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;

/** The name of an objective beside others: short while it is the only one of its kind, with parameters otherwise. */
final class MethodLabel {

    private MethodLabel() {}

    static String of(RunRecord.Objective objective, List<RunRecord.Objective> all) {
        if (objective == null) {
            return "–";
        }
        long ofItsKind = all.stream().filter(Objects::nonNull)
                .filter(other -> other.name().equals(objective.name())).count();
        String name = objective.name().equals("lap") ? "LAP" : objective.name();
        return ofItsKind == 1 ? name : name + " " + parameters(objective);
    }

    private static String parameters(RunRecord.Objective objective) {
        StringJoiner parameters = new StringJoiner(", ");
        add(parameters, "λ = ", objective.lambda());
        add(parameters, "λ₀ = ", objective.lambda0());
        add(parameters, "τ = ", objective.tau());
        add(parameters, "s = ", objective.uzawaSteps());
        add(parameters, "", objective.normalisation());
        if (objective.power() != null && objective.power() != 2) {
            parameters.add("p = " + objective.power());
        }
        return parameters.toString();
    }

    private static void add(StringJoiner parameters, String name, Object value) {
        if (value != null) {
            parameters.add(name + value);
        }
    }
}
