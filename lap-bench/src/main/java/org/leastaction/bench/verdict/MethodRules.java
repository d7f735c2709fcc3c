package org.leastaction.bench.verdict;

import java.util.List;
import org.leastaction.bench.record.Comparison;

/** The rules for several methods. */
final class MethodRules {

    private MethodRules() {}

    static List<Sentence> all(Comparison comparison) {
        return List.of();
    }
}
