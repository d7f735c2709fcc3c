package org.leastaction.bench.report.part;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.chart.Charts;
import org.leastaction.bench.report.chart.Key;
import org.leastaction.bench.report.chart.Scale;
import org.leastaction.bench.report.chart.Styles;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.PartialCorrelation;
import org.leastaction.metrics.statistics.Regression;

/** Test transport cost against test accuracy, one dot per network, with the fitted line (the paper's Figure 2). */
public final class CostAccuracyPart {

    private static final double HEIGHT = 270;
    private static final double LEAST_HEIGHT = 190;
    private static final int LEAST_NETWORKS = 3;
    private static final int LINE_POINTS = 60;

    private record Dot(int initialisation, String method, double percent, double cost) {}

    private CostAccuracyPart() {}

    public static void draw(Pages pages, Comparison comparison) throws IOException {
        List<Dot> dots = dots(comparison);
        if (dots.size() < LEAST_NETWORKS) {
            return;
        }
        double[] costs = dots.stream().mapToDouble(Dot::cost).toArray();
        double[] percents = dots.stream().mapToDouble(Dot::percent).toArray();
        Scale y = Scale.fitting(costs);
        Scale x = Scale.percentages(percents);
        double[] placed = Arrays.stream(costs).map(y::place).toArray();
        Optional<Regression> regression = Arrays.stream(percents).distinct().count() > 1
                ? Optional.of(Regression.of(percents, placed)) : Optional.empty();

        XYPlot plot = Charts.plot(pages.typeface(), x.axis("test accuracy of the final network, %"),
                y.axis("transport cost on test points"));
        Charts.align(plot, 50, 32);
        addDots(plot, comparison, dots, y);
        regression.ifPresent(line -> addLine(plot, line, percents, y));

        Key key = key(comparison);
        String caption = caption(comparison, dots, y, regression);
        double around = key.height(pages) + pages.captionHeight(caption) + 8;
        double height = pages.fit(around, LEAST_HEIGHT, HEIGHT);
        pages.heading("Transport cost against accuracy", height + around);
        key.draw(pages);
        Charts.draw(pages, plot, pages.take(height));
        pages.space(4);
        pages.caption(caption);
    }

    private static List<Dot> dots(Comparison comparison) {
        List<RunRecord.Initialisation> initialisations = comparison.initialisations();
        List<Dot> dots = new ArrayList<>();
        for (RunGroup group : comparison.groups()) {
            for (RunRecord run : group.runs()) {
                if (run.accuracy().isPresent() && run.quantity(CostMeasures.TRANSPORT_COST.key()).isPresent()) {
                    dots.add(new Dot(initialisations.indexOf(group.initialisation()), group.method(),
                            100 * run.accuracy().value(), run.quantity(CostMeasures.TRANSPORT_COST.key()).value()));
                }
            }
        }
        return dots;
    }

    private static void addDots(XYPlot plot, Comparison comparison, List<Dot> dots, Scale y) {
        Styles styles = Styles.of(comparison);
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setUseFillPaint(true);
        renderer.setUseOutlinePaint(true);
        renderer.setDrawOutlines(true);
        for (int i = 0; i < comparison.initialisations().size(); i++) {
            for (String method : comparison.methods()) {
                int initialisation = i;
                XYSeries series = new XYSeries(i + "/" + method, false, true);
                dots.stream().filter(d -> d.initialisation() == initialisation && d.method().equals(method))
                        .forEach(d -> series.add(d.percent(), y.place(d.cost())));
                int index = data.getSeriesCount();
                data.addSeries(series);
                renderer.setSeriesShape(index, styles.marker(method, 3.4));
                renderer.setSeriesPaint(index, Palette.initialisation(i));
                renderer.setSeriesOutlinePaint(index, Palette.initialisation(i));
                renderer.setSeriesOutlineStroke(index, new BasicStroke(0.9f));
                renderer.setSeriesFillPaint(index, Palette.fill(i));
            }
        }
        plot.setDataset(0, data);
        plot.setRenderer(0, renderer);
    }

    private static void addLine(XYPlot plot, Regression line, double[] percents, Scale y) {
        double from = Arrays.stream(percents).min().orElseThrow();
        double to = Arrays.stream(percents).max().orElseThrow();
        YIntervalSeries series = new YIntervalSeries("regression");
        for (int i = 0; i <= LINE_POINTS; i++) {
            double at = from + (to - from) * i / LINE_POINTS;
            Estimate estimate = line.at(at);
            if (estimate.value() >= y.low() && estimate.value() <= y.high()) {
                series.add(at, estimate.value(),
                        Math.max(y.low(), estimate.low()), Math.min(y.high(), estimate.high()));
            }
        }
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        data.addSeries(series);
        DeviationRenderer renderer = new DeviationRenderer(true, false);
        renderer.setAlpha(0.12f);
        renderer.setSeriesPaint(0, Palette.SOFT);
        renderer.setSeriesFillPaint(0, Palette.SOFT);
        renderer.setSeriesStroke(0, new BasicStroke(1.1f));
        plot.setDataset(1, data);
        plot.setRenderer(1, renderer);
    }

    private static Key key(Comparison comparison) {
        Key key = new Key();
        List<RunRecord.Initialisation> initialisations = comparison.initialisations();
        if (initialisations.size() > 1) {
            key.label("initialisation");
            for (int i = 0; i < initialisations.size(); i++) {
                key.marker(Wording.initialisation(initialisations.get(i)), Palette.marker(0, 3.4),
                        Palette.initialisation(i), Palette.fill(i));
            }
        }
        if (comparison.methods().size() > 1) {
            Styles styles = Styles.of(comparison);
            key.label("objective");
            for (String method : comparison.methods()) {
                Color colour = initialisations.size() > 1 ? Palette.SOFT : Palette.initialisation(0);
                key.marker(method, styles.marker(method, 3.4), colour,
                        initialisations.size() > 1 ? Color.WHITE : Palette.fill(0));
            }
        }
        return key;
    }

    /** r of the deviations from the means of each initialisation; empty if it is undefined. */
    private static String givenInitialisation(List<Dot> dots, Scale y) {
        if (dots.stream().map(Dot::initialisation).distinct().count() < 2) {
            return "";
        }
        try {
            Estimate r = PartialCorrelation.given(
                    dots.stream().map(Dot::initialisation).toList(),
                    dots.stream().mapToDouble(Dot::percent).toArray(),
                    dots.stream().mapToDouble(dot -> y.place(dot.cost())).toArray()).correlation();
            return "; given the initialisation " + Numbers.decimal(r.value(), 2) + " [" + Numbers.decimal(r.low(), 2)
                    + ", " + Numbers.decimal(r.high(), 2) + "]";
        } catch (IllegalArgumentException undetermined) {
            return "";
        }
    }

    private static String caption(
            Comparison comparison, List<Dot> dots, Scale y, Optional<Regression> regression) {
        int left = comparison.records().size() - dots.size();
        StringBuilder text = new StringBuilder("Each marker is one network (")
                .append(dots.size()).append(" shown");
        if (left > 0) {
            text.append(", ").append(left).append(" left out: diverged or not measured");
        }
        text.append("); colour and filling show the initialisation, shape the objective. ");
        boolean logarithmic = y.kind() == Scale.Kind.LOGARITHMIC;
        if (regression.isEmpty()) {
            return text.append("All accuracies are equal, so there is no regression.").toString();
        }
        Estimate r = regression.get().correlation();
        text.append("Line: least-squares regression of ")
                .append(logarithmic ? "log₁₀ of the transport cost" : "the transport cost")
                .append(" on accuracy with its 95 % band; Pearson's r = ").append(Numbers.decimal(r.value(), 2))
                .append(" [").append(Numbers.decimal(r.low(), 2)).append(", ").append(Numbers.decimal(r.high(), 2))
                .append("], n = ").append(dots.size())
                .append(givenInitialisation(dots, y))
                .append(logarithmic ? ", with that logarithm. The cost axis is logarithmic." : ".");
        return text.toString();
    }
}
