package org.leastaction.bench.report.part;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.Predicate;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.HolderMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.record.Aggregate;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Table;
import org.leastaction.bench.report.page.Table.Footnotes;
import org.leastaction.metrics.definition.MetricDefinition;

/** The table method × initialisation: means over seeds with Student's 95 % intervals. */
public final class ResultTable {

    private record Measure(
            Table.Column column, Function<RunRecord, Quantity> quantity, Unit unit, Predicate<RunRecord> source) {}

    private enum Unit {
        ONE,
        PERCENT
    }

    private static final List<Measure> MEASURES = List.of(
            new Measure(
                    Table.Column.numbers("accuracy", "%, last"), ResultTable::lastAccuracy, Unit.PERCENT,
                    ResultTable::isTrained),
            new Measure(
                    Table.Column.numbers("accuracy", "%, highest"), ResultTable::highestAccuracy,
                    Unit.PERCENT, ResultTable::isTrained),
            new Measure(
                    Table.Column.numbers("accuracy", "%, sample"),
                    record -> record.quantity(QualityMeasures.ACCURACY.key()),
                    Unit.PERCENT, ResultTable::isSampled),
            measure(CostMeasures.TRANSPORT_COST),
            measure(GapMeasures.W2_SQUARED),
            measure(GapMeasures.OT_GAP),
            measure(CostMeasures.STRAIGHTNESS),
            measure(HolderMeasures.HOLDER_EXPONENT));

    private static final double ROUNDING = 1e-9;

    /** The column of the final network's accuracy: after the objective and n. */
    private static final int ACCURACY = 2;

    private ResultTable() {}

    private static boolean isTrained(RunRecord record) {
        return record.training() != null;
    }

    private static boolean isAnalysed(RunRecord record) {
        return record.analysis() != null;
    }

    public static void draw(Pages pages, Comparison comparison) throws IOException {
        List<Table.Column> columns = new ArrayList<>(
                List.of(Table.Column.words("objective"), Table.Column.numbers("n")));
        List<Measure> measures = MEASURES.stream()
                .filter(measure -> comparison.records().stream().anyMatch(measure.source())).toList();
        measures.forEach(measure -> columns.add(measure.column()));
        Table table = new Table(columns);
        Footnotes notes = new Footnotes();
        for (RunRecord.Initialisation initialisation : comparison.initialisations()) {
            List<RunGroup> groups = comparison.groups(initialisation);
            Optional<RunGroup> best = best(groups);
            if (initialisation != null || comparison.initialisations().size() > 1) {
                table.section(Wording.initialisation(initialisation));
            }
            for (RunGroup group : groups) {
                List<Table.Cell> cells = cells(group, measures, notes);
                if (best.filter(group::equals).isPresent()) {
                    cells.set(ACCURACY, cells.get(ACCURACY).bold());
                }
                table.row(cells);
            }
        }
        table.draw(pages);
        notes.draw(pages);
        String objectives = objectives(comparison);
        if (!objectives.isEmpty()) {
            pages.caption(objectives);
        }
    }

    private static List<Table.Cell> cells(RunGroup group, List<Measure> measures, Footnotes notes) {
        List<Table.Cell> cells = new ArrayList<>();
        cells.add(Table.Cell.of(group.method()));
        Table.Cell count = Table.Cell.of(Integer.toString(group.runs().size()));
        cells.add(group.diverged().isEmpty() ? count : count.marked(notes.mark(diverged(group))));
        for (Measure measure : measures) {
            cells.add(cell(measure.unit(), group.mean(measure.quantity()), notes));
        }
        return cells;
    }

    private static Table.Cell cell(Unit unit, Aggregate mean, Footnotes notes) {
        if (mean.total() == 0) {
            return Table.Cell.of(Numbers.MISSING);
        }
        Table.Cell cell = Table.Cell.of(mean.isPresent()
                ? unit == Unit.PERCENT
                        ? Numbers.percentages(mean.estimate().value(), mean.halfWidth())
                        : Numbers.of(mean.estimate().value(), mean.halfWidth())
                : Numbers.MISSING);
        if (mean.reasons().isEmpty()) {
            return cell;
        }
        String reasons = mean.total() == 1
                ? mean.reasons().get(0).replaceFirst(" \\(1\\)$", "") : String.join("; ", mean.reasons());
        return cell.marked(notes.mark(mean.isPresent()
                ? "mean over " + mean.present() + " of " + mean.total() + " networks; missing elsewhere: " + reasons
                : reasons));
    }

    private static String diverged(RunGroup group) {
        List<String> names = group.diverged().stream()
                .map(r -> r.id() + " (epoch " + r.requireTraining().divergedAt() + ")").toList();
        return Wording.count(names.size(), "network") + " diverged and " + (names.size() == 1 ? "is" : "are")
                + " in no mean and no chart: " + Wording.listed(names);
    }

    /** The group of highest mean accuracy, if there are at least two and no tie. */
    private static Optional<RunGroup> best(List<RunGroup> groups) {
        List<RunGroup> measured = groups.stream().filter(g -> accuracy(g).isPresent())
                .sorted(Comparator.comparingDouble((RunGroup g) -> accuracy(g).estimate().value()).reversed()).toList();
        boolean decided = measured.size() > 1
                && accuracy(measured.get(0)).estimate().value() > accuracy(measured.get(1)).estimate().value();
        return decided ? Optional.of(measured.get(0)) : Optional.empty();
    }

    private static Aggregate accuracy(RunGroup group) {
        Aggregate last = group.mean(ResultTable::lastAccuracy);
        return last.isPresent() ? last : group.mean(record -> record.quantity(QualityMeasures.ACCURACY.key()));
    }

    /** Of the final network on the whole test set. */
    private static Quantity lastAccuracy(RunRecord record) {
        return record.training() == null
                ? Quantity.missing("no training curve")
                : Quantity.of(record.training().accuracyLast());
    }

    /** Whether the measured points differ from those of the training's test accuracy, or that accuracy is unknown. */
    private static boolean isSampled(RunRecord record) {
        Quantity measured = record.quantity(QualityMeasures.ACCURACY.key());
        return measured.isPresent() && (record.training() == null
                || Math.abs(measured.value() - record.training().accuracyLast()) > ROUNDING);
    }

    private static Quantity highestAccuracy(RunRecord record) {
        return record.training() == null
                ? Quantity.missing("no training curve")
                : Quantity.of(record.training().accuracyHighest());
    }

    private static Measure measure(MetricDefinition metric) {
        return new Measure(
                Table.Column.of(metric), record -> record.quantity(metric.key()), Unit.ONE, ResultTable::isAnalysed);
    }

    /** A description of the objectives; empty if none is known. */
    private static String objectives(Comparison comparison) {
        List<String> clauses = Wording.objectives(comparison);
        return clauses.isEmpty() ? "" : "Objectives: " + String.join("; ", clauses) + ".";
    }

    /** Draws an explanation of the tables of the given comparisons. */
    static void explain(Pages pages, List<Comparison> comparisons) throws IOException {
        List<RunGroup> groups = comparisons.stream().flatMap(c -> c.groups().stream()).toList();
        boolean contest = comparisons.stream()
                .anyMatch(c -> c.initialisations().stream().anyMatch(i -> c.groups(i).size() > 1));
        boolean analysed = comparisons.stream().flatMap(c -> c.records().stream()).anyMatch(ResultTable::isAnalysed);
        StringJoiner text = new StringJoiner(" ");
        if (groups.stream().anyMatch(g -> g.runs().size() > 1)) {
            text.add("Means over n networks that differ in their seed, ± half of Student's 95 % interval.");
        } else if (groups.size() > 1) {
            text.add("At most one network each, so there are no intervals over seeds.");
        }
        if (contest) {
            text.add("Bold: the highest mean accuracy (last epoch) of an initialisation, if there is no tie.");
        }
        if (comparisons.stream().flatMap(c -> c.records().stream()).anyMatch(ResultTable::isSampled)) {
            text.add(
                    "Accuracy: last and highest of the training's epochs, on its whole test set; sample: on the points"
                            + " that were measured.");
        }
        if (analysed) {
            text.add("Transport cost: Σ‖v‖² over blocks, averaged over test points; gap: displacement D less W₂², zero "
                    + "for an optimal map; straightness: D over action, one for straight paths at constant speed; η: "
                    + "Hölder exponent.");
        }
        if (text.length() > 0) {
            pages.caption(text.toString());
        }
    }
}
