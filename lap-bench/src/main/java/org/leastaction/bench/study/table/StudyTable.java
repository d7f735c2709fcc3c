package org.leastaction.bench.study.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.study.Presentation.Accuracy;
import org.leastaction.bench.study.Presentation.Rivals;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.bench.study.StudyCell.Published;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.StudyDirectory.InstanceFailure;
import org.leastaction.bench.study.StudyInstance;
import org.leastaction.bench.study.table.StudyTable.CellResult.Rank;
import org.leastaction.io.InputFileException;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.PairedComparison;
import org.leastaction.metrics.statistics.StudentT;
import org.leastaction.settings.SettingType;

/**
 * The table of a study.
 *
 * @param study the study
 * @param cells row by row
 */
public record StudyTable(Study study, List<CellResult> cells) {

    public StudyTable {
        cells = List.copyOf(cells);
    }

    /**
     * The table of a directory's records, complete or not.
     *
     * @throws InputFileException if its records cannot be read
     */
    public static StudyTable of(StudyDirectory directory) throws InputFileException {
        Map<String, RunRecord> records = directory.records();
        Set<String> failed = directory.failures().stream().map(InstanceFailure::id).collect(Collectors.toSet());
        Map<StudyCell, Long> expected =
                directory.own().stream().collect(Collectors.groupingBy(StudyInstance::cell, Collectors.counting()));
        Study study = directory.study();
        List<CellResult> cells = new ArrayList<>();
        for (StudyCell cell : study.cells()) {
            cells.add(result(study, cell, records, failed, expected.getOrDefault(cell, 0L).intValue()));
        }
        return new StudyTable(study, marked(study, cells));
    }

    /** The cell of a row and a column, both from 0. */
    public CellResult cell(int row, int column) {
        return cells.get(row * study.columns().size() + column);
    }

    /** Cells whose interval has a point in common with the published one. */
    public long overlapping() {
        return verdicts(Agreement.OVERLAPS);
    }

    /** Cells with a published value and a verdict. */
    public long compared() {
        return cells.stream().filter(cell -> cell.verdict().isPresent()).count() - verdicts(Agreement.NONE);
    }

    /** Whether networks of different objectives on the same seeds can be compared. */
    public boolean hasPairs() {
        return cells.stream().anyMatch(cell -> cell.paired().isPresent());
    }

    /** The remarks that every form of this table must have. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        String accuracy = study.shown().accuracy() == Accuracy.BEST
                ? "Mean of the highest test accuracy over epochs" : "Mean test accuracy of the final network";
        remarks.add(accuracy + " in %, with Student's 95 % interval, over " + study.instances()
                + " instances a cell; the best of a " + SettingType.word(study.shown().rivals())
                + " in bold.");
        if (study.scale().share() < 1) {
            remarks.add("A small version of the study: scale " + study.scale().share() + " of its "
                    + study.extent() + ".");
        }
        int missing = cells.stream().mapToInt(cell -> cell.expected() - cell.made()).sum();
        if (missing > 0) {
            remarks.add(missing + " of " + cells.stream().mapToInt(CellResult::expected).sum()
                    + " instances are missing, of which "
                    + cells.stream().mapToInt(CellResult::failed).sum() + " failed.");
        }
        int diverged = cells.stream().mapToInt(CellResult::diverged).sum();
        if (diverged > 0) {
            remarks.add(diverged + " network" + (diverged == 1 ? "" : "s") + " diverged and "
                    + (diverged == 1 ? "is" : "are") + " in no mean: " + divergedCells() + ".");
        }
        if (hasPairs()) {
            remarks.add(
                    "In pairs: the mean difference to the first cell whose networks have the same seeds, with Student's"
                            + " 95 % interval.");
        }
        if (compared() > 0) {
            remarks.add(overlapping() + " of " + compared() + " cells overlap the published intervals.");
        }
        if (verdicts(Agreement.NONE) > 0) {
            remarks.add("No verdict on cells of fewer than " + Agreement.LEAST_NETWORKS
                    + " networks: their intervals are too wide.");
        }
        remarks.addAll(study.shown().notes());
        return remarks;
    }

    private String divergedCells() {
        return IntStream.range(0, cells.size())
                .filter(i -> cells.get(i).diverged() > 0)
                .mapToObj(i -> study.rows().get(i / study.columns().size()) + ", "
                        + study.columns().get(i % study.columns().size()) + ": " + cells.get(i).diverged())
                .collect(Collectors.joining("; "));
    }

    private long verdicts(Agreement wanted) {
        return cells.stream().filter(cell -> cell.verdict().filter(wanted::equals).isPresent()).count();
    }

    private static CellResult result(
            Study study, StudyCell cell, Map<String, RunRecord> records, Set<String> failed, int expected) {
        List<String> ids = IntStream.range(0, study.instances())
                .mapToObj(index -> study.instance(cell, index).id()).toList();
        List<RunRecord> made = ids.stream().filter(records::containsKey).map(records::get).toList();
        List<RunRecord> sound = made.stream().filter(record -> !record.diverged()).toList();
        Optional<Estimate> last = mean(sound, record -> record.requireTraining().accuracyLast());
        Optional<Estimate> best = mean(sound, record -> record.requireTraining().accuracyHighest());
        boolean ofFinal = study.shown().accuracy() == Accuracy.FINAL;
        return new CellResult(
                ofFinal ? last : best,
                ofFinal ? best : last,
                made.size(),
                made.size() - sound.size(),
                (int) ids.stream().filter(failed::contains).count(),
                expected,
                cell.published(),
                CellPairs.of(study, cell, records),
                Rank.OTHER);
    }

    private static Optional<Estimate> mean(List<RunRecord> records, ToDoubleFunction<RunRecord> accuracy) {
        double[] percent = records.stream().mapToDouble(accuracy).map(share -> 100 * share).toArray();
        return percent.length == 0 ? Optional.empty() : Optional.of(StudentT.mean(percent));
    }

    /**
     * Marks the best means among rivals, including ties at the printed precision; a cell without rivals is not best.
     */
    private static List<CellResult> marked(Study study, List<CellResult> cells) {
        int columns = study.columns().size();
        boolean byRow = study.shown().rivals() == Rivals.ROW;
        Map<Integer, List<Integer>> rivals = IntStream.range(0, cells.size())
                .filter(i -> cells.get(i).percent().isPresent()).boxed()
                .collect(Collectors.groupingBy(i -> byRow ? i / columns : i % columns));
        Set<Integer> best = new HashSet<>();
        if ((byRow ? columns : study.rows().size()) > 1) {
            for (List<Integer> group : rivals.values()) {
                double highest = group.stream().mapToDouble(i -> printed(cells.get(i))).max().orElse(Double.NaN);
                group.stream().filter(i -> printed(cells.get(i)) == highest).forEach(best::add);
            }
        }
        return IntStream.range(0, cells.size())
                .mapToObj(i -> best.contains(i) ? cells.get(i).best() : cells.get(i)).toList();
    }

    private static double printed(CellResult cell) {
        return Math.rint(10 * cell.percent().orElseThrow().value());
    }

    /**
     * Compares objectives on the same seeds: data, initial weights and batches are the same, so that their random
     * effects cancel.
     */
    private static final class CellPairs {

        private static final int LEAST_PAIRS = 2;

        private CellPairs() {}

        /**
         * The accuracy of a cell minus that of the first cell with the same seeds, in percent; pairs with a diverged
         * network are excluded.
         */
        static Optional<PairedComparison> of(Study study, StudyCell cell, Map<String, RunRecord> records) {
            StudyCell reference = study.cells().stream().filter(cell::isPairedWith).findFirst().orElse(cell);
            if (reference.equals(cell)) {
                return Optional.empty();
            }
            List<double[]> pairs = new ArrayList<>();
            for (int index = 0; index < study.instances(); index++) {
                RunRecord first = records.get(study.instance(cell, index).id());
                RunRecord second = records.get(study.instance(reference, index).id());
                if (first != null && second != null && !first.diverged() && !second.diverged()) {
                    pairs.add(new double[] {percent(study, first), percent(study, second)});
                }
            }
            return pairs.size() < LEAST_PAIRS ? Optional.empty() : Optional.of(PairedComparison.of(
                    pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
                    pairs.stream().mapToDouble(pair -> pair[1]).toArray()));
        }

        private static double percent(Study study, RunRecord record) {
            RunRecord.Training training = record.requireTraining();
            return 100 * (study.shown().accuracy() == Accuracy.FINAL ? training.accuracyLast()
                    : training.accuracyHighest());
        }
    }

    /**
     * The result of a cell. Accuracies are in percent. Diverged networks are counted, but excluded from all means.
     *
     * @param percent   mean of the accuracy that the study reports, with Student's interval; empty without records
     * @param other     mean of the other accuracy: of the final network, or the best over epochs
     * @param made      number of existing networks, including diverged ones
     * @param diverged  number of these that diverged
     * @param failed    number of instances that failed
     * @param expected  number of instances in the complete study, or in the shard that the directory has
     * @param published the paper's value
     * @param paired    difference of its networks to those of the first cell with the same seeds, in percent; empty for
     *                  that cell itself, and with fewer than two pairs
     * @param rank      rank of its mean among its rivals
     */
    public record CellResult(
            Optional<Estimate> percent,
            Optional<Estimate> other,
            int made,
            int diverged,
            int failed,
            int expected,
            Optional<Published> published,
            Optional<PairedComparison> paired,
            Rank rank) {

        /** The rank of a mean among those of its rivals. */
        public enum Rank {
            /** No other mean is higher at the printed precision. */
            BEST,
            OTHER
        }

        CellResult best() {
            return new CellResult(percent, other, made, diverged, failed, expected, published, paired, Rank.BEST);
        }

        /**
         * The comparison with the paper's value; empty if either is missing, {@link Agreement#NONE} for too few networks.
         */
        public Optional<Agreement> verdict() {
            return percent.flatMap(mean -> published.map(there -> Agreement.of(mean, made - diverged, there)));
        }
    }

    /** The position of a measured interval relative to a published one. */
    public enum Agreement {
        /** The intervals have a point in common. */
        OVERLAPS,
        /** The whole measured interval lies above the published one. */
        HIGHER,
        /** The whole measured interval lies below the published one. */
        LOWER,
        /** Too few networks: the interval is too wide for a comparison. */
        NONE;

        /**
         * The minimum number of networks for a verdict: Student's interval of two is 7 times as wide as that of five.
         */
        public static final int LEAST_NETWORKS = 5;

        /**
         * @param percent  the measured mean with its interval, in percent
         * @param networks number of networks in the mean
         */
        static Agreement of(Estimate percent, int networks, Published published) {
            if (networks < LEAST_NETWORKS || !Double.isFinite(percent.width())) {
                return NONE;
            }
            if (percent.low() > published.percent().high()) {
                return HIGHER;
            }
            return percent.high() < published.percent().low() ? LOWER : OVERLAPS;
        }

        /** The word in tables. */
        public String word() {
            return this == NONE ? "no verdict" : SettingType.word(this);
        }
    }
}
