package org.leastaction.bench.study;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.leastaction.bench.study.Study.Measure;
import org.leastaction.settings.SettingType;

/**
 * How the results of a study are presented.
 *
 * @param accuracy which accuracy the table averages
 * @param rivals   which cells compete for the best mean
 * @param figures  the figures to draw
 * @param notes    sentences below the table
 */
public record Presentation(Accuracy accuracy, Rivals rivals, List<StudyFigure> figures, List<String> notes) {

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

    public Presentation withFigures(List<StudyFigure> newFigures) {
        return new Presentation(accuracy, rivals, newFigures, notes);
    }

    /** A figure of a study. */
    public enum StudyFigure {
        /** The plane between blocks (the paper's Figure 1). */
        PLANE(EnumSet.of(Measure.COST, Measure.GEOMETRY, Measure.FLOW)),
        /** Transport cost against accuracy, coloured by initialisation, with its regression (Figure 2). */
        COST_ACCURACY(EnumSet.of(Measure.COST, Measure.GEOMETRY, Measure.FLOW)),
        /** Samples decoded between the blocks (Figures 3 and 4). */
        DECODINGS(EnumSet.of(Measure.COST, Measure.GEOMETRY, Measure.FLOW)),
        /** Test accuracy, cross entropy and cost over epochs, with bands over instances (Figure 5). */
        CURVES(EnumSet.allOf(Measure.class)),
        /** Cost, gap, straightness, Hölder exponent and robust accuracy against accuracy, per objective. */
        MEASURES(EnumSet.of(Measure.FLOW));

        @SuppressWarnings("ImmutableEnumChecker") // never changed after the constructor
        private final Set<Measure> measures;

        StudyFigure(Set<Measure> measures) {
            this.measures = Set.copyOf(measures);
        }

        /** The name in study files and file names, e.g. "cost-accuracy". */
        public String key() {
            return SettingType.word(this);
        }

        /** Whether it can be drawn from what a study with this setting measures. */
        public boolean needsNoMoreThan(Measure measure) {
            return measures.contains(measure);
        }
    }
}
