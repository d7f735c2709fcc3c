package org.leastaction.bench.report.comparison;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYIntervalSeries;
import org.leastaction.bench.compare.Difference;
import org.leastaction.bench.compare.ModelComparison;
import org.leastaction.bench.compare.PairComparison;
import org.leastaction.bench.compare.PairComparison.Similarity;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.report.chart.Charts;
import org.leastaction.bench.report.chart.Charts.IntervalLines;
import org.leastaction.bench.report.chart.Key;
import org.leastaction.bench.report.chart.Panels;
import org.leastaction.bench.report.chart.Scale;
import org.leastaction.bench.report.chart.Styles;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.Typeface.EmbeddedFont;

/** Cost and similarity by depth, and the alignment of all states. */
final class DepthPart {

    private static final double HEIGHT = 140;
    private static final double MAP = 170;
    private static final String ALIGNMENT = "CKA";
    private static final String DEBIASED = "debiased CKA";
    private static final String DISTANCE = "Procrustes distance";

    private DepthPart() {}

    /** A line of a panel. */
    private record Line(String name, List<double[]> points) {}

    static void draw(Pages pages, ModelComparison comparison, PairComparison pair) throws IOException {
        Styles models = Styles.ofNames(0, List.of(pair.first(), pair.second()));
        Styles measures = Styles.ofNames(2, List.of(ALIGNMENT, DEBIASED, DISTANCE));
        Key costs = models.key(2.2);
        Key similarity = measures.key(2.2);
        String caption = caption(comparison, pair);
        double around = costs.height(pages) + similarity.height(pages) + Panels.TITLE + pages.captionHeight(caption);
        pages.heading("By depth", HEIGHT + around);
        costs.draw(pages);
        similarity.draw(pages);
        Panels panels = new Panels(3, HEIGHT, Panels.Labels.EVERY);
        panel(pages, panels, 0, "share of the cost", List.of(
                new Line(pair.first(), shares(pair, Difference::first)),
                new Line(pair.second(), shares(pair, Difference::second))), models, 0, Double.NaN);
        panel(pages, panels, 1, "similarity of states", List.of(
                new Line(ALIGNMENT, states(pair, Similarity::cka, 1)),
                new Line(DEBIASED, states(pair, Similarity::debiased, 1))), measures, 0, 1);
        panel(pages, panels, 2, "distance of states", List.of(
                new Line(DISTANCE, states(pair, Similarity::procrustes, Math.sqrt(2)))), measures, 0, Double.NaN);
        panels.close(pages);
        pages.caption(caption);
        if (!pair.everyState().isEmpty()) {
            map(pages, pair);
        }
    }

    private static List<double[]> shares(PairComparison pair, Function<Difference, Quantity> side) {
        List<double[]> points = new ArrayList<>();
        int parts = pair.costShares().size();
        for (Difference share : pair.costShares()) {
            add(points, (share.part() + 0.5) / parts, side.apply(share), 1);
        }
        return points;
    }

    private static List<double[]> states(PairComparison pair, Function<Similarity, Quantity> measure, double most) {
        List<double[]> points = new ArrayList<>();
        pair.similarity().forEach(state -> add(points, state.depth(), measure.apply(state), most));
        return points;
    }

    /** Adds a point with its interval, clipped to the range of the quantity, [0, {@code most}]. */
    private static void add(List<double[]> points, double x, Quantity quantity, double most) {
        if (quantity.isPresent()) {
            double value = quantity.value();
            double low = quantity.hasInterval() ? Math.max(Math.min(0, value), quantity.low()) : value;
            double high = quantity.hasInterval() ? Math.min(most, quantity.high()) : value;
            points.add(new double[] {x, value, low, high});
        }
    }

    private static void panel(Pages pages, Panels panels, int index, String title, List<Line> lines, Styles styles,
            double least, double most) throws IOException {
        Rectangle2D area = panels.next(pages, index);
        double[] all =
                DoubleStream.concat(DoubleStream.of(least), lines.stream().flatMap(line -> line.points().stream())
                        .flatMapToDouble(point -> DoubleStream.of(point[2], point[3]))).toArray();
        Scale around = Scale.linear(Double.isNaN(most) ? all : DoubleStream.concat(
                DoubleStream.of(all), DoubleStream.of(most)).toArray());
        NumberAxis x = new NumberAxis("depth");
        XYPlot plot = Charts.plot(pages.typeface(), x, around.axis(null));
        IntervalLines drawn = new IntervalLines(styles, 2.2);
        for (Line line : lines) {
            XYIntervalSeries series = new XYIntervalSeries(line.name());
            line.points().forEach(point -> series.add(point[0], point[0], point[0], point[1], point[2], point[3]));
            drawn.add(line.name(), series);
        }
        drawn.show(plot);
        x.setRange(-0.04, 1.04);
        x.setTickUnit(new NumberTickUnit(0.25));
        Charts.align(plot, panels.indent(index), 30);
        Charts.panelTitle(pages, title, area, panels.indent(index));
        Charts.draw(pages, plot, area);
    }

    private static String caption(ModelComparison comparison, PairComparison pair) {
        int parts = pair.costShares().size();
        return "Depth 0 is before the first block, 1 after the last. Left: the share of the transport cost in each of "
                + parts + (parts == 1 ? " part" : " parts")
                + " of the depth. Middle and right: the states of both at the"
                + " same depth, on " + comparison.samples().similar()
                + " samples. CKA is 1 and the Procrustes distance 0"
                + " for states that are equal up to a rotation and a scale; debiased CKA is about 0 for unrelated ones,"
                + " the other two overstate the similarity where a state has more dimensions than samples."
                + (pair.pairs().size() > 1 ? " Means over " + pair.pairs().size() + " pairs of networks." : "");
    }

    /** Every state of the first network against every one of the second, as a map. */
    private static void map(Pages pages, PairComparison pair) throws IOException {
        int rows = pair.everyState().size();
        int columns = pair.everyState().get(0).size();
        double cell = Math.min(MAP / rows, 2 * MAP / columns);
        String caption = "Debiased CKA of the state after every block of " + pair.first() + " (rows) with that of "
                + pair.second() + " (columns); 0 is before the first block. Dark is 1, white is 0 or less."
                + (pair.pairs().size() > 1 ? " For the networks " + String.join(" and ", pair.pairs().get(0)) + "."
                        : "");
        pages.heading("Correspondence of depths", rows * cell + 40 + pages.captionHeight(caption));
        EmbeddedFont font = pages.typeface().regular(7.5);
        double left = Pages.LEFT + 30;
        double top = pages.y() + 14;
        int each = Math.max(1, (int) Math.ceil(12 / cell));
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                draw(pages, font, pair.everyState().get(i).get(j),
                        new Rectangle2D.Double(left + j * cell, top + i * cell, cell, cell));
            }
            if (i % each == 0) {
                right(pages, font, Integer.toString(i), left - 4, top + (i + 0.5) * cell + 2.5);
            }
        }
        for (int j = 0; j < columns; j += each) {
            String number = Integer.toString(j);
            pages.text(number, font, Palette.SOFT, left + (j + 0.5) * cell - font.width(number) / 2, top - 4);
        }
        pages.space(rows * cell + 22);
        pages.caption(caption);
    }

    private static void draw(Pages pages, EmbeddedFont font, double value, Rectangle2D cell) {
        double share = Double.isFinite(value) ? Math.max(0, Math.min(1, value)) : 0;
        Graphics2D canvas = pages.canvas();
        canvas.setPaint(Palette.pale(Palette.initialisation(0), 1 - share));
        canvas.fill(cell);
        String text = Numbers.decimal(value, 2);
        if (font.width(text) < cell.getWidth() - 2 && cell.getHeight() > 9) {
            pages.text(text, font, share > 0.6 ? Color.WHITE : Palette.INK,
                    cell.getCenterX() - font.width(text) / 2, cell.getCenterY() + 2.5);
        }
    }

    private static void right(Pages pages, EmbeddedFont font, String text, double end, double baseline) {
        pages.text(text, font, Palette.SOFT, end - font.width(text), baseline);
    }
}
