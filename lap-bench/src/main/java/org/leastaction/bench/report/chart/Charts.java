package org.leastaction.bench.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Stroke;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.Typeface;
import org.leastaction.bench.report.page.Typeface.EmbeddedFont;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.StudentT;

/** Charts in the report's style: axes without a frame, pale horizontal grid lines, small plain type. */
public final class Charts {

    private static final Stroke HAIRLINE = new BasicStroke(0.5f);
    private static final Stroke AXIS = new BasicStroke(0.7f);

    private Charts() {}

    /** An empty plot with the given axes. */
    public static XYPlot plot(Typeface typeface, NumberAxis x, NumberAxis y) {
        style(typeface, x);
        style(typeface, y);
        XYPlot plot = new XYPlot(null, x, y, null);
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setInsets(RectangleInsets.ZERO_INSETS);
        plot.setAxisOffset(new RectangleInsets(0, 0, 0, 0));
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(Palette.GRID);
        plot.setRangeGridlineStroke(HAIRLINE);
        plot.setRangeZeroBaselineVisible(false);
        plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
        return plot;
    }

    /** Fixes the space of both axes, so that the data areas of adjacent plots are aligned. */
    public static void align(XYPlot plot, double left, double bottom) {
        AxisSpace range = new AxisSpace();
        range.setLeft(left);
        plot.setFixedRangeAxisSpace(range);
        AxisSpace domain = new AxisSpace();
        domain.setBottom(bottom);
        plot.setFixedDomainAxisSpace(domain);
    }

    public static void draw(Pages pages, XYPlot plot, Rectangle2D area) {
        // Keeps a label rotated by 90° as text instead of converting it to outlines.
        TextUtils.setUseDrawRotatedStringWorkaround(false);
        plot.draw(pages.canvas(), area, null, null, null);
    }

    /** A small heading above a panel. */
    public static void panelTitle(Pages pages, String text, Rectangle2D panel, double indent) {
        EmbeddedFont font = pages.typeface().bold(8.5);
        pages.text(pages.shortened(text, font, panel.getWidth() - indent + 32), font, Palette.INK,
                panel.getX() + indent, panel.getY() - 5);
    }

    private static void style(Typeface typeface, NumberAxis axis) {
        axis.setLabelFont(typeface.regular(9));
        axis.setLabelPaint(Palette.INK);
        axis.setLabelInsets(new RectangleInsets(2, 2, 2, 2));
        axis.setTickLabelFont(typeface.regular(8));
        axis.setTickLabelPaint(new Color(0x444444));
        axis.setAxisLinePaint(Palette.SOFT);
        axis.setAxisLineStroke(AXIS);
        axis.setTickMarkPaint(Palette.SOFT);
        axis.setTickMarkStroke(AXIS);
        axis.setTickMarkOutsideLength(3);
        axis.setMinorTickMarksVisible(false);
    }

    /**
     * The mean of several networks' values at one position of a chart: the arithmetic mean on a linear scale, the
     * geometric mean on a logarithmic one, each with Student's 95 % interval on that scale.
     *
     * @param value the mean, transformed to the scale
     * @param low   lower end, transformed to the scale and not below the scale's lower end; the value itself if there
     *              is one network
     * @param high  upper end, transformed to the scale and not above the scale's upper end
     */
    public record Band(double value, double low, double high) {

        /** @return null if no value is in the domain of the scale */
        public static @Nullable Band of(double[] values, Scale scale) {
            double[] placed = Arrays.stream(values).map(scale::place).filter(Double::isFinite).toArray();
            if (placed.length == 0) {
                return null;
            }
            Estimate mean = StudentT.mean(placed);
            if (!Double.isFinite(mean.width())) {
                return new Band(mean.value(), mean.value(), mean.value());
            }
            return new Band(mean.value(), Math.max(scale.low(), mean.low()), Math.min(scale.high(), mean.high()));
        }
    }

    /** Lines of a plot, one per method, through markers with vertical intervals. */
    public static final class IntervalLines {

        private final XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        private final XYErrorRenderer renderer = new XYErrorRenderer();
        private final Styles styles;
        private final double markerSize;

        public IntervalLines(Styles styles, double markerSize) {
            this.styles = styles;
            this.markerSize = markerSize;
            renderer.setDefaultLinesVisible(true);
            renderer.setDrawXError(false);
            renderer.setErrorStroke(new BasicStroke(0.7f));
            renderer.setCapLength(2.5);
            renderer.setUseFillPaint(true);
        }

        /** Adds the line of a method in its style. */
        public void add(String method, XYIntervalSeries series) {
            int index = data.getSeriesCount();
            data.addSeries(series);
            renderer.setSeriesPaint(index, styles.colour(method));
            renderer.setSeriesFillPaint(index, styles.colour(method));
            renderer.setSeriesStroke(index, styles.line(method, 1.1));
            renderer.setSeriesShape(index, styles.marker(method, markerSize));
        }

        public void show(XYPlot plot) {
            plot.setDataset(data);
            plot.setRenderer(renderer);
        }
    }
}
