package org.leastaction.bench.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.leastaction.bench.study.Presentation.StudyFigure;
import org.leastaction.settings.SettingType;

/**
 * A grid of trainings: rows × columns, each cell is repeated for a number of instances.
 *
 * @param name      the name in folders and ids: lower-case letters, digits and dashes
 * @param title     title of the table
 * @param instances number of instances per cell, at least 1
 * @param seeds     how the seeds of the instances are derived
 * @param together  which instances are trained together
 * @param measure   what is measured on each trained network
 * @param prepared  the autoencoders that are trained first, from which cells start
 * @param rows      labels, at least one
 * @param columns   labels, at least one
 * @param cells     rows × columns cells, row by row
 * @param scale     its size relative to the study as written
 * @param shown     how the results are presented
 */
public record Study(
        String name,
        String title,
        int instances,
        SeedRule seeds,
        Together together,
        Measure measure,
        List<Preparation> prepared,
        List<String> rows,
        List<String> columns,
        List<StudyCell> cells,
        StudyScale scale,
        Presentation shown) {

    /** What is measured on each trained network. */
    public enum Measure {
        /** Only the training curve. */
        TRAINING,
        /** Accuracy and transport cost of the final network, and its decodings if it has a decoder. */
        COST,
        /** As {@link #COST}, with the geometry of trajectories and classes and the alignment of the blocks. */
        GEOMETRY,
        /** All measures of the analysis. */
        FLOW
    }

    /** How the seeds of instances are derived. */
    public enum SeedRule {
        /**
         * From the study's name, the cell's settings without those of the objective, the index, and the study's seed.
         */
        HASHED,
        /** The study's seed plus the index: instances of the same index share their seed in all cells. */
        CONSECUTIVE
    }

    /** Which instances are trained together. The rounding of sums depends on it. */
    public enum Together {
        /** Those of a cell, if networks of the family share a graph. */
        CELL,
        /** Those of a row, whose networks may differ only in their initial weights and seeds. */
        ROW
    }

    /** Networks of the plane share a graph, in which a step costs little more for 100 networks than for 25. */
    private static final int IN_ONE_GRAPH = 100;

    /** @throws IllegalArgumentException if the sizes contradict each other or are out of range */
    public Study {
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
        if (prepared.stream().map(Preparation::name).distinct().count() != prepared.size()) {
            throw new IllegalArgumentException("two preparations have one name");
        }
        for (StudyFigure figure : shown.figures()) {
            if (!figure.needsNoMoreThan(measure)) {
                throw new IllegalArgumentException("the figure " + figure.key() + " needs more measures than '"
                        + SettingType.word(measure) + "'");
            }
        }
    }

    /** The cell of a row and a column, both from 0. */
    public StudyCell cell(int row, int column) {
        return cells.get(row * columns.size() + column);
    }

    /**
     * A small version, labelled as such.
     *
     * @throws IllegalArgumentException if this study is already a small version
     */
    public Study scaled(StudyScale smaller) {
        if (!scale.equals(StudyScale.WHOLE)) {
            throw new IllegalArgumentException("the study " + name + " is already a small version");
        }
        return smaller.of(this);
    }

    /** A copy with another number of instances per cell. */
    public Study withInstances(int number) {
        return with(number, prepared, cells, scale);
    }

    /** A copy with other cells in the same places. */
    public Study withCells(List<StudyCell> others) {
        return with(instances, prepared, others, scale);
    }

    Study with(int newInstances, List<Preparation> newPrepared, List<StudyCell> newCells, StudyScale newScale) {
        return new Study(name, title, newInstances, seeds, together, measure, newPrepared, rows, columns, newCells,
                newScale, shown);
    }

    /** The instance of a cell with an index, from 0. */
    public StudyInstance instance(StudyCell cell, int index) {
        return new StudyInstance(name, cell, index, seeds);
    }

    /** All instances, cell by cell. */
    public List<StudyInstance> all() {
        return cells.stream().flatMap(cell -> instances(cell, 0, instances)).toList();
    }

    private Stream<StudyInstance> instances(StudyCell cell, int from, int to) {
        return IntStream.range(from, Math.min(to, instances)).mapToObj(index -> instance(cell, index));
    }

    /**
     * The units of work with instances that have no record. The partition itself does not depend on existing records: a
     * study that was stopped and resumed must produce the same records as one that was not.
     *
     * @param missing whether an instance has no record
     * @return the first instances of every cell, then the next of every cell, so that a study that is stopped early has
     *         about the same number of instances of each cell
     */
    public List<WorkUnit> units(Predicate<StudyInstance> missing) {
        List<WorkUnit> units = new ArrayList<>();
        for (List<StudyInstance> group : groups()) {
            Set<String> ids = group.stream().filter(missing).map(StudyInstance::id).collect(Collectors.toSet());
            if (!ids.isEmpty()) {
                units.add(new WorkUnit(group, ids));
            }
        }
        return List.copyOf(units);
    }

    /** A partition of all instances. */
    private List<List<StudyInstance>> groups() {
        List<List<StudyInstance>> groups = new ArrayList<>();
        if (together == Together.ROW) {
            for (int row = 0; row < rows.size(); row++) {
                groups.add(cells.subList(row * columns.size(), (row + 1) * columns.size()).stream()
                        .flatMap(cell -> instances(cell, 0, instances)).toList());
            }
            return groups;
        }
        for (StudyCell cell : cells) {
            int size = cell.settings().getOrDefault("model", "").equals("mlp") ? IN_ONE_GRAPH : 1;
            for (int first = 0; first < instances; first += size) {
                groups.add(instances(cell, first, first + size).toList());
            }
        }
        groups.sort(Comparator.comparingInt(group -> group.get(0).index()));
        return groups;
    }

    /** The title; for a small version, with its scale. */
    public String label() {
        return scale.equals(StudyScale.WHOLE) ? title : String.format(Locale.ROOT,
                "%s (scale %s: %d instance%s a cell, fewer epochs%s)", title, Double.toString(scale.share()), instances,
                instances == 1 ? "" : "s", smallerTrainingSets());
    }

    /** Only training sets with a stated size are scaled; empty if none is. */
    private String smallerTrainingSets() {
        long scaled = cells.stream().filter(this::hasSmallerTrainingSet).count();
        return scaled == 0 ? "" : ", smaller training sets"
                + (scaled == cells.size() ? "" : " in " + scaled + " of " + cells.size() + " cells");
    }

    private boolean hasSmallerTrainingSet(StudyCell cell) {
        return scale.trainingSets() && cell.settings().containsKey(StudyScale.TRAIN_SIZE);
    }

    /** What a small version scales, in words, with the cells whose training sets it scales if others are whole. */
    public String extent() {
        List<String> scaled = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            List<StudyCell> all = cells.subList(row * columns.size(), (row + 1) * columns.size());
            List<StudyCell> some = all.stream().filter(this::hasSmallerTrainingSet).toList();
            String label = rows.get(row);
            if (some.size() == all.size()) {
                scaled.add(label);
            } else {
                some.forEach(cell -> scaled.add(label + ", " + columns.get(cell.column())));
            }
        }
        return scaled.isEmpty() ? "instances, epochs and test size"
                : "instances, epochs, test size and training sets" + (scaled.equals(rows) ? ""
                        : " (only of " + String.join("; ", scaled) + ")");
    }

    /**
     * An autoencoder that is trained once, before the instances. Cells that name it under {@code encoder} start from
     * it.
     *
     * @param name     lower-case letters, digits and dashes
     * @param settings options of {@code lap train} without their dashes, with their values as text
     */
    public record Preparation(String name, Map<String, String> settings) {

        /** The setting of a cell that names a preparation. */
        public static final String ENCODER = "encoder";

        /** @throws IllegalArgumentException for other characters in the name */
        public Preparation {
            if (!name.matches("[a-z0-9][a-z0-9-]*")) {
                throw new IllegalArgumentException(
                        "the name of a preparation has lower-case letters, digits and dashes, unlike '" + name + "'");
            }
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }

        /**
         * The seed of all its random numbers.
         *
         * @param study  name of the study
         * @param offset the seed of the whole study
         */
        public long seed(String study, long offset) {
            return StudyInstance.hashed(study + "\nprepared\n" + name + "\n" + offset);
        }
    }
}
