package org.leastaction.bench.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leastaction.bench.study.Study.Preparation;

/**
 * The size of a small version of a study. The epochs at which the learning rate is reduced are scaled as the epochs are.
 *
 * @param share        share of the instances, epochs and test points, at least one of each; in (0, 1]
 * @param trainingSets whether training sets with a stated size are scaled too
 */
public record StudyScale(double share, boolean trainingSets) {

    /** The study as written. */
    public static final StudyScale WHOLE = new StudyScale(1, false);

    static final String TRAIN_SIZE = "train-size";
    private static final String MILESTONES = "milestones";

    /** @throws IllegalArgumentException if the share is out of range, or is 1 and training sets are to be scaled */
    public StudyScale {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the scale must be above 0 and at most 1, not " + share);
        }
        if (trainingSets && share == 1) {
            throw new IllegalArgumentException("training sets are scaled only with a scale below 1");
        }
    }

    Study of(Study study) {
        return share == 1 ? study : study.with(
                part(study.instances()),
                study.prepared().stream().map(one -> new Preparation(one.name(), smaller(one.settings()))).toList(),
                study.cells().stream().map(cell -> cell.with(smaller(cell.settings()))).toList(),
                this);
    }

    private Map<String, String> smaller(Map<String, String> settings) {
        List<String> sizes = new ArrayList<>(List.of("epochs", "test-size"));
        if (trainingSets) {
            sizes.add(TRAIN_SIZE);
        }
        Map<String, String> smaller = new LinkedHashMap<>(settings);
        sizes.forEach(key -> smaller.computeIfPresent(key, (name, text) -> Integer.toString(part(number(name, text)))));
        smaller.computeIfPresent(MILESTONES, (name, text) -> Stream.of(text.split(","))
                .map(one -> Integer.toString(part(number(name, one))))
                .distinct()
                .collect(Collectors.joining(",")));
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
