package org.leastaction.bench.study;

import java.util.List;
import java.util.Objects;

/**
 * How the outcome of a study is shown.
 *
 * @param accuracy which accuracy the table averages
 * @param rivals   which cells compete for the best mean
 * @param figures  what is drawn
 * @param notes    sentences that stand below the table
 */
public record Presentation(Accuracy accuracy, Rivals rivals, List<Figure> figures, List<String> notes) {

    /** Which accuracy of a training counts. */
    public enum Accuracy {
        /** The final network's. */
        FINAL,
        /** The highest over epochs, as Tables 1–6 of the paper average. */
        BEST
    }

    /** The cells among which the best mean is marked. */
    public enum Rivals {
        /** Those of a column: rows are objectives. */
        COLUMN,
        /** Those of a row: columns are objectives. */
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

    /** The final network's accuracy, the best of a column marked, no figure, no note. */
    public static Presentation defaults() {
        return new Presentation(Accuracy.FINAL, Rivals.COLUMN, List.of(), List.of());
    }

    public Presentation withAccuracy(Accuracy newAccuracy) {
        return new Presentation(newAccuracy, rivals, figures, notes);
    }

    public Presentation withRivals(Rivals newRivals) {
        return new Presentation(accuracy, newRivals, figures, notes);
    }

    public Presentation withFigures(List<Figure> newFigures) {
        return new Presentation(accuracy, rivals, newFigures, notes);
    }

    public Presentation withNotes(List<String> newNotes) {
        return new Presentation(accuracy, rivals, figures, newNotes);
    }
}
