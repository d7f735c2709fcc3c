package org.leastaction.bench.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Typeface;
import org.leastaction.bench.report.part.FirstPage;
import org.leastaction.bench.report.part.ManifestPart;
import org.leastaction.bench.report.part.ResultTable;
import org.leastaction.bench.report.part.StudyTablePart;
import org.leastaction.bench.study.Presentation.Figure;
import org.leastaction.bench.study.Study.Measure;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.table.StudyTable;
import org.leastaction.io.AtomicFiles;

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
            StudyTablePart.draw(pages, table);
            List<Comparison> comparisons = Comparison.of(List.copyOf(directory.records().values()));
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
        for (Figure figure : directory.study().shown().figures()) {
            if (directory.study().measure() != Measure.FLOW || figure == Figure.MEASURES) {
                for (Comparison comparison : comparisons) {
                    StudyFigures.draw(figure, pages, directory.runs(), comparison);
                }
            }
        }
    }

    private static void flows(Pages pages, RunDirectory runs, List<Comparison> comparisons) throws IOException {
        for (Comparison comparison : comparisons) {
            FirstPage.section(pages, comparison);
            ResultTable.draw(pages, comparison);
            Report.section(pages, runs, comparison);
        }
    }
}
