package org.leastaction.bench.report.part;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYIntervalSeries;
import org.leastaction.bench.analysis.RobustnessMeasures;
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

/** Accuracy against the size of attacks and noise: one row of panels per initialisation, one line per objective. */
public final class RobustnessPart {

    private static final double HEIGHT = 130;
    private static final double SMALL = 76;

    private record Curve(String key, String title, String axis) {}

    private static final List<Curve> CURVES = List.of(
            new Curve("pgd_linf", "PGD, L_{∞}", "radius"),
            new Curve("pgd_l2", "PGD, L₂", "radius"),
            new Curve("gaussian", "Gaussian noise", "standard deviation"),
            new Curve("fgsm_linf", "FGSM, L_{∞}", "radius"),
            new Curve("fgsm_l2", "FGSM, L₂", "radius"),
            new Curve("uniform", "uniform noise", "half width"));

    private RobustnessPart() {}

    public static void draw(Pages pages, Comparison comparison) throws IOException {
        for (RunRecord.Initialisation initialisation : comparison.initialisations()) {
            List<RunGroup> groups = comparison.groups(initialisation);
            List<Curve> curves = CURVES.stream().filter(curve -> groups.stream()
                    .flatMap(group -> group.runs().stream()).anyMatch(run -> !column(run, curve.key()).isEmpty()))
                    .toList();
            if (!curves.isEmpty()) {
                draw(pages, comparison, initialisation, curves);
            }
        }
    }

    private static void draw(
            Pages pages, Comparison comparison, RunRecord.Initialisation initialisation, List<Curve> curves)
            throws IOException {
        Styles styles = Styles.of(comparison);
        Key legend = styles.key(2.4);
        boolean single = comparison.records().size() == 1;
        Panels panels = new Panels(curves.size(), single ? SMALL : HEIGHT);
        boolean several = comparison.groups().stream().anyMatch(group -> group.runs().size() > 1);
        int rows = (curves.size() + Panels.MOST_COLUMNS - 1) / Panels.MOST_COLUMNS;
        String name = comparison.initialisations().size() > 1 ? ": " + Wording.initialisation(initialisation) : "";
        pages.heading("Robustness" + name, rows * panels.rowHeight() + legend.height(pages) + 36);
        legend.draw(pages);
        for (int i = 0; i < curves.size(); i++) {
            Rectangle2D area = panels.next(pages, i);
            String radii = curves.get(i).key() + "_radius";
            Scale x = Scale.linear(comparison.groups(initialisation).stream()
                    .flatMap(group -> group.runs().stream())
                    .flatMap(run -> column(run, radii).stream())
                    .mapToDouble(Double::doubleValue).toArray());
            Scale y = Scale.percentages(new double[] {0, 100});
            XYPlot plot = Charts.plot(pages.typeface(), x.axis(curves.get(i).axis()),
                    y.axis(panels.isFirst(i) ? "accuracy, %" : null));
            fill(plot, comparison.groups(initialisation), curves.get(i).key(), styles, y);
            Charts.align(plot, panels.indent(i), 30);
            Charts.panelTitle(pages, curves.get(i).title(), area, panels.indent(i));
            Charts.draw(pages, plot, area);
        }
        panels.close(pages);
        pages.caption("Share of test points still classified correctly, in units of the inputs (brightness from 0 to 1"
                + " for"
                + " images). " + (several ? "Means over networks with Student's 95 % intervals."
                        : "Wilson's 95 % intervals.")
                + " Attacks are upper bounds of the accuracy under the worst"
                + " perturbation: another attack may break more.");
    }

    private static void fill(XYPlot plot, List<RunGroup> groups, String key, Styles styles, Scale y) {
        IntervalLines lines = new IntervalLines(styles, 2.0);
        for (RunGroup group : groups) {
            List<RunRecord> runs = group.runs().stream().filter(run -> !column(run, key).isEmpty()).toList();
            if (runs.isEmpty()) {
                continue;
            }
            XYIntervalSeries series = new XYIntervalSeries(group.method());
            int points = column(runs.get(0), key).size();
            for (int p = 0; p < points; p++) {
                add(series, runs, key, p, y);
            }
            lines.add(group.method(), series);
        }
        lines.show(plot);
    }

    /**
     * Adds a point at the mean radius of the networks, whose radii differ if the spread of their points differs.
     */
    private static void add(XYIntervalSeries series, List<RunRecord> runs, String key, int point, Scale y) {
        double radius = runs.stream().mapToDouble(run -> at(run, key + "_radius", point)).average().orElse(0);
        if (runs.size() == 1) {
            RunRecord run = runs.get(0);
            series.add(radius, radius, radius, 100 * at(run, key, point),
                    100 * at(run, key + "_low", point), 100 * at(run, key + "_high", point));
            return;
        }
        Band band = Band.of(runs.stream().mapToDouble(run -> 100 * at(run, key, point)).toArray(), y);
        if (band != null) {
            series.add(radius, radius, radius, band.value(), band.low(), band.high());
        }
    }

    private static double at(RunRecord run, String key, int point) {
        List<Double> column = column(run, key);
        return point < column.size() ? column.get(point) : Double.NaN;
    }

    private static List<Double> column(RunRecord run, String key) {
        if (run.analysis() == null) {
            return List.of();
        }
        Map<String, List<Double>> table = run.analysis().table(RobustnessMeasures.ROBUST_ACCURACY.key());
        return table.getOrDefault(key, List.of());
    }
}
