package org.leastaction.bench.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.SvgPicture;
import org.leastaction.bench.report.page.Typeface;
import org.leastaction.bench.report.part.CostAccuracyPart;
import org.leastaction.bench.report.part.DecodingPart;
import org.leastaction.bench.report.part.MeasuresPart;
import org.leastaction.bench.report.part.PlanePart;
import org.leastaction.bench.report.part.TrainingPart;
import org.leastaction.bench.study.Presentation.StudyFigure;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.io.AtomicFiles;

/** The figures of a study, each as separate vector graphics: figure-KEY.pdf and figure-KEY.svg. */
public final class StudyFigures {

    private StudyFigures() {}

    /**
     * Draws the figures for which there are data; each file is written atomically.
     *
     * @return the files
     * @throws IOException if a file of the directory cannot be read, or a figure cannot be written
     */
    public static List<Path> write(StudyDirectory directory) throws IOException {
        List<Path> files = new ArrayList<>();
        List<Comparison> comparisons = Comparison.of(List.copyOf(directory.records().values()));
        for (StudyFigure figure : directory.study().shown().figures()) {
            byte[] pdf = pdf(figure, directory, comparisons);
            if (pdf.length > 0) {
                String svg = SvgPicture.of(pdf);
                Path stem = directory.runs().path().resolve("figure-" + figure.key());
                files.add(write(stem.resolveSibling(stem.getFileName() + ".pdf"), pdf));
                files.add(
                        write(stem.resolveSibling(stem.getFileName() + ".svg"), svg.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return files;
    }

    /** Draws a figure on pages with other content. */
    static void draw(StudyFigure figure, Pages pages, RunDirectory runs, Comparison comparison) throws IOException {
        switch (figure) {
            case PLANE -> PlanePart.draw(pages, runs, comparison);
            case COST_ACCURACY -> CostAccuracyPart.draw(pages, comparison);
            case DECODINGS -> DecodingPart.draw(pages, runs, comparison);
            case CURVES -> TrainingPart.draw(pages, comparison);
            case MEASURES -> MeasuresPart.draw(pages, comparison);
        }
    }

    /** A figure as PDF; empty if there is nothing to draw. */
    private static byte[] pdf(StudyFigure figure, StudyDirectory directory, List<Comparison> comparisons)
            throws IOException {
        try (PDDocument document = new PDDocument(); Typeface typeface = new Typeface(document)) {
            Instant time = directory.runs().manifest().flatMap(Manifest::time).orElse(Instant.EPOCH);
            Report.describe(document, directory.study().label() + ", " + figure.key(), time);
            Pages pages = Pages.ofFigure(document, typeface);
            double top = pages.y();
            for (Comparison comparison : comparisons) {
                draw(figure, pages, directory.runs(), comparison);
            }
            if (pages.y() == top) {
                return new byte[0];
            }
            pages.finish();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    private static Path write(Path file, byte[] content) throws IOException {
        AtomicFiles.write(file, out -> out.write(content));
        return file;
    }
}
