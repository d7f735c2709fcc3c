package org.leastaction.bench.study;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A grid of trainings: rows × columns, each cell is repeated for a number of instances.
 *
 * @param name      the name in folders and ids: lower-case letters, digits and dashes
 * @param title     title of the table
 * @param instances number of instances per cell, at least 1
 * @param measure   what is measured on each trained network
 * @param prepared  the autoencoders that are trained first, from which cells start
 * @param rows      labels, at least one
 * @param columns   labels, at least one
 * @param cells     rows × columns cells, row by row
 * @param scale     share of instances, epochs and test size relative to the study as written, in (0, 1]
 * @param shown     how the results are presented
 */
public record Study(
        String name,
        String title,
        int instances,
        Measure measure,
        List<Preparation> prepared,
        List<String> rows,
        List<String> columns,
        List<StudyCell> cells,
        double scale,
        Presentation shown) {

    /** What is measured on each trained network. */
    public enum Measure {
        /** Only the training curve. */
        TRAINING,
        /** Accuracy and transport cost of the final network, and its decodings if it has a decoder. */
        COST,
        /** All measures of the analysis. */
        FLOW
    }

    /** @throws IllegalArgumentException if the sizes contradict each other or are out of range */
    public Study {
        Objects.requireNonNull(measure, "measure");
        Objects.requireNonNull(shown, "shown");
        prepared = List.copyOf(prepared);
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        cells = List.copyOf(cells);
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "a study's name has lower-case letters, digits and dashes, unlike '" + name + "'");
        }
        if (instances < 1) {
            throw new IllegalArgumentException("there must be at least 1 instance of each cell, not " + instances);
        }
        if (cells.isEmpty() || cells.size() != rows.size() * columns.size()) {
            throw new IllegalArgumentException(
                    cells.size() + " cells for " + rows.size() + " rows and " + columns.size() + " columns");
        }
        if (!(scale > 0 && scale <= 1)) {
            throw new IllegalArgumentException("the scale must be above 0 and at most 1, not " + scale);
        }
        if (prepared.stream().map(Preparation::name).distinct().count() != prepared.size()) {
            throw new IllegalArgumentException("two preparations have one name");
        }
        for (Figure figure : shown.figures()) {
            if (!figure.needsNoMoreThan(measure)) {
                throw new IllegalArgumentException("the figure " + figure.key() + " needs more to be measured than '"
                        + measure.name().toLowerCase(Locale.ROOT) + "'");
            }
        }
    }

    /** The cell of a row and a column, both from 0. */
    public StudyCell cell(int row, int column) {
        return cells.get(row * columns.size() + column);
    }

    /**
     * A small version: a share of the instances, epochs and test points, at least one of each; labelled as such.
     *
     * @param share in (0, 1]
     * @throws IllegalArgumentException if the share is out of range, or this study is already a small version
     */
    public Study scaled(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the scale must be above 0 and at most 1, not " + share);
        }
        if (scale != 1) {
            throw new IllegalArgumentException("the study " + name + " is a small version already");
        }
        return share == 1 ? this : new Scaling(share).of(this);
    }

    /** All instances, cell by cell. */
    public List<StudyInstance> all() {
        return cells.stream()
                .flatMap(cell -> IntStream.range(0, instances).mapToObj(index -> new StudyInstance(name, cell, index)))
                .toList();
    }

    /** The title; for a small version, with its scale. */
    public String label() {
        return scale == 1 ? title : String.format(Locale.ROOT, "%s (scale %s: %d instance%s a cell, fewer epochs)",
                title, Double.toString(scale), instances, instances == 1 ? "" : "s");
    }
}
