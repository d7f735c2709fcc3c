package org.leastaction.bench.report;

import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.leastaction.bench.detect.DetectionResult;
import org.leastaction.bench.detect.DetectionResult.Familiarity;
import org.leastaction.bench.detect.DetectionResult.Kind;
import org.leastaction.bench.detect.DetectionSettings;
import org.leastaction.bench.detect.Detector;
import org.leastaction.bench.report.chart.Charts;
import org.leastaction.bench.report.chart.Key;
import org.leastaction.bench.report.chart.Panels;
import org.leastaction.bench.report.chart.Scale;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.Table;
import org.leastaction.bench.report.page.Table.Cell;
import org.leastaction.bench.report.page.Table.Column;
import org.leastaction.bench.report.page.Typeface;
import org.leastaction.io.AtomicFiles;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.detection.RocCurve;

/** The PDF of {@code lap detect}: ROC curves, areas, and the features that matter most. */
public final class DetectionReport {

    private static final double HEIGHT = 150;

    private final DetectionResult result;
    private final DetectionSettings settings;
    private final Map<String, String> about;

    /** @param about the subject of the detection: model, data, other data, inputs */
    public DetectionReport(DetectionResult result, DetectionSettings settings, Map<String, String> about) {
        this.result = result;
        this.settings = settings;
        this.about = about;
    }

    /** Draws the report; the file is written atomically. */
    public void write(Path pdf) throws IOException {
        byte[] bytes = draw();
        AtomicFiles.write(pdf, out -> out.write(bytes));
    }

    private byte[] draw() throws IOException {
        String title = "Detection of abnormal inputs: " + about.getOrDefault("model", "");
        try (PDDocument document = new PDDocument(); Typeface typeface = new Typeface(document)) {
            Report.describe(document, title, Instant.EPOCH);
            Pages pages = new Pages(document, typeface, title);
            pages.title(title);
            if (about.containsKey("inputs")) {
                pages.paragraph(about.get("inputs"));
            }
            pages.paragraph(intro());
            curves(pages);
            areas(pages);
            features(pages);
            pages.finish();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    private String intro() {
        return String.format(Locale.ROOT, "Data: %s. The network classifies %.1f %% of the samples correctly. Detectors"
                + " are fitted to one half of them: boosted stumps on norms and angles of the residues to %d clean"
                + " inputs and %d attacked by %s, the Mahalanobis distance to the clean ones alone, max-softmax to"
                + " nothing. The"
                + " other half tests them.", about.getOrDefault("data", ""), 100 * result.accuracy().value(),
                result.fittedClean(), result.fittedAttacked(), settings.attacks().get(settings.seen()).title());
    }

    private void curves(Pages pages) throws IOException {
        List<Kind> measured = result.kinds().stream().filter(Kind::isMeasured).toList();
        if (measured.isEmpty()) {
            return;
        }
        Key key = new Key();
        List<Detector> detectors = List.of(Detector.values());
        for (int k = 0; k < detectors.size(); k++) {
            key.line(detectors.get(k).title(), Palette.method(k), Palette.line(k, 1.3), null);
        }
        Panels panels = new Panels(measured.size(), HEIGHT);
        pages.heading("ROC curves", panels.rowHeight() + key.height(pages) + 60);
        key.draw(pages);
        Scale percent = Scale.percentages(new double[] {0, 100});
        for (int i = 0; i < measured.size(); i++) {
            Kind kind = measured.get(i);
            Rectangle2D area = panels.next(pages, i);
            XYPlot plot = Charts.plot(pages.typeface(), percent.axis("clean inputs flagged, %"),
                    percent.axis(panels.isFirst(i) ? "abnormal inputs flagged, %" : null));
            XYSeriesCollection lines = new XYSeriesCollection();
            XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
            for (int k = 0; k < detectors.size(); k++) {
                XYSeries line = new XYSeries(detectors.get(k).title(), false);
                for (RocCurve.Point point : kind.curve(detectors.get(k)).points()) {
                    line.add(100 * point.falsePositives(), 100 * point.truePositives());
                }
                lines.addSeries(line);
                renderer.setSeriesPaint(k, Palette.method(k));
                renderer.setSeriesStroke(k, Palette.line(k, 1.1));
            }
            plot.setDataset(lines);
            plot.setRenderer(renderer);
            Charts.align(plot, panels.indent(i), 30);
            Charts.panelTitle(pages, kind.title() + " (" + kind.familiarity().words() + ")", area, panels.indent(i));
            Charts.draw(pages, plot, area);
        }
        panels.close(pages);
        pages.caption("Share of abnormal inputs above a threshold against the share of clean inputs above it. 'seen' is"
                + " the attack to which the transport detector was fitted. The attacks do not know the detectors: an"
                + " attack on network and detector together may evade them.");
    }

    private void areas(Pages pages) throws IOException {
        pages.heading("Area under the curve, and clean inputs flagged where 95 % of the abnormal ones are", 120);
        List<Column> columns = new ArrayList<>(List.of(
                Column.words("abnormal inputs"), Column.words("to the", "detector"), Column.numbers("number")));
        for (Detector detector : Detector.values()) {
            columns.add(Column.words(detector.title(), "area"));
        }
        for (Detector detector : Detector.values()) {
            columns.add(Column.words(detector.title(), "flagged, %"));
        }
        Table table = new Table(columns);
        for (Kind kind : result.kinds()) {
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(kind.title()), Cell.of(kind.familiarity().words()),
                    Cell.of(kind.isMeasured() ? "" + kind.curve(Detector.TRANSPORT).abnormalSize() : "–")));
            for (Detector detector : Detector.values()) {
                cells.add(Cell.of(kind.isMeasured() ? words(kind.area(detector), 1, "%.3f [%.3f, %.3f]") : "–"));
            }
            for (Detector detector : Detector.values()) {
                cells.add(Cell.of(kind.isMeasured() ? words(
                        kind.falsePositives(detector, settings.seed()), 100, "%.0f [%.0f, %.0f]") : "–"));
            }
            table.row(cells);
        }
        table.draw(pages);
        pages.caption("95 % intervals: DeLong's for areas, bootstrap for shares. Attacked inputs count if the network"
                + " classified them correctly before and not after." + missing());
        for (Kind kind : result.kinds()) {
            if (kind.isMeasured() && kind.familiarity() != Familiarity.SEEN) {
                pages.caption(kind.title() + ": area of the transport detector minus that of max-softmax "
                        + words(kind.advantage(Detector.MAX_SOFTMAX), 1, "%.3f [%.3f, %.3f]") + ", of Mahalanobis "
                        + words(kind.advantage(Detector.MAHALANOBIS), 1, "%.3f [%.3f, %.3f]") + ".");
            }
        }
    }

    private String missing() {
        StringBuilder sentences = new StringBuilder();
        result.kinds().forEach(kind -> kind.reason().ifPresent(
                reason -> sentences.append(' ').append(kind.title()).append(": ").append(reason).append('.')));
        return sentences.toString();
    }

    private void features(Pages pages) throws IOException {
        pages.heading("Features of the transport detector", 80);
        Table table = new Table(List.of(Column.words("feature"), Column.numbers("share, %")));
        result.contributions().forEach(part -> table.row(List.of(
                Cell.of(part.feature()), Cell.of(String.format(Locale.ROOT, "%.1f", 100 * part.share())))));
        table.draw(pages);
        pages.caption("Share of the heights of all steps of the boosted stumps: v the residue of a block, x its"
                + " shortcut, 1 the vector of ones. Features are correlated: one may stand for others.");
    }

    private static String words(Estimate estimate, double factor, String format) {
        return String.format(Locale.ROOT, format, factor * estimate.value(), factor * estimate.low(),
                factor * estimate.high());
    }
}
