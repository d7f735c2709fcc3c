package org.leastaction.bench.report.part;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.leastaction.bench.record.Aggregate;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.PairedMethods;
import org.leastaction.bench.record.PairedMethods.PairedDifference;
import org.leastaction.bench.record.PairedMethods.PairedQuantity;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Table;

/** The comparison of methods on the same seeds for every number of an analysis, in the PDF and as Markdown. */
public final class PairedTable {

    private PairedTable() {}

    public static void draw(Pages pages, Comparison comparison) throws IOException {
        for (RunRecord.Initialisation initialisation : comparison.initialisations()) {
            Optional<PairedMethods> paired = PairedMethods.of(comparison, initialisation);
            if (paired.isPresent() && !paired.get().quantities().isEmpty()) {
                pages.heading("On the same seeds: " + Wording.initialisation(initialisation), 160);
                table(paired.get()).draw(pages);
                pages.caption(caption(paired.get()));
            }
        }
    }

    /** The same table as a section of a Markdown file. */
    static String markdown(Comparison comparison, RunRecord.Initialisation initialisation, PairedMethods paired) {
        List<String> heads = heads(paired);
        StringBuilder text = new StringBuilder("## ").append(Wording.setting(comparison.setting())).append(", ")
                .append(Wording.initialisation(initialisation)).append("\n\n| ")
                .append(String.join(" | ", heads)).append(" |\n|")
                .append(" --- |".repeat(heads.size())).append('\n');
        for (PairedQuantity quantity : paired.quantities()) {
            text.append("| ").append(PairedMethods.name(quantity.key())).append(" |");
            quantity.means().forEach(mean -> text.append(' ').append(mean(mean)).append(" |"));
            quantity.differences().forEach(difference -> {
                String words = difference(difference);
                text.append(' ').append(isCertain(difference) ? "**" + words + "**" : words).append(" |");
            });
            text.append('\n');
        }
        return text.append('\n').append(caption(paired)).append('\n').toString();
    }

    private static Table table(PairedMethods paired) {
        List<Table.Column> columns = new ArrayList<>();
        for (String head : heads(paired)) {
            columns.add(columns.isEmpty() ? Table.Column.words(head) : Table.Column.numbers(head));
        }
        Table table = new Table(columns);
        for (PairedQuantity quantity : paired.quantities()) {
            List<Table.Cell> cells = new ArrayList<>(List.of(Table.Cell.of(PairedMethods.name(quantity.key()))));
            quantity.means().forEach(mean -> cells.add(Table.Cell.of(mean(mean))));
            quantity.differences().forEach(difference -> {
                Table.Cell cell = Table.Cell.of(difference(difference));
                cells.add(isCertain(difference) ? cell.bold() : cell);
            });
            table.row(cells);
        }
        return table;
    }

    private static List<String> heads(PairedMethods paired) {
        List<String> heads = new ArrayList<>(List.of("quantity"));
        paired.groups().forEach(group -> heads.add(group.method()));
        paired.pairs().forEach(pair -> heads.add(
                paired.groups().get(pair.second()).method() + " − " + paired.groups().get(pair.first()).method()));
        return heads;
    }

    private static String mean(Aggregate mean) {
        return mean.isPresent() ? Numbers.of(mean.estimate().value(), mean.halfWidth()) : Numbers.MISSING;
    }

    private static String difference(Optional<PairedDifference> difference) {
        return difference.map(found -> Numbers.of(found.comparison().difference().value(),
                found.comparison().difference().width() / 2)).orElse(Numbers.MISSING);
    }

    private static boolean isCertain(Optional<PairedDifference> difference) {
        return difference.isPresent() && difference.get().isCertain();
    }

    private static String caption(PairedMethods paired) {
        String seeds = paired.pairs().stream().map(pair -> paired.quantities().stream()
                .flatMap(quantity -> quantity.differences().get(paired.pairs().indexOf(pair)).stream())
                .mapToInt(found -> found.comparison().pairs()).max().orElse(0))
                .distinct().sorted().map(String::valueOf).collect(Collectors.joining(" or "));
        String same = paired.constant().entrySet().stream().map(PairedTable::constant)
                .collect(Collectors.joining(", "));
        return "Means over networks and means of the differences on the same seeds (" + seeds
                + "), each ± half of Student's 95 % interval. Bold: p below 0.05 in the paired t test after Holm's "
                + "correction for the number of quantities." + (same.isEmpty() ? "" : " The same for all networks: "
                        + same + ".");
    }

    private static String constant(Map.Entry<String, Double> constant) {
        return PairedMethods.name(constant.getKey()) + " "
                + (constant.getValue() == Math.rint(constant.getValue())
                        ? Numbers.plain(constant.getValue()) : Numbers.of(constant.getValue()));
    }
}
