package org.leastaction.bench.report;

import java.awt.BasicStroke;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;

/** Transport cost of each block, a panel per initialisation, a line per objective. */
final class BlockCostPart {

    private static final double HEIGHT = 150;
    private static final double LEAST_HEIGHT = 105;
    private static final String KEY = "transport_cost_blocks";

    private BlockCostPart() {}

    static void draw(Pages pages, Comparison comparison) throws IOException {
        double[] all = comparison.groups().stream().flatMap(g -> g.runs().stream())
                .flatMap(run -> blocks(run).stream()).mapToDouble(Double::doubleValue)
                .filter(Double::isFinite).toArray();
        if (all.length == 0) {
            return;
        }
        Scale y = Scale.fitting(all);
        List<RunRecord.Initialisation> initialisations = comparison.initialisations();
        Styles styles = Styles.of(comparison);
        Key key = styles.key(2.4);
        String caption = caption(comparison, y, all);
        double around = key.height(pages) + Panels.TITLE + pages.captionHeight(caption) + 8;
        double height = initialisations.size() <= Panels.MOST_COLUMNS
                ? pages.fit(around, LEAST_HEIGHT, HEIGHT) : HEIGHT;
        Panels panels = new Panels(initialisations.size(), height);
        pages.heading("Cost per block", height + around);
        key.draw(pages);
        for (int i = 0; i < initialisations.size(); i++) {
            Rectangle2D area = panels.next(pages, i);
            NumberAxis x = new NumberAxis("block");
            XYPlot plot = Charts.plot(pages.typeface(), x, y.axis(panels.isFirst(i) ? "transport cost" : null));
            fill(plot, comparison.groups(initialisations.get(i)), styles, y);
            Charts.align(plot, panels.indent(i), 30);
            Charts.panelTitle(pages, Wording.panel(comparison, initialisations.get(i)), area, panels.indent(i));
            Charts.draw(pages, plot, area);
        }
        panels.close(pages);
        pages.caption(caption);
    }

    private static void fill(XYPlot plot, List<RunGroup> groups, Styles styles, Scale y) {
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDefaultLinesVisible(true);
        renderer.setDrawXError(false);
        renderer.setErrorStroke(new BasicStroke(0.7f));
        renderer.setCapLength(2.5);
        renderer.setUseFillPaint(true);
        renderer.setDrawOutlines(true);
        int most = 1;
        for (int g = 0; g < groups.size(); g++) {
            RunGroup group = groups.get(g);
            // Neighbouring lines stand a little aside of each other, or their intervals would hide one another.
            double aside = 0.14 * (g - (groups.size() - 1) / 2.0);
            int blocks = group.runs().stream().mapToInt(run -> blocks(run).size()).max().orElse(0);
            most = Math.max(most, blocks);
            XYIntervalSeries series = new XYIntervalSeries(group.method());
            for (int k = 0; k < blocks; k++) {
                int block = k;
                Band band = Band.of(group.runs().stream().map(BlockCostPart::blocks)
                        .filter(costs -> costs.size() > block).mapToDouble(costs -> costs.get(block)).toArray(), y);
                if (band != null) {
                    double at = k + 1 + aside;
                    series.add(at, at, at, band.value(), band.low(), band.high());
                }
            }
            int index = data.getSeriesCount();
            data.addSeries(series);
            renderer.setSeriesPaint(index, styles.colour(group.method()));
            renderer.setSeriesFillPaint(index, styles.colour(group.method()));
            renderer.setSeriesStroke(index, styles.line(group.method(), 1.1));
            renderer.setSeriesShape(index, styles.marker(group.method(), 2.2));
        }
        plot.setDataset(data);
        plot.setRenderer(renderer);
        NumberAxis x = (NumberAxis) plot.getDomainAxis();
        x.setRange(0.4, most + 0.6);
        x.setTickUnit(new NumberTickUnit(Math.max(1, (int) Math.ceil(most / 10.0))));
    }

    private static List<Double> blocks(RunRecord run) {
        return run.analysis() == null ? List.of() : run.analysis().numbers(KEY);
    }

    private static String caption(Comparison comparison, Scale y, double[] all) {
        boolean logarithmic = y.kind() == Scale.Kind.LOGARITHMIC;
        boolean several = comparison.groups().stream().anyMatch(g -> g.runs().size() > 1);
        String means = (logarithmic ? "; geometric means" : "; means") + " over networks with Student's 95 % intervals"
                + (logarithmic ? " of the logarithm" : "") + ", cut at the panel's ends";
        return "Transport cost ‖v‖² of each block, averaged over test points" + (several ? means : "") + ". "
                + (logarithmic ? "The cost axis is logarithmic" : "The cost axis is linear")
                + (comparison.initialisations().size() > 1 ? " and the same in all panels." : ".")
                + (y.hides(all) ? " Costs of exactly zero have no place there and are left out." : "");
    }
}
