package org.leastaction.bench.report.part;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.chart.Charts;
import org.leastaction.bench.report.chart.Scale;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.Typeface.EmbeddedFont;

/**
 * The predictions of one network: the confusion matrix as a heat map, for very many classes its largest mistakes only,
 * beside the reliability diagram.
 */
public final class PredictionsPart {

    private static final double HEIGHT = 184;
    private static final double LABELS = 62;
    /** Up to this many classes cells have their counts and rows their names. */
    private static final int NAMED = 20;
    /** Up to this many classes a cell is large enough to be seen. */
    private static final int DRAWN = 200;
    private static final int MISTAKES = 10;

    private record Confusion(int label, int prediction, double count) {}

    private PredictionsPart() {}

    public static void draw(Pages pages, RunRecord record) throws IOException {
        Analysis analysis = record.analysis();
        if (analysis == null) {
            return;
        }
        Map<String, List<Double>> bins = analysis.table(QualityMeasures.RELIABILITY.key());
        double[][] counts = counts(analysis.table(QualityMeasures.CONFUSION.key()));
        boolean calibrated = !bins.getOrDefault("confidence", List.of()).isEmpty();
        if (!calibrated && counts.length == 0) {
            return;
        }
        String caption = caption(counts.length, calibrated);
        pages.heading("Predictions", HEIGHT + pages.captionHeight(caption));
        Rectangle2D area = pages.take(HEIGHT);
        double half = area.getWidth() / 2;
        if (calibrated) {
            reliability(pages, bins,
                    new Rectangle2D.Double(area.getX() + half + 12, area.getY(), half - 12, HEIGHT - 4));
        }
        if (counts.length > 0 && counts.length <= DRAWN) {
            matrix(pages, record, counts, area);
        }
        if (counts.length > DRAWN) {
            mistakes(pages, record, counts, area.getX(), area.getY(), half - 20);
        }
        pages.caption(caption);
        if (counts.length > NAMED && counts.length <= DRAWN) {
            pages.caption("Most frequent mistakes: " + String.join("; ", mistakes(counts).stream()
                    .map(mistake -> sentence(record, mistake)).toList()) + ".");
        }
    }

    private static String caption(int classes, boolean calibrated) {
        return (classes == 0 ? "" : classes > DRAWN
                ? "Left: the most frequent mistakes among " + classes + " classes. "
                : "Left: samples of each class (rows) by predicted class (columns), blue if correct, orange if not;"
                        + " darker: a greater share of the row. ")
                + (calibrated
                        ? "Right: accuracy in each of 15 bins of confidence, with Wilson's 95 % intervals; on the "
                                + "line, confidence equals accuracy."
                        : "");
    }

    /** [label][prediction] */
    private static double[][] counts(Map<String, List<Double>> columns) {
        int classes = columns.size();
        double[][] counts = new double[classes][classes];
        int prediction = 0;
        for (List<Double> column : columns.values()) {
            for (int label = 0; label < Math.min(classes, column.size()); label++) {
                counts[label][prediction] = column.get(label);
            }
            prediction++;
        }
        return counts;
    }

    private static List<Double> column(Map<String, List<Double>> table, String name) {
        return Objects.requireNonNull(table.get(name), name);
    }

    private static void matrix(Pages pages, RunRecord record, double[][] counts, Rectangle2D area) {
        int classes = counts.length;
        double side = Math.min(HEIGHT - 50, area.getWidth() / 2 - LABELS - 10);
        double cell = side / classes;
        double left = area.getX() + LABELS;
        double top = area.getY() + 44;
        Graphics2D canvas = pages.canvas();
        for (int label = 0; label < classes; label++) {
            double row = Arrays.stream(counts[label]).sum();
            for (int p = 0; p < classes; p++) {
                if (counts[label][p] > 0) {
                    double share = Math.sqrt(counts[label][p] / row);
                    Color colour = p == label ? Palette.initialisation(0) : Palette.method(2);
                    canvas.setPaint(Palette.pale(colour, 1 - Math.max(0.18, share)));
                    canvas.fill(new Rectangle2D.Double(left + p * cell, top + label * cell, cell, cell));
                    if (classes <= NAMED) {
                        EmbeddedFont font = pages.typeface().regular(Math.min(7.5, cell * 0.55));
                        String count = Integer.toString((int) counts[label][p]);
                        pages.text(count, font, share > 0.7 ? Color.WHITE : Palette.INK,
                                left + (p + 0.5) * cell - font.width(count) / 2, top + (label + 0.5) * cell + 2.5);
                    }
                }
            }
        }
        canvas.setPaint(Palette.RULE);
        canvas.setStroke(new BasicStroke(0.5f));
        canvas.draw(new Rectangle2D.Double(left, top, side, side));
        names(pages, record, classes, cell, left, top);
    }

    /** The classes at rows, and upright at columns; of many classes every tenth number. */
    private static void names(
            Pages pages, RunRecord record, int classes, double cell, double left, double top) {
        int step = classes <= NAMED ? 1 : classes <= 60 ? 5 : 10;
        EmbeddedFont font = pages.typeface().regular(Math.min(7.5, 0.8 * step * cell));
        for (int c = 0; c < classes; c += step) {
            String name = classes <= NAMED ? Wording.className(record, c) : Integer.toString(c);
            String row = pages.shortened(name, font, LABELS - 6);
            pages.text(row, font, Palette.SOFT, left - 4 - font.width(row), top + (c + 0.5) * cell + 2.5);
            AffineTransform upright = pages.canvas().getTransform();
            pages.canvas().translate(left + (c + 0.5) * cell + 2.5, top - 4);
            pages.canvas().rotate(-Math.PI / 2);
            pages.text(pages.shortened(name, font, 40), font, Palette.SOFT, 0, 0);
            pages.canvas().setTransform(upright);
        }
    }

    private static List<Confusion> mistakes(double[][] counts) {
        List<Confusion> all = new ArrayList<>();
        for (int label = 0; label < counts.length; label++) {
            for (int p = 0; p < counts.length; p++) {
                if (p != label && counts[label][p] > 0) {
                    all.add(new Confusion(label, p, counts[label][p]));
                }
            }
        }
        return all.stream().sorted(Comparator.comparingDouble(Confusion::count).reversed()).limit(MISTAKES).toList();
    }

    private static String sentence(RunRecord record, Confusion mistake) {
        return Wording.className(record, mistake.label()) + " as " + Wording.className(record, mistake.prediction())
                + " (" + (int) mistake.count() + ")";
    }

    private static void mistakes(Pages pages, RunRecord record, double[][] counts, double x, double y, double width) {
        EmbeddedFont font = pages.typeface().regular(8.5);
        double baseline = y + 14;
        for (Confusion mistake : mistakes(counts)) {
            pages.text(pages.shortened(sentence(record, mistake), font, width), font, Palette.INK, x, baseline);
            baseline += 14;
        }
    }

    private static void reliability(Pages pages, Map<String, List<Double>> bins, Rectangle2D area) {
        Scale scale = Scale.percentages(new double[] {0, 100});
        XYPlot plot = Charts.plot(pages.typeface(), scale.axis("confidence, %"), scale.axis("accuracy, %"));
        XYIntervalSeries series = new XYIntervalSeries("bins");
        List<Double> confidence = column(bins, "confidence");
        List<Double> accuracy = column(bins, "accuracy");
        List<Double> low = column(bins, "accuracy_low");
        List<Double> high = column(bins, "accuracy_high");
        for (int b = 0; b < confidence.size(); b++) {
            double at = 100 * confidence.get(b);
            series.add(at, at, at, 100 * accuracy.get(b), 100 * low.get(b), 100 * high.get(b));
        }
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        data.addSeries(series);
        XYErrorRenderer points = new XYErrorRenderer();
        points.setDrawXError(false);
        points.setErrorStroke(new BasicStroke(0.7f));
        points.setCapLength(2.5);
        points.setSeriesPaint(0, Palette.method(0));
        points.setSeriesShape(0, Palette.marker(0, 2.4));
        plot.setDataset(0, data);
        plot.setRenderer(0, points);
        XYSeries diagonal = new XYSeries("calibrated", false, true);
        diagonal.add(0, 0);
        diagonal.add(100, 100);
        XYLineAndShapeRenderer line = new XYLineAndShapeRenderer(true, false);
        line.setSeriesPaint(0, Palette.RULE);
        line.setSeriesStroke(0, new BasicStroke(0.8f));
        plot.setDataset(1, new XYSeriesCollection(diagonal));
        plot.setRenderer(1, line);
        Charts.align(plot, 40, 30);
        Charts.draw(pages, plot, area);
    }
}
