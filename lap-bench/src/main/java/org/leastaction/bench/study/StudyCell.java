package org.leastaction.bench.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One way to train.
 *
 * @param row       from 0
 * @param column    from 0
 * @param settings  options of {@code lap train} without their dashes, with their values as text
 * @param published what the paper's table says of this cell
 */
public record StudyCell(int row, int column, Map<String, String> settings, Optional<Published> published) {

    private static final Set<String> OBJECTIVE =
            Set.of("objective", "lambda", "lambda0", "tau", "uzawa-steps", "normalisation", "power");

    /** What the keys of the settings of a plug-in's objective begin with, and LAP's form. */
    private static final String OBJECTIVES_OWN = "objective-";

    public StudyCell {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        Objects.requireNonNull(published, "published");
    }

    /** The place in the table, counted from 1, e.g. "r1c2". */
    public String place() {
        return "r" + (row + 1) + "c" + (column + 1);
    }

    /** The cell with some settings replaced. */
    public StudyCell with(Map<String, String> replaced) {
        Map<String, String> joined = new LinkedHashMap<>(settings);
        joined.putAll(replaced);
        return new StudyCell(row, column, joined, published);
    }

    /** The cell without some settings. */
    public StudyCell without(Set<String> keys) {
        Map<String, String> rest = new LinkedHashMap<>(settings);
        rest.keySet().removeAll(keys);
        return new StudyCell(row, column, rest, published);
    }

    /** Whether networks of both share their seeds: the settings differ in nothing but the objective. */
    public boolean isPairedWith(StudyCell other) {
        return pairing().equals(other.pairing());
    }

    /** The settings that networks to be compared in pairs share: all but those of the objective, by name. */
    Map<String, String> pairing() {
        Map<String, String> shared = new TreeMap<>(settings);
        shared.keySet().removeIf(key -> OBJECTIVE.contains(key) || key.startsWith(OBJECTIVES_OWN));
        return shared;
    }
}
