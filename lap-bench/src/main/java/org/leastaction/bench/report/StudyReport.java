package org.leastaction.bench.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Table;
import org.leastaction.bench.report.page.Typeface;
import org.leastaction.bench.report.part.FirstPage;
import org.leastaction.bench.report.part.ManifestPart;
import org.leastaction.bench.report.part.ResultTable;
import org.leastaction.bench.report.part.VerdictPart;
import org.leastaction.bench.study.Presentation;
import org.leastaction.bench.study.Presentation.StudyFigure;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.Study.Measure;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.table.StudyTable;
import org.leastaction.bench.study.table.StudyTable.Agreement;
import org.leastaction.bench.study.table.StudyTable.CellResult;
import org.leastaction.bench.study.table.StudyTable.CellResult.Rank;
import org.leastaction.io.AtomicFiles;
import org.leastaction.metrics.Estimate;

/** The PDF of a study: its table with the published values and, if flows were measured, their pages. */
public final class StudyReport {

    private StudyReport() {}

    /**
     * Draws the report of a study, complete or not; the file is written atomically.
     *
     * @throws IOException if a file of the directory cannot be read, or the PDF cannot be written
     */
    public static void write(StudyDirectory directory, Path pdf) throws IOException {
        byte[] bytes = draw(directory);
        AtomicFiles.write(pdf, out -> out.write(bytes));
    }

    private static byte[] draw(StudyDirectory directory) throws IOException {
        RunDirectory runs = directory.runs();
        StudyTable table = StudyTable.of(directory);
        Optional<Manifest> manifest = runs.manifest();
        try (PDDocument document = new PDDocument(); Typeface typeface = new Typeface(document)) {
            String title = directory.study().label();
            Report.describe(document, title, manifest.flatMap(Manifest::time).orElse(Instant.EPOCH));
            Pages pages = new Pages(document, typeface, title);
            pages.title(title);
            FirstPage.made(pages, manifest);
            List<Comparison> comparisons = Comparison.of(List.copyOf(directory.records().values()));
            if (comparisons.size() == 1) {
                VerdictPart.draw(pages, comparisons.get(0));
            }
            StudyTablePart.draw(pages, table);
            if (directory.study().measure() == Measure.FLOW) {
                flows(pages, runs, comparisons);
            }
            figures(pages, directory, comparisons);
            ManifestPart.draw(pages, runs, manifest);
            pages.finish();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    /** Draws the figures. The pages of flows already contain all figures except one. */
    private static void figures(Pages pages, StudyDirectory directory, List<Comparison> comparisons)
            throws IOException {
        for (StudyFigure figure : directory.study().shown().figures()) {
            if (directory.study().measure() != Measure.FLOW || figure == StudyFigure.MEASURES) {
                for (Comparison comparison : comparisons) {
                    StudyFigures.draw(figure, pages, directory.runs(), comparison);
                }
            }
        }
    }

    private static void flows(Pages pages, RunDirectory runs, List<Comparison> comparisons) throws IOException {
        for (Comparison comparison : comparisons) {
            FirstPage.section(pages, comparison);
            if (comparisons.size() > 1) {
                VerdictPart.draw(pages, comparison);
            }
            ResultTable.draw(pages, comparison);
            Report.section(pages, runs, comparison);
        }
    }

    /** The table of a study: one section per column with one line per row, ours next to the paper's. */
    private static final class StudyTablePart {

        private StudyTablePart() {}

        static void draw(Pages pages, StudyTable study) throws IOException {
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
                cells.add(Table.Cell.of(cell.verdict().map(Agreement::word).orElse("–")));
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
}
