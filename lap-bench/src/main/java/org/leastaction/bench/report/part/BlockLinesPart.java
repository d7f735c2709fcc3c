package org.leastaction.bench.report.part;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYIntervalSeries;
import org.leastaction.bench.analysis.BlockMeasures;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.JacobianMeasures;
import org.leastaction.bench.record.Analysis;
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
import org.leastaction.bench.report.page.Palette;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.MetricDefinition.Compared;
import org.leastaction.metrics.definition.Metrics;

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

    private static final int MOST_PANELS = 11;
    private static final int COLUMNS = 4;
    private static final double SMALL = 86;

    /** All numbers per block of one network, in a grid of small panels. */
    public static void grid(Pages pages, Comparison comparison) throws IOException {
        List<BlockLinesPart> parts = Stream.concat(
                Stream.concat(REGULARITY.stream(), SEPARATION.stream()).map(BlockLinesPart::metric),
                Metrics.installed().all().stream())
                .filter(metric -> metric.compared() != Compared.NONE && metric.key().matches(".*_(blocks|depth)")
                        && !metric.key().startsWith(CostMeasures.TRANSPORT_COST.key()))
                .distinct()
                .flatMap(metric -> of(metric, comparison.records().get(0)).stream()).limit(MOST_PANELS).toList();
        Optional<XYPlot> regularity = HolderPart.plot(pages, comparison);
        if (parts.isEmpty()) {
            return;
        }
        Panels panels = new Panels(COLUMNS, SMALL, Panels.Labels.NONE);
        int rows = (parts.size() + (regularity.isPresent() ? 1 : 0) + COLUMNS - 1) / COLUMNS;
        String caption =
                "Across: blocks from 1; where it starts at 0, after each block, 0 being the encoding. Dotted: a "
                        + "new stage, whose particles have another shape. Axes that span more than a factor of 30 are "
                        + "logarithmic."
                        + (regularity.isEmpty() ? "" : " Last: largest ‖T(x) − T(y)‖ over pairs of samples by their"
                                + " distance ‖x − y‖, and its bound M‖x − y‖^η over the fitted scales, logarithmic.");
        pages.heading("Block by block", rows * panels.rowHeight() + pages.captionHeight(caption) + 6);
        for (int i = 0; i < parts.size(); i++) {
            Rectangle2D area = panels.next(pages, i);
            double[] all = parts.get(i).all(comparison);
            Scale y = Scale.fitting(all);
            XYPlot plot = Charts.plot(pages.typeface(), new NumberAxis(), y.axis(null));
            parts.get(i).fill(plot, comparison.groups(), Styles.of(comparison), y);
            Charts.align(plot, panels.indent(i), 16);
            String title =
                    parts.get(i).metric.name().replaceAll(" of each block('s Jacobian)?$", "").replace("each ", "");
            Charts.panelTitle(pages, Wording.capitalised(title), area, panels.indent(i));
            Charts.draw(pages, plot, area);
        }
        if (regularity.isPresent()) {
            Rectangle2D area = panels.next(pages, parts.size());
            Charts.align(regularity.get(), panels.indent(parts.size()), 16);
            Charts.panelTitle(pages, "Hölder regularity", area, panels.indent(parts.size()));
            Charts.draw(pages, regularity.get(), area);
        }
        panels.close(pages);
        pages.caption(caption);
    }

    /** The part of a list with one number per block or state of a network; empty if the metric is no such list. */
    private static Optional<BlockLinesPart> of(MetricDefinition metric, RunRecord record) {
        Analysis analysis = record.requireAnalysis();
        int blocks = analysis.numbers(CostMeasures.TRANSPORT_COST_BLOCKS.key()).size();
        List<Double> numbers = analysis.numbers(metric.key());
        int first = blocks + 1 - numbers.size();
        return blocks > 0 && (first == 0 || first == 1) && numbers.stream().anyMatch(Double::isFinite)
                ? Optional.of(new BlockLinesPart(metric, first, "")) : Optional.empty();
    }

    private double[] all(Comparison comparison) {
        return comparison.groups().stream().flatMap(g -> g.runs().stream())
                .flatMap(run -> blocks(run).stream()).mapToDouble(Double::doubleValue)
                .filter(Double::isFinite).toArray();
    }

    public void draw(Pages pages, Comparison comparison) throws IOException {
        double[] all = all(comparison);
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
            List<Integer> starts = Stages.of(group.runs()).starts();
            XYIntervalSeries series = new XYIntervalSeries(group.method());
            for (int k = 0; k < blocks; k++) {
                int block = k;
                if (starts.contains(k + first - 1)) {
                    lines.add(group.method(), series);
                    series = new XYIntervalSeries(group.method() + " " + k);
                    plot.addDomainMarker(boundary(k + first - 0.5));
                }
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
        x.setTickUnit(new NumberTickUnit(unit(most)));
    }

    /** The step between the numbers of blocks: 1 up to ten blocks, otherwise for at most six numbers. */
    private static int unit(int blocks) {
        int unit = 1;
        while (blocks > 10 && blocks / unit > 6) {
            unit = Integer.toString(unit).startsWith("2") ? unit / 2 * 5 : unit * 2;
        }
        return unit;
    }

    private static ValueMarker boundary(double at) {
        return new ValueMarker(at, Palette.RULE, Palette.line(3, 0.7));
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
                + (comparison.records().stream().anyMatch(run -> !Stages.of(List.of(run)).starts().isEmpty())
                        ? " Dotted: a new stage, whose particles have another shape." : "")
                + (y.hides(all) ? " Numbers of exactly zero cannot be shown there and are omitted." : "");
    }
}
