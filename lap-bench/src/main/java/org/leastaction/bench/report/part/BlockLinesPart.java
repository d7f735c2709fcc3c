package org.leastaction.bench.report.part;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYIntervalSeries;
import org.leastaction.bench.analysis.BlockMeasures;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.JacobianMeasures;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.chart.Charts;
import org.leastaction.bench.report.chart.Charts.Band;
import org.leastaction.bench.report.chart.Charts.IntervalLines;
import org.leastaction.bench.report.chart.Key;
import org.leastaction.bench.report.chart.Panels;
import org.leastaction.bench.report.chart.Scale;
import org.leastaction.bench.report.chart.Styles;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.metrics.definition.MetricDefinition;

/**
 * A number per block: one panel per initialisation, one line per objective.
 *
 * @param metric a list of one number per block, or per state; its name heads the part, its heading labels the axis
 * @param first  number of the list's first entry: 1 for the first block, 0 for the state before it
 * @param words  description of the number, the first sentence of the caption
 */
public record BlockLinesPart(MetricDefinition metric, int first, String words) {

    public static final BlockLinesPart COST = new BlockLinesPart(
            CostMeasures.TRANSPORT_COST_BLOCKS, 1,
            "Transport cost ‖v‖² of each block, averaged over test points");
    /** Regularity per block. */
    public static final List<BlockLinesPart> REGULARITY = List.of(
            new BlockLinesPart(BlockMeasures.LIPSCHITZ_PAIRS_BLOCKS, 1,
                    "Largest ‖x′ − y′‖ / ‖x − y‖ of each block over pairs of particles, a lower bound"),
            new BlockLinesPart(JacobianMeasures.RESIDUE_LIPSCHITZ_BLOCKS, 1,
                    "Largest ‖Dv‖ at the particles of each block: below 1 the block can be inverted there"),
            new BlockLinesPart(JacobianMeasures.JACOBIAN_ASYMMETRY_BLOCKS, 1,
                    "Mean ‖J − J′‖ / 2‖J‖ of each block, J′ the transpose, 0 for the gradient of a function"));
    /** Separation of the classes per block. */
    public static final List<BlockLinesPart> SEPARATION = List.of(
            new BlockLinesPart(BlockMeasures.PROBE_ACCURACY_DEPTH, 0,
                    "Accuracy, leaving one out, of ridge regression on the particles before (0) and after each block"),
            new BlockLinesPart(BlockMeasures.KNN_PURITY_DEPTH, 0,
                    "Share of the ten nearest particles that are of the same class, before (0) and after each block"),
            new BlockLinesPart(BlockMeasures.FISHER_RATIO_DEPTH, 0,
                    "Scatter between classes over scatter within them, before (0) and after each block"));

    private static final double HEIGHT = 150;
    private static final double LEAST_HEIGHT = 105;

    public void draw(Pages pages, Comparison comparison) throws IOException {
        double[] all = comparison.groups().stream().flatMap(g -> g.runs().stream())
                .flatMap(run -> blocks(run).stream()).mapToDouble(Double::doubleValue)
                .filter(Double::isFinite).toArray();
        if (all.length == 0) {
            return;
        }
        Scale y = Scale.fitting(all);
        List<RunRecord.Initialisation> initialisations = comparison.initialisations();
        Styles styles = Styles.of(comparison);
        Key legend = styles.key(2.4);
        String caption = caption(comparison, y, all);
        double around = legend.height(pages) + Panels.TITLE + pages.captionHeight(caption) + 8;
        double height = initialisations.size() <= Panels.MOST_COLUMNS
                ? pages.fit(around, LEAST_HEIGHT, HEIGHT) : HEIGHT;
        Panels panels = new Panels(initialisations.size(), height);
        pages.heading(Wording.capitalised(metric.name()), height + around);
        legend.draw(pages);
        for (int i = 0; i < initialisations.size(); i++) {
            Rectangle2D area = panels.next(pages, i);
            NumberAxis x = new NumberAxis(first == 0 ? "after block" : "block");
            XYPlot plot = Charts.plot(pages.typeface(), x,
                    y.axis(panels.isFirst(i) ? String.join(" ", metric.heading()).strip() : null));
            fill(plot, comparison.groups(initialisations.get(i)), styles, y);
            Charts.align(plot, panels.indent(i), 30);
            Charts.panelTitle(pages, Wording.panel(comparison, initialisations.get(i)), area, panels.indent(i));
            Charts.draw(pages, plot, area);
        }
        panels.close(pages);
        pages.caption(caption);
    }

    private void fill(XYPlot plot, List<RunGroup> groups, Styles styles, Scale y) {
        IntervalLines lines = new IntervalLines(styles, 2.2);
        int most = 1;
        for (int g = 0; g < groups.size(); g++) {
            RunGroup group = groups.get(g);
            // Lines are offset slightly, so that their intervals do not cover one another.
            double aside = 0.14 * (g - (groups.size() - 1) / 2.0);
            int blocks = group.runs().stream().mapToInt(run -> blocks(run).size()).max().orElse(0);
            most = Math.max(most, blocks);
            XYIntervalSeries series = new XYIntervalSeries(group.method());
            for (int k = 0; k < blocks; k++) {
                int block = k;
                Band band = Band.of(group.runs().stream().map(this::blocks)
                        .filter(costs -> costs.size() > block).mapToDouble(costs -> costs.get(block)).toArray(), y);
                if (band != null) {
                    double at = k + first + aside;
                    series.add(at, at, at, band.value(), band.low(), band.high());
                }
            }
            lines.add(group.method(), series);
        }
        lines.show(plot);
        NumberAxis x = (NumberAxis) plot.getDomainAxis();
        x.setRange(first - 0.6, most + first - 0.4);
        x.setTickUnit(new NumberTickUnit(Math.max(1, (int) Math.ceil(most / 10.0))));
    }

    private List<Double> blocks(RunRecord run) {
        return run.analysis() == null ? List.of() : run.analysis().numbers(metric.key());
    }

    private String caption(Comparison comparison, Scale y, double[] all) {
        boolean logarithmic = y.kind() == Scale.Kind.LOGARITHMIC;
        boolean several = comparison.groups().stream().anyMatch(g -> g.runs().size() > 1);
        String means = (logarithmic ? "; geometric means" : "; means") + " over networks with Student's 95 % intervals"
                + (logarithmic ? " of the logarithm" : "") + ", cut at the panel's ends";
        return words + (several ? means : "") + ". "
                + (logarithmic ? "The upright axis is logarithmic" : "The upright axis is linear")
                + (comparison.initialisations().size() > 1 ? " and the same in all panels." : ".")
                + (y.hides(all) ? " Numbers of exactly zero have no place there and are left out." : "");
    }
}
