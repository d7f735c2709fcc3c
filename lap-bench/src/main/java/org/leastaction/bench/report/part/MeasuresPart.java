package org.leastaction.bench.report.part;

import java.awt.BasicStroke;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.HolderMeasures;
import org.leastaction.bench.analysis.RobustnessMeasures;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.chart.Charts;
import org.leastaction.bench.report.chart.Key;
import org.leastaction.bench.report.chart.Panels;
import org.leastaction.bench.report.chart.Scale;
import org.leastaction.bench.report.chart.Styles;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.metrics.definition.MetricDefinition;

/**
 * Cost, gap, straightness, Hölder exponent and robust accuracy against accuracy: one dot per network, coloured by
 * objective.
 */
public final class MeasuresPart {

    private static final double HEIGHT = 170;
    private static final String ATTACK = "pgd_l2";

    private enum Axis {
        FITTING,
        LINEAR,
        PERCENT
    }

    /** A measure; its value is NaN if a network lacks it. */
    private record Measure(String label, Axis axis, ToDoubleFunction<RunRecord> value) {}

    private static final List<Measure> MEASURES = List.of(
            measure(CostMeasures.TRANSPORT_COST, Axis.FITTING),
            measure(GapMeasures.OT_GAP_RELATIVE, Axis.LINEAR),
            measure(CostMeasures.STRAIGHTNESS, Axis.LINEAR),
            measure(HolderMeasures.HOLDER_EXPONENT, Axis.LINEAR),
            new Measure(RobustnessMeasures.ROBUST_ACCURACY.label() + ", %", Axis.PERCENT, MeasuresPart::robust));

    private MeasuresPart() {}

    private static Measure measure(MetricDefinition metric, Axis axis) {
        return new Measure(metric.label(), axis, run -> run.quantity(metric.key()).value());
    }

    public static void draw(Pages pages, Comparison comparison) throws IOException {
        List<Measure> shown = MEASURES.stream().filter(measure -> values(comparison, measure).length > 0).toList();
        double[] accuracies = runs(comparison).stream().mapToDouble(MeasuresPart::accuracy)
                .filter(Double::isFinite).toArray();
        if (shown.isEmpty() || accuracies.length == 0) {
            return;
        }
        Styles styles = Styles.of(comparison);
        Key key = styles.markers(2.6);
        int rows = (shown.size() + 1) / 2;
        pages.heading("Measures against accuracy", Math.min(600, rows * HEIGHT + key.height(pages) + 50));
        key.draw(pages);
        Panels panels = new Panels(2, HEIGHT, Panels.Labels.EVERY);
        for (int i = 0; i < shown.size(); i++) {
            Measure measure = shown.get(i);
            Rectangle2D area = panels.nextUntitled(pages, i);
            Scale x = Scale.percentages(accuracies);
            Scale y = scale(measure, values(comparison, measure));
            XYPlot plot = Charts.plot(pages.typeface(), x.axis("test accuracy, %"), y.axis(measure.label()));
            fill(plot, comparison, measure, styles, y);
            Charts.align(plot, panels.indent(i), 30);
            Charts.draw(pages, plot, area);
        }
        panels.close(pages);
        pages.caption(
                "A marker is one network; colour and shape show the objective, all initialisations are shown. Robust"
                        + " accuracy: share of test points that an attack by projected gradients (L2) of the middle of"
                        + " the measured radii leaves classified right, an upper bound. Diverged networks and missing"
                        + " measures are left out.");
    }

    private static void fill(XYPlot plot, Comparison comparison, Measure measure, Styles styles, Scale y) {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setDefaultShapesFilled(false);
        for (String method : comparison.methods()) {
            XYSeries series = new XYSeries(method, false, true);
            comparison.groups().stream().filter(group -> group.method().equals(method))
                    .flatMap(group -> group.runs().stream())
                    .filter(run -> Double.isFinite(measure.value().applyAsDouble(run))
                            && Double.isFinite(accuracy(run)))
                    .forEach(run -> series.add(accuracy(run), y.place(measure.value().applyAsDouble(run))));
            int index = data.getSeriesCount();
            data.addSeries(series);
            renderer.setSeriesShape(index, styles.marker(method, 2.6));
            renderer.setSeriesPaint(index, styles.colour(method));
            renderer.setSeriesStroke(index, new BasicStroke(0.8f));
        }
        plot.setDataset(data);
        plot.setRenderer(renderer);
    }

    private static Scale scale(Measure measure, double[] values) {
        return switch (measure.axis()) {
            case FITTING -> Scale.fitting(values);
            case LINEAR -> Scale.linear(values);
            case PERCENT -> Scale.percentages(values);
        };
    }

    private static List<RunRecord> runs(Comparison comparison) {
        return comparison.groups().stream().map(RunGroup::runs).flatMap(List::stream).toList();
    }

    private static double[] values(Comparison comparison, Measure measure) {
        return runs(comparison).stream().mapToDouble(measure.value()).filter(Double::isFinite).toArray();
    }

    private static double accuracy(RunRecord run) {
        return 100 * run.accuracy().value();
    }

    /**
     * Robust accuracy in percent under the attack of the middle radius: small radii break nothing, large ones
     * everything.
     */
    private static double robust(RunRecord run) {
        if (run.analysis() == null) {
            return Double.NaN;
        }
        Map<String, List<Double>> table = run.analysis().table(RobustnessMeasures.ROBUST_ACCURACY.key());
        List<Double> shares = table.getOrDefault(ATTACK, List.of());
        List<Double> radii = table.getOrDefault(ATTACK + "_radius", List.of());
        if (shares.isEmpty() || radii.size() != shares.size()) {
            return Double.NaN;
        }
        double middle = radii.stream().sorted().toList().get(radii.size() / 2);
        return 100 * shares.get(radii.indexOf(middle));
    }
}
