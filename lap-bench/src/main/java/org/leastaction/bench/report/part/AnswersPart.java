package org.leastaction.bench.report.part;

import java.awt.BasicStroke;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.ArrayList;
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
import org.leastaction.bench.report.chart.Panels;
import org.leastaction.bench.report.chart.Scale;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.Table;

/** The predictions of one network: the reliability diagram and the confusion matrix. */
public final class AnswersPart {

    private static final double HEIGHT = 190;
    private static final int MOST_CLASSES = 12;

    private AnswersPart() {}

    public static void draw(Pages pages, RunRecord record) throws IOException {
        Analysis analysis = record.analysis();
        if (analysis == null) {
            return;
        }
        Map<String, List<Double>> bins = analysis.table(QualityMeasures.RELIABILITY.key());
        if (!bins.getOrDefault("confidence", List.of()).isEmpty()) {
            reliability(pages, bins);
        }
        Map<String, List<Double>> confusion = analysis.table(QualityMeasures.CONFUSION.key());
        if (!confusion.isEmpty() && confusion.size() <= MOST_CLASSES) {
            confusion(pages, confusion);
        }
    }

    private static List<Double> column(Map<String, List<Double>> table, String name) {
        return Objects.requireNonNull(table.get(name), name);
    }

    private static void reliability(Pages pages, Map<String, List<Double>> bins) throws IOException {
        Panels panels = new Panels(1, HEIGHT);
        pages.heading("Calibration", panels.rowHeight() + 40);
        Rectangle2D area = panels.nextUntitled(pages, 0);
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
        Charts.align(plot, panels.indent(0), 30);
        Charts.draw(pages, plot, area);
        panels.close(pages);
        pages.caption("Accuracy of the test points in each of 15 bins of confidence that holds some, with Wilson's 95 %"
                + " intervals, at their mean confidence. On the line a network is as right as it says.");
    }

    private static void confusion(Pages pages, Map<String, List<Double>> confusion) throws IOException {
        List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.words("class")));
        confusion.keySet().forEach(key -> columns.add(Table.Column.numbers(key.replace('_', ' '))));
        Table table = new Table(columns);
        int classes = confusion.size();
        for (int label = 0; label < classes; label++) {
            int row = label;
            List<Table.Cell> cells = new ArrayList<>(List.of(Table.Cell.of(Integer.toString(label))));
            confusion.values().forEach(column -> cells.add(
                    Table.Cell.of(row < column.size() ? Numbers.plain(column.get(row)) : Numbers.MISSING)));
            table.row(cells);
        }
        pages.heading("Confusion", 40 + 14.0 * classes);
        table.draw(pages);
        pages.caption("Test points of each class (rows) by the class that the network takes them for (columns).");
    }
}
