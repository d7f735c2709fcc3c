package org.leastaction.bench.report.chart;

import java.awt.BasicStroke;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** Lines of a plot, one per method, through markers with vertical intervals. */
public final class IntervalLines {

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
