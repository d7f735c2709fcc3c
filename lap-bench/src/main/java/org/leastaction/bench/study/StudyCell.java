package org.leastaction.bench.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.leastaction.metrics.Estimate;

/**
 * One training configuration.
 *
 * @param row       index of the row, from 0
 * @param column    index of the column, from 0
 * @param settings  options of {@code lap train} without their dashes, with their values as text
 * @param published the value of this cell in the paper's table
 */
public record StudyCell(int row, int column, Map<String, String> settings, Optional<Published> published) {

    private static final Set<String> OBJECTIVE =
            Set.of("objective", "lambda", "lambda0", "tau", "uzawa-steps", "normalisation", "power", "gap", "draws",
                    "plus");

    /** The prefix of the keys of a plug-in objective's settings and of LAP's form. */
    private static final String OBJECTIVES_OWN = "objective-";

    public StudyCell {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** The position in the table, counted from 1, e.g. "r1c2". */
    public String place() {
        return "r" + (row + 1) + "c" + (column + 1);
    }

    /** A copy with some settings replaced. */
    public StudyCell with(Map<String, String> replaced) {
        Map<String, String> joined = new LinkedHashMap<>(settings);
        joined.putAll(replaced);
        return new StudyCell(row, column, joined, published);
    }

    /** A copy without some settings. */
    public StudyCell without(Set<String> keys) {
        Map<String, String> rest = new LinkedHashMap<>(settings);
        rest.keySet().removeAll(keys);
        return new StudyCell(row, column, rest, published);
    }

    /** Whether networks of both cells share their seeds: the settings differ only in the objective. */
    public boolean isPairedWith(StudyCell other) {
        return pairing().equals(other.pairing());
    }

    /** The settings that paired networks share, by name: all except those of the objective. */
    Map<String, String> pairing() {
        Map<String, String> shared = new TreeMap<>(settings);
        shared.keySet().removeIf(key -> OBJECTIVE.contains(key) || key.startsWith(OBJECTIVES_OWN));
        return shared;
    }

    /**
     * The published result of a cell.
     *
     * @param percent mean accuracy with its 95 % interval, in percent
     */
    public record Published(Estimate percent) {

        /** @throws IllegalArgumentException unless the mean lies in the interval, and all in [0, 100] */
        public static Published of(double mean, double low, double high) {
            if (!(0 <= low && low <= mean && mean <= high && high <= 100)) {
                throw new IllegalArgumentException("a published cell is [mean, low, high] in percent with"
                        + " 0 <= low <= mean <= high <= 100, not [" + mean + ", " + low + ", " + high + "]");
            }
            return new Published(new Estimate(mean, low, high));
        }
    }
}
