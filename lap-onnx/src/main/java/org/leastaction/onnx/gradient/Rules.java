package org.leastaction.onnx.gradient;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The rules of all operators that have one. */
final class Rules {

    private static final Map<String, Rule> ALL = all();

    private Rules() {}

    private static Map<String, Rule> all() {
        Map<String, Rule> rules = new HashMap<>();
        rules.putAll(PointwiseRules.all());
        rules.putAll(ReductionRules.all());
        rules.putAll(ProductRules.all());
        rules.putAll(WindowRules.all());
        rules.putAll(RearrangementRules.all());
        return Map.copyOf(rules);
    }

    static Optional<Rule> of(String operator) {
        return Optional.ofNullable(ALL.get(operator));
    }
}
