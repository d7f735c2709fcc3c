package org.leastaction.flow.objective;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * An objective to whose loss the terms of others are added, each with its constant weight. It keeps the name, the
 * multiplier and the reported term of the first.
 *
 * @param objective the first; not a sum itself
 * @param added     the others, at least one, none a sum, module-wise, or with a λ that grows. The loss of each is computed with the
 *                  loss so far in place of CE
 */
public record Sum(Objective objective, List<Objective> added) implements ObjectiveVariant {

    /** The name of the parameter that describes the added objectives. */
    public static final String PLUS = "plus";

    /** @throws IllegalArgumentException if one cannot be added */
    public Sum {
        Objects.requireNonNull(objective, "objective");
        added = List.copyOf(added);
        if (added.isEmpty()) {
            throw new IllegalArgumentException("a sum of objectives needs one to add");
        }
        if (!objective.added().isEmpty()) {
            throw new IllegalArgumentException("the first objective of a sum must not be a sum itself");
        }
        for (Objective one : added) {
            if (one.multiplier().grows() || !one.added().isEmpty()) {
                throw new IllegalArgumentException("the objective " + one.key()
                        + " cannot be added to another: only one of constant weight, such as monge or fixed, can");
            }
            if (one.isModuleWise()) {
                throw new IllegalArgumentException("the objective " + one.key()
                        + " trains module by module and must come first in a sum");
            }
        }
    }

    @Override
    public String formula() {
        return objective.formula() + "; plus " + inWords();
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>(objective.parameters());
        parameters.put(PLUS, inWords());
        return parameters;
    }

    /** The added objectives as they are written on the command line, with all their parameters. */
    private String inWords() {
        return added.stream().map(Sum::written).collect(Collectors.joining(" "));
    }

    private static String written(Objective one) {
        StringJoiner settings = new StringJoiner(",", one.key() + ":", "").setEmptyValue(one.key());
        one.parameters().forEach((name, value) -> settings.add(name + "=" + value));
        return settings.toString();
    }
}
