package org.leastaction.bench.report.part;

import java.awt.BasicStroke;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.analysis.HolderMeasures;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.chart.Charts;
import org.leastaction.bench.report.chart.Key;
import org.leastaction.bench.report.chart.Panels;
import org.leastaction.bench.report.chart.Scale;
import org.leastaction.bench.report.chart.Styles;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Table;

/** The distances of outputs against the distances of inputs: the log–log plot behind the Hölder exponent. */
public final class HolderPart {

    private static final double HEIGHT = 180;

    /** The envelope of one network; {@code method} is its label. */
    private record Envelope(
            String method, RunRecord run, List<Double> delta, List<Double> omega, double fitFrom, double fitTo) {

        Quantity exponent() {
            return run.quantity(HolderMeasures.HOLDER_EXPONENT.key());
        }

        Quantity constant() {
            return run.quantity(HolderMeasures.HOLDER_CONSTANT.key());
        }

        /** M·δ^η; NaN without a fit. */
        double bound(double distance) {
            return constant().value() * Math.pow(distance, exponent().value());
        }
    }

    private HolderPart() {}

    public static void draw(Pages pages, Comparison comparison) throws IOException {
        List<RunRecord.Initialisation> initialisations = comparison.initialisations().stream()
                .filter(i -> !envelopes(comparison, i).isEmpty()).toList();
        if (initialisations.isEmpty()) {
            return;
        }
        Panels panels = new Panels(initialisations.size(), HEIGHT);
        Styles styles = Styles.of(comparison);
        Key key = styles.key(2.4);
        long fits = initialisations.stream().mapToLong(i -> envelopes(comparison, i).size()).sum();
        pages.heading("Hölder regularity", Math.min(600, panels.rowHeight() + key.height(pages) + 90 + 15 * fits));
        key.draw(pages);
        for (int i = 0; i < initialisations.size(); i++) {
            List<Envelope> envelopes = envelopes(comparison, initialisations.get(i));
            Rectangle2D area = panels.next(pages, i);
            XYPlot plot = plot(pages, envelopes, styles, "‖x − y‖",
                    panels.isFirst(i) ? "largest ‖T(x) − T(y)‖" : null);
            Charts.align(plot, panels.indent(i), 30);
            Charts.panelTitle(pages, Wording.panel(comparison, initialisations.get(i)), area, panels.indent(i));
            Charts.draw(pages, plot, area);
        }
        panels.close(pages);
        fits(pages, comparison, initialisations);
        pages.caption("Points: upper envelope of the distance between images over pairs of test points, for the first "
                + "network of each group that did not diverge; small points lie outside the fitted scales. Lines: the "
                + "fit M‖x − y‖^η, the smallest bound that holds over the fitted scales. Both axes are logarithmic"
                + (initialisations.size() > 1 ? "; each panel has its own." : "."));
    }

    /** The plot of one network without labels; empty if there is no envelope. */
    static Optional<XYPlot> plot(Pages pages, Comparison comparison) {
        List<Envelope> envelopes = envelopes(comparison, comparison.initialisations().get(0));
        return envelopes.isEmpty() ? Optional.empty()
                : Optional.of(plot(pages, envelopes, Styles.of(comparison), null, null));
    }

    private static XYPlot plot(
            Pages pages, List<Envelope> envelopes, Styles styles, @Nullable String across, @Nullable String up) {
        Scale x = Scale.logarithmic(values(envelopes, Envelope::delta));
        Scale y = Scale.logarithmic(DoubleStream.concat(
                Arrays.stream(values(envelopes, Envelope::omega)),
                envelopes.stream().flatMapToDouble(e -> DoubleStream.of(e.bound(e.fitFrom()), e.bound(e.fitTo()))))
                .toArray());
        XYPlot plot = Charts.plot(pages.typeface(), x.axis(across), y.axis(up));
        fill(plot, envelopes, styles, x, y);
        return plot;
    }

    private static List<Envelope> envelopes(Comparison comparison, RunRecord.Initialisation initialisation) {
        List<Envelope> envelopes = new ArrayList<>();
        for (RunGroup group : comparison.groups(initialisation)) {
            group.runs().stream()
                    .filter(run -> run.analysis() != null)
                    .filter(run -> isEnvelope(run.requireAnalysis().table(HolderMeasures.HOLDER_SCALES.key())))
                    .findFirst()
                    .ifPresent(run -> envelopes.add(envelope(group.method(), run)));
        }
        return envelopes;
    }

    private static boolean isEnvelope(Map<String, List<Double>> table) {
        List<Double> delta = table.getOrDefault("delta", List.of());
        List<Double> largest = table.getOrDefault("omega", List.of());
        return !delta.isEmpty() && delta.size() == largest.size()
                && largest.stream().anyMatch(omega -> omega > 0);
    }

    private static Envelope envelope(String method, RunRecord run) {
        Map<String, List<Double>> table = run.requireAnalysis().table(HolderMeasures.HOLDER_SCALES.key());
        List<Double> delta = Objects.requireNonNull(table.get("delta"));
        return new Envelope(method, run, delta, Objects.requireNonNull(table.get("omega")),
                end(table.get("fit_from"), delta.get(0)), end(table.get("fit_to"), delta.get(delta.size() - 1)));
    }

    private static double end(@Nullable List<Double> stated, double otherwise) {
        return stated == null || stated.isEmpty() || !Double.isFinite(stated.get(0)) ? otherwise : stated.get(0);
    }

    private static void fill(XYPlot plot, List<Envelope> envelopes, Styles styles, Scale x, Scale y) {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        for (Envelope envelope : envelopes) {
            XYSeries inside = new XYSeries(envelope.method() + " fitted", false, true);
            XYSeries outside = new XYSeries(envelope.method() + " not fitted", false, true);
            for (int i = 0; i < envelope.delta().size(); i++) {
                double delta = envelope.delta().get(i);
                double omega = envelope.omega().get(i);
                if (delta > 0 && omega > 0) {
                    boolean fitted = delta >= envelope.fitFrom() * (1 - 1e-9)
                            && delta <= envelope.fitTo() * (1 + 1e-9);
                    (fitted ? inside : outside).add(x.place(delta), y.place(omega));
                }
            }
            add(data, renderer, inside, styles, envelope.method(), 2.1);
            add(data, renderer, outside, styles, envelope.method(), 1.2);
            if (envelope.exponent().isPresent() && envelope.constant().isPresent()) {
                int index = data.getSeriesCount();
                data.addSeries(line(envelope, x, y));
                renderer.setSeriesLinesVisible(index, true);
                renderer.setSeriesShapesVisible(index, false);
                renderer.setSeriesPaint(index, styles.colour(envelope.method()));
                renderer.setSeriesStroke(index, styles.line(envelope.method(), 1.0));
            }
        }
        plot.setDataset(data);
        plot.setRenderer(renderer);
    }

    private static void add(
            XYSeriesCollection data, XYLineAndShapeRenderer renderer, XYSeries series, Styles styles, String method,
            double radius) {
        int index = data.getSeriesCount();
        data.addSeries(series);
        renderer.setSeriesPaint(index, styles.colour(method));
        renderer.setSeriesShape(index, styles.marker(method, radius));
        renderer.setSeriesOutlineStroke(index, new BasicStroke(0.5f));
    }

    /** M·δ^η over the fitted scales; straight on logarithmic axes. */
    private static XYSeries line(Envelope envelope, Scale x, Scale y) {
        XYSeries line = new XYSeries(envelope.method() + " fit", false, true);
        for (double delta : new double[] {envelope.fitFrom(), envelope.fitTo()}) {
            line.add(x.placeWithin(delta), y.place(envelope.bound(delta)));
        }
        return line;
    }

    private static void fits(
            Pages pages, Comparison comparison, List<RunRecord.Initialisation> initialisations) throws IOException {
        Table table = new Table(List.of(
                Table.Column.words("network shown"), Table.Column.numbers("η"), Table.Column.numbers("95 % interval"),
                Table.Column.numbers("M"), Table.Column.numbers("95 % interval"),
                Table.Column.numbers("Lipschitz over pairs")));
        for (RunRecord.Initialisation initialisation : initialisations) {
            for (Envelope envelope : envelopes(comparison, initialisation)) {
                table.row(List.of(
                        Table.Cell.of(Wording.network(envelope.run(), envelope.method())),
                        Table.Cell.of(Numbers.of(envelope.exponent().value())),
                        Table.Cell.of(interval(envelope.exponent())),
                        Table.Cell.of(Numbers.of(envelope.constant().value())),
                        Table.Cell.of(interval(envelope.constant())),
                        Table.Cell.of(
                                Numbers.of(envelope.run().quantity(HolderMeasures.LIPSCHITZ_PAIRS.key()).value()))));
            }
        }
        table.draw(pages);
    }

    private static String interval(Quantity quantity) {
        return quantity.hasInterval()
                ? Numbers.of(quantity.low()) + " to " + Numbers.of(quantity.high())
                : Numbers.MISSING;
    }

    private static double[] values(List<Envelope> envelopes, Function<Envelope, List<Double>> of) {
        return envelopes.stream().flatMap(e -> of.apply(e).stream()).mapToDouble(Double::doubleValue).toArray();
    }
}
