package org.leastaction.bench.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A small version of a study: a share of its instances, epochs and test points, at least one of each. The epochs at
 * which the learning rate is reduced are scaled too.
 */
final class SmallVersion {

    private static final List<String> SIZES = List.of("epochs", "test-size");
    private static final String MILESTONES = "milestones";

    private final double share;

    SmallVersion(double share) {
        this.share = share;
    }

    Study of(Study study) {
        return study.with(
                part(study.instances()),
                study.prepared().stream()
                        .map(one -> new Preparation(one.name(), joined(one.settings(), smaller(one.settings())))).toList(),
                study.cells().stream().map(cell -> cell.with(smaller(cell.settings()))).toList(),
                share);
    }

    private static Map<String, String> joined(Map<String, String> settings, Map<String, String> replaced) {
        Map<String, String> joined = new LinkedHashMap<>(settings);
        joined.putAll(replaced);
        return joined;
    }

    private Map<String, String> smaller(Map<String, String> settings) {
        Map<String, String> smaller = new LinkedHashMap<>();
        for (String key : SIZES) {
            if (settings.containsKey(key)) {
                smaller.put(key, Integer.toString(part(number(key, settings.get(key)))));
            }
        }
        if (settings.containsKey(MILESTONES)) {
            smaller.put(MILESTONES, Stream.of(settings.get(MILESTONES).split(","))
                    .map(one -> Integer.toString(part(number(MILESTONES, one))))
                    .distinct()
                    .collect(Collectors.joining(",")));
        }
        return smaller;
    }

    private int part(int whole) {
        return Math.max(1, (int) Math.round(share * whole));
    }

    private static int number(String key, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("'" + key + "' needs a whole number, not '" + text + "'", noNumber);
        }
    }
}
