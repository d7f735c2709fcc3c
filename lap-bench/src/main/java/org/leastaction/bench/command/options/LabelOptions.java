package org.leastaction.bench.command.options;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.points.LabelledPoints;
import picocli.CommandLine.Option;

/** The options that define what the labels of data mean for a model. */
public final class LabelOptions {

    private static final String NONE = "-";

    @Option(names = "--no-labels",
            description = "Skip the measures that need labels; the data may have none, or other classes than the"
                    + " model.")
    private boolean none;

    @Option(names = "--label-map", paramLabel = "C", split = ",",
            description = "The model's class for each class of the data, from 0, with commas between; '-' excludes"
                    + " the points of a class.")
    private List<String> map = List.of();

    /** Whether labels are needed. */
    public boolean areWanted() {
        return !none;
    }

    /** Whether labels mean other classes than in the data. */
    public boolean areMapped() {
        return !map.isEmpty();
    }

    /** The values of these options as text, for the id of results that depend on them. */
    public String inWords() {
        return none + " " + map;
    }

    /**
     * Points with the model's labels, or without.
     *
     * @param classes of the model
     * @throws BadInput if the options contradict each other, the points or the model
     */
    public LabelledPoints applied(LabelledPoints points, int classes) {
        if (none && !map.isEmpty()) {
            throw new BadInput("--no-labels and --label-map contradict each other; leave one out");
        }
        if (none) {
            return points.withoutLabels();
        }
        // Tokens have no labels; those of excluded classes were not drawn.
        return map.isEmpty() || !points.isLabelled() ? points : mapped(points, classes);
    }

    private LabelledPoints mapped(LabelledPoints points, int classes) {
        int[] meant = meant(classes);
        int[] rows = rows(points.labels(), classes);
        int[] labels = Arrays.stream(rows).map(row -> meant[points.labels()[row]]).toArray();
        return points.withoutLabels().select(rows).withLabels(labels, classes);
    }

    /**
     * The rows of the points that these options do not exclude, in order.
     *
     * @param labels  of all points
     * @param classes of the model
     * @throws BadInput if the options do not fit the labels or the model, or exclude every point
     */
    public int[] rows(int[] labels, int classes) {
        if (none || map.isEmpty()) {
            return IntStream.range(0, labels.length).toArray();
        }
        int[] meant = meant(classes);
        for (int label : labels) {
            if (label >= meant.length) {
                throw new BadInput(
                        "--label-map has " + meant.length + " entries, and the data have points of class " + label
                                + "; an entry for each of their classes is needed");
            }
        }
        int[] rows = IntStream.range(0, labels.length).filter(row -> meant[labels[row]] >= 0).toArray();
        if (rows.length == 0) {
            throw new BadInput("--label-map excludes every point of the data");
        }
        return rows;
    }

    private int[] meant(int classes) {
        return map.stream().mapToInt(text -> meant(text, classes)).toArray();
    }

    private static int meant(String text, int classes) {
        if (text.equals(NONE)) {
            return -1;
        }
        try {
            int label = Integer.parseInt(text.strip());
            if (label >= 0 && label < classes) {
                return label;
            }
        } catch (NumberFormatException noNumber) {
            // reported below
        }
        throw new BadInput("--label-map: '" + text + "' is not a class of the model, which has " + classes
                + " classes; use numbers from 0 to " + (classes - 1) + ", or '-'");
    }
}
