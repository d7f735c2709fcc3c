package org.leastaction.bench.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.leastaction.bench.record.Aggregate;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;

/** The table method × initialisation: means over seeds with Student's 95 % intervals. */
final class ResultTable {

    private record Column(List<String> head, Function<RunRecord, Quantity> quantity, double factor) {}

    private static final List<Column> COLUMNS = List.of(
            new Column(List.of("accuracy", "%, last"), RunRecord::accuracy, 100),
            new Column(List.of("accuracy", "%, highest"), ResultTable::highestAccuracy, 100),
            column("transport_cost", "transport", "cost"),
            column("w2_squared", "W₂²", ""),
            column("ot_gap", "gap", "D − W₂²"),
            column("straightness", "straight-", "ness"),
            column("holder_exponent", "Hölder", "η"));

    private ResultTable() {}

    static void draw(Pages pages, Comparison comparison) throws IOException {
        List<List<String>> heads = new ArrayList<>();
        heads.add(List.of("objective"));
        heads.add(List.of("n"));
        COLUMNS.forEach(column -> heads.add(column.head()));
        Table table = new Table(heads);
        Footnotes notes = new Footnotes();
        for (RunRecord.Initialisation initialisation : comparison.initialisations()) {
            List<RunGroup> groups = comparison.groups(initialisation);
            Optional<RunGroup> best = best(groups);
            table.section(Wording.initialisation(initialisation));
            for (RunGroup group : groups) {
                table.row(cells(group, notes, best.isPresent() && best.get() == group));
            }
        }
        table.draw(pages);
        notes.draw(pages);
        pages.caption(caption(comparison));
    }

    private static List<Table.Cell> cells(RunGroup group, Footnotes notes, boolean best) {
        List<Table.Cell> cells = new ArrayList<>();
        cells.add(Table.Cell.of(group.method()));
        Table.Cell count = Table.Cell.of(Integer.toString(group.runs().size()));
        cells.add(group.diverged().isEmpty() ? count : count.marked(notes.mark(diverged(group))));
        for (int c = 0; c < COLUMNS.size(); c++) {
            Table.Cell cell = cell(COLUMNS.get(c), group.mean(COLUMNS.get(c).quantity()), notes);
            cells.add(best && c == 0 ? cell.bold() : cell);
        }
        return cells;
    }

    private static Table.Cell cell(Column column, Aggregate mean, Footnotes notes) {
        if (mean.total() == 0) {
            return Table.Cell.of(Numbers.MISSING);
        }
        Table.Cell cell = Table.Cell.of(mean.isPresent()
                ? column.factor() == 100
                        ? Numbers.percentages(mean.mean().value(), mean.halfWidth())
                        : Numbers.of(mean.mean().value(), mean.halfWidth())
                : Numbers.MISSING);
        if (mean.reasons().isEmpty()) {
            return cell;
        }
        String reasons = String.join("; ", mean.reasons());
        return cell.marked(notes.mark(mean.isPresent()
                ? "mean over " + mean.present() + " of " + mean.total() + " networks; missing elsewhere: " + reasons
                : reasons));
    }

    private static String diverged(RunGroup group) {
        List<String> names = group.diverged().stream()
                .map(r -> r.id() + " (epoch " + r.training().divergedAt() + ")").toList();
        return Wording.count(names.size(), "network") + " diverged and " + (names.size() == 1 ? "is" : "are")
                + " in no mean and no chart: " + Wording.listed(names);
    }

    /** The group of highest mean accuracy, if there are two to choose from and no tie. */
    private static Optional<RunGroup> best(List<RunGroup> groups) {
        List<RunGroup> measured = groups.stream().filter(g -> accuracy(g).isPresent())
                .sorted(Comparator.comparingDouble((RunGroup g) -> accuracy(g).mean().value()).reversed()).toList();
        boolean decided = measured.size() > 1
                && accuracy(measured.get(0)).mean().value() > accuracy(measured.get(1)).mean().value();
        return decided ? Optional.of(measured.get(0)) : Optional.empty();
    }

    private static Aggregate accuracy(RunGroup group) {
        return group.mean(RunRecord::accuracy);
    }

    private static Quantity highestAccuracy(RunRecord record) {
        return record.training() == null
                ? Quantity.missing("no training curve")
                : Quantity.of(record.training().accuracyHighest());
    }

    private static Column column(String key, String... head) {
        return new Column(List.of(head), record -> record.quantity(key), 1);
    }

    private static String caption(Comparison comparison) {
        boolean several = comparison.groups().stream().anyMatch(g -> g.runs().size() > 1);
        String means = several
                ? "Means over n networks that differ in their seed, ± half of Student's 95 % interval. "
                : "One network each, so there are no intervals over seeds. ";
        boolean contest = comparison.initialisations().stream().anyMatch(i -> comparison.groups(i).size() > 1);
        return means + (contest ? "Bold: the highest mean accuracy (last epoch) of an initialisation, if there is no tie. " : "")
                + "Transport cost: Σ‖v‖² over blocks, averaged over test points; gap: displacement D less W₂², zero for an optimal "
                + "map; straightness: D over action, one for straight paths at constant speed; η: Hölder exponent. "
                + Wording.capitalised(String.join("; ", Wording.objectives(comparison))) + ".";
    }
}
