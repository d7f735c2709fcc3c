package org.leastaction.bench.study;

import java.util.List;
import java.util.Objects;

/**
 * How the results of a study are presented.
 *
 * @param accuracy which accuracy the table averages
 * @param rivals   which cells compete for the best mean
 * @param figures  the figures to draw
 * @param notes    sentences below the table
 */
public record Presentation(Accuracy accuracy, Rivals rivals, List<Figure> figures, List<String> notes) {

    /** Which accuracy of a training is used. */
    public enum Accuracy {
        /** The accuracy of the final network. */
        FINAL,
        /** The highest over epochs, as averaged in Tables 1–6 of the paper. */
        BEST
    }

    /** The cells among which the best mean is marked. */
    public enum Rivals {
        /** The cells of a column: rows are objectives. */
        COLUMN,
        /** The cells of a row: columns are objectives. */
        ROW
    }

    /** @throws IllegalArgumentException if a figure is named twice */
    public Presentation {
        Objects.requireNonNull(accuracy, "accuracy");
        Objects.requireNonNull(rivals, "rivals");
        figures = List.copyOf(figures);
        notes = List.copyOf(notes);
        if (figures.stream().distinct().count() != figures.size()) {
            throw new IllegalArgumentException("a figure is named twice");
        }
    }

    /** Final accuracy, the best of each column marked, no figures, no notes. */
    public static Presentation defaults() {
        return new Presentation(Accuracy.FINAL, Rivals.COLUMN, List.of(), List.of());
    }

    public Presentation withFigures(List<Figure> newFigures) {
        return new Presentation(accuracy, rivals, newFigures, notes);
    }
}
