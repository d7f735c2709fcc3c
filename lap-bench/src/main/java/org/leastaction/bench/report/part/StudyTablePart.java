package org.leastaction.bench.report.part;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Table;
import org.leastaction.bench.study.Presentation;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.table.StudyTable;
import org.leastaction.bench.study.table.StudyTable.CellResult;
import org.leastaction.bench.study.table.StudyTable.CellResult.Rank;
import org.leastaction.bench.study.table.StudyTable.Verdict;
import org.leastaction.metrics.Estimate;

/** The table of a study: one section per column with one line per row, ours next to the paper's. */
public final class StudyTablePart {

    private StudyTablePart() {}

    public static void draw(Pages pages, StudyTable study) throws IOException {
        boolean compared = study.compared() > 0 || study.cells().stream().anyMatch(c -> c.published().isPresent());
        List<Table.Column> columns = new ArrayList<>(List.of(
                Table.Column.words("network"),
                Table.Column.numbers("n"),
                Table.Column.numbers("accuracy", "%"),
                Table.Column.words("95 % interval"),
                Table.Column.numbers(other(study.study()), "%")));
        if (compared) {
            columns.add(Table.Column.numbers("published", "%"));
            columns.add(Table.Column.words("95 % interval"));
            columns.add(Table.Column.words("verdict"));
        }
        if (study.hasPairs()) {
            columns.add(Table.Column.words("in pairs, 95 % interval"));
        }
        Table table = new Table(columns);
        List<String> sections = study.study().columns();
        for (int column = 0; column < sections.size(); column++) {
            table.section(sections.get(column));
            for (int row = 0; row < study.study().rows().size(); row++) {
                table.row(cells(study.study().rows().get(row), study.cell(row, column), compared,
                        study.hasPairs()));
            }
        }
        table.draw(pages);
        for (String remark : study.remarks()) {
            pages.caption(remark);
        }
    }

    private static String other(Study study) {
        return study.shown().accuracy() == Presentation.Accuracy.FINAL ? "highest" : "last";
    }

    private static List<Table.Cell> cells(String label, CellResult cell, boolean compared, boolean paired) {
        List<Table.Cell> cells = new ArrayList<>();
        cells.add(Table.Cell.of(label));
        cells.add(Table.Cell.of(Integer.toString(cell.made() - cell.diverged())));
        Table.Cell mean = Table.Cell.of(mean(cell.percent()));
        cells.add(cell.rank() == Rank.BEST ? mean.bold() : mean);
        cells.add(Table.Cell.of(interval(cell.percent())));
        cells.add(Table.Cell.of(mean(cell.other())));
        if (compared) {
            Optional<Estimate> published = cell.published().map(there -> there.percent());
            cells.add(Table.Cell.of(mean(published)));
            cells.add(Table.Cell.of(interval(published)));
            cells.add(Table.Cell.of(cell.verdict().map(Verdict::word).orElse("–")));
        }
        if (paired) {
            cells.add(Table.Cell.of(cell.paired().map(pairs -> difference(pairs.difference())).orElse("–")));
        }
        return cells;
    }

    private static String difference(Estimate percent) {
        return String.format(Locale.ROOT, "%+.1f [%.1f, %.1f]", percent.value(), percent.low(), percent.high());
    }

    private static String mean(Optional<Estimate> percent) {
        return percent.map(there -> String.format(Locale.ROOT, "%.1f", there.value())).orElse("–");
    }

    private static String interval(Optional<Estimate> percent) {
        return percent.filter(there -> Double.isFinite(there.width()))
                .map(there -> String.format(Locale.ROOT, "[%.1f, %.1f]", Math.max(0, there.low()),
                        Math.min(100, there.high())))
                .orElse("–");
    }
}
