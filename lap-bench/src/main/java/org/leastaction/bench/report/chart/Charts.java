package org.leastaction.bench.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Stroke;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.ui.RectangleInsets;
import org.leastaction.bench.report.page.EmbeddedFont;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.Typeface;

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
        pages.text(pages.shortened(text, font, panel.getWidth() - indent), font, Palette.INK,
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
}
