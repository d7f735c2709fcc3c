package org.leastaction.bench.report.part;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.CurveRecord;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.chart.Charts;
import org.leastaction.bench.report.chart.Charts.Band;
import org.leastaction.bench.report.chart.Key;
import org.leastaction.bench.report.chart.Panels;
import org.leastaction.bench.report.chart.Scale;
import org.leastaction.bench.report.chart.Styles;
import org.leastaction.bench.report.page.Pages;

/** Accuracy, cross entropy, transport cost and its weight (λ or 1/λ) over epochs, with bands over seeds. */
public final class TrainingPart {

    private static final int COLUMNS = 3;
    private static final double PANEL = 122;
    private static final double LAST_PANEL = PANEL + 16;
    private static final double SMALL_PANEL = 84;

    private record Measure(String label, Unit unit, Function<RunRecord, List<Double>> values) {}

    private enum Unit {
        ONE,
        PERCENT
    }

    private static final List<Measure> MEASURES = List.of(
            new Measure("test accuracy, %", Unit.PERCENT, run -> percent(curve(run).testAccuracy())),
            new Measure("cross entropy, nats", Unit.ONE, run -> curve(run).crossEntropy()),
            new Measure("transport cost C", Unit.ONE, run -> curve(run).transportCost()),
            new Measure("weight of C", Unit.ONE, TrainingPart::weight));

    private TrainingPart() {}

    public static void draw(Pages pages, Comparison comparison) throws IOException {
        List<Measure> measures = MEASURES.stream().filter(m -> values(comparison, m).length > 0).toList();
        if (measures.isEmpty()) {
            return;
        }
        List<RunRecord.Initialisation> initialisations = comparison.initialisations();
        Styles styles = Styles.of(comparison);
        Key key = styles.key(0);
        if (comparison.records().size() == 1) {
            pages.heading("Training", SMALL_PANEL + Panels.TITLE + 6 + key.height(pages)
                    + pages.captionHeight(caption(comparison, measures)));
            squares(pages, comparison, measures, styles, new Panels(measures.size(), SMALL_PANEL, Panels.Labels.NONE));
            pages.caption(caption(comparison, measures));
            return;
        }
        if (initialisations.size() == 1) {
            int rows = (measures.size() + 1) / 2;
            pages.heading("Training", rows * (LAST_PANEL + Panels.TITLE) + key.height(pages) + 44);
            key.draw(pages);
            squares(pages, comparison, measures, styles, new Panels(2, LAST_PANEL, Panels.Labels.EVERY));
            pages.caption(caption(comparison, measures));
            return;
        }
        double height = measures.size() * (PANEL + 8) + 40;
        for (int first = 0; first < initialisations.size(); first += COLUMNS) {
            pages.heading(first == 0 ? "Training" : "Training, continued", height + key.height(pages) + 44);
            key.draw(pages);
            grid(pages, comparison, measures, styles,
                    initialisations.subList(first, Math.min(first + COLUMNS, initialisations.size())));
        }
        pages.caption(caption(comparison, measures));
    }

    private static void grid(
            Pages pages, Comparison comparison, List<Measure> measures, Styles styles,
            List<RunRecord.Initialisation> shown)
            throws IOException {
        for (int m = 0; m < measures.size(); m++) {
            Measure measure = measures.get(m);
            Scale y = scale(comparison, measure);
            boolean last = m == measures.size() - 1;
            Panels panels = new Panels(shown.size(), last ? LAST_PANEL : PANEL);
            for (int i = 0; i < shown.size(); i++) {
                Rectangle2D area = m == 0 ? panels.next(pages, i) : panels.nextUntitled(pages, i);
                NumberAxis x = new NumberAxis(last ? "epoch" : null);
                XYPlot plot = Charts.plot(pages.typeface(), x, y.axis(i == 0 ? measure.label() : null));
                fill(plot, comparison.groups(shown.get(i)), styles, measure, y);
                Charts.align(plot, panels.indent(i), last ? 30 : 14);
                if (m == 0) {
                    Charts.panelTitle(pages, Wording.panel(comparison, shown.get(i)), area, panels.indent(i));
                }
                Charts.draw(pages, plot, area);
            }
            panels.close(pages);
        }
    }

    /** One initialisation: one panel per measure, below its name if there is one network. */
    private static void squares(
            Pages pages, Comparison comparison, List<Measure> measures, Styles styles, Panels panels)
            throws IOException {
        boolean titled = comparison.records().size() == 1;
        for (int m = 0; m < measures.size(); m++) {
            Measure measure = measures.get(m);
            Rectangle2D area = m < 2 || titled ? panels.next(pages, m) : panels.nextUntitled(pages, m);
            Scale y = scale(comparison, measure);
            XYPlot plot =
                    Charts.plot(pages.typeface(), new NumberAxis("epoch"), y.axis(titled ? null : measure.label()));
            fill(plot, comparison.groups(), styles, measure, y);
            Charts.align(plot, panels.indent(m), 30);
            if (titled || m == 0) {
                Charts.panelTitle(pages, titled ? Wording.capitalised(measure.label())
                        : Wording.panel(comparison, comparison.initialisations().get(0)), area,
                        panels.indent(m));
            }
            Charts.draw(pages, plot, area);
        }
        panels.close(pages);
    }

    private static void fill(
            XYPlot plot, List<RunGroup> groups, Styles styles, Measure measure, Scale y) {
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        DeviationRenderer renderer = new DeviationRenderer(true, false);
        renderer.setAlpha(0.18f);
        renderer.setDrawSeriesLineAsPath(true);
        int lastEpoch = 1;
        for (RunGroup group : groups) {
            List<RunRecord> runs = withCurves(group);
            List<Integer> epochs = runs.stream().map(run -> curve(run).epoch())
                    .max(Comparator.comparingInt(List::size)).orElse(List.of());
            YIntervalSeries series = new YIntervalSeries(group.method());
            for (int e = 0; e < epochs.size(); e++) {
                int epoch = e;
                Band band = Band.of(runs.stream().map(measure.values()).filter(v -> v.size() > epoch)
                        .mapToDouble(v -> v.get(epoch)).toArray(), y);
                if (band != null) {
                    series.add(epochs.get(e), band.value(), band.low(), band.high());
                    lastEpoch = Math.max(lastEpoch, epochs.get(e));
                }
            }
            int index = data.getSeriesCount();
            data.addSeries(series);
            renderer.setSeriesPaint(index, styles.colour(group.method()));
            renderer.setSeriesFillPaint(index, styles.colour(group.method()));
            renderer.setSeriesStroke(index, styles.line(group.method(), 1.1));
        }
        plot.setDataset(data);
        plot.setRenderer(renderer);
        NumberAxis x = (NumberAxis) plot.getDomainAxis();
        x.setRange(lastEpoch == 1 ? 0 : 1, lastEpoch == 1 ? 2 : lastEpoch);
        x.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    }

    private static Scale scale(Comparison comparison, Measure measure) {
        double[] values = values(comparison, measure);
        return measure.unit() == Unit.PERCENT ? Scale.percentages(values) : Scale.fitting(values);
    }

    private static double[] values(Comparison comparison, Measure measure) {
        return comparison.groups().stream().flatMap(g -> withCurves(g).stream())
                .flatMap(run -> measure.values().apply(run).stream())
                .mapToDouble(Double::doubleValue).filter(Double::isFinite).toArray();
    }

    private static List<RunRecord> withCurves(RunGroup group) {
        return group.runs().stream().filter(r -> r.training() != null && r.training().curve() != null).toList();
    }

    private static CurveRecord curve(RunRecord run) {
        return Objects.requireNonNull(run.requireTraining().curve(), "curve");
    }

    private static List<Double> percent(List<Double> shares) {
        return shares.stream().map(share -> 100 * share).toList();
    }

    /** The weight of C relative to that of the cross entropy: 1/λ for LAP, none for the control, otherwise λ. */
    private static List<Double> weight(RunRecord run) {
        String objective = run.objective() == null ? "" : run.objective().name();
        return curve(run).lambda().stream()
                .map(lambda -> objective.equals("control") ? Double.NaN : objective.equals("lap") ? 1 / lambda : lambda)
                .toList();
    }

    private static String caption(Comparison comparison, List<Measure> measures) {
        boolean several = comparison.groups().stream().anyMatch(g -> withCurves(g).size() > 1);
        List<String> logarithmic = measures.stream()
                .filter(m -> scale(comparison, m).kind() == Scale.Kind.LOGARITHMIC)
                .map(m -> m.label().replaceAll(",.*", "")).toList();
        StringBuilder text = new StringBuilder(several
                ? "Lines: means over seeds; bands: Student's 95 % interval, cut where it leaves the panel. "
                : "One network a line. ");
        if (!logarithmic.isEmpty()) {
            text.append("Logarithmic axes: ").append(Wording.listed(logarithmic))
                    .append(several ? " (geometric means). " : ". ");
        }
        return text.append("Accuracy is measured on test points after each epoch; cross entropy and transport cost are "
                + "means over the epoch's training batches, the cost on the scale of the objective (for vanilla "
                + "and control averaged over elements; the objective's own term where it has one). Weight of C against "
                + "the cross entropy: 1/λ for LAP, else λ.").toString();
    }
}
