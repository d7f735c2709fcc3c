package org.leastaction.bench.report.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickUnit;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.report.page.Numbers;

/**
 * The transformation of the values of an axis: the identity or the decimal logarithm. Charts receive transformed
 * values, so that straight lines on the page are straight lines of the chart.
 *
 * @param low  lower end of the axis, transformed
 * @param high upper end of the axis, transformed
 */
public record Scale(Kind kind, double low, double high) {

    /** The spacing of an axis. */
    public enum Kind {
        LINEAR,
        LOGARITHMIC
    }

    /** An axis is logarithmic if the ratio of its largest to its smallest value exceeds this. */
    private static final double WIDE = 30;

    /**
     * A scale that fits values of at least 0: logarithmic if those above 0 span more than a factor of 30. A logarithmic
     * scale cannot show zeros; see {@link #hides}.
     */
    public static Scale fitting(double[] values) {
        double[] finite = finite(values);
        boolean negative = DoubleStream.of(finite).anyMatch(v -> v < 0);
        double smallest = DoubleStream.of(finite).filter(v -> v > 0).min().orElse(1);
        double largest = DoubleStream.of(finite).max().orElse(1);
        return !negative && largest / smallest > WIDE ? logarithmic(finite) : fromZero(finite);
    }

    /** A logarithmic scale around the positive values. */
    public static Scale logarithmic(double[] values) {
        double[] logs = DoubleStream.of(finite(values)).filter(v -> v > 0).map(Math::log10).toArray();
        return padded(Kind.LOGARITHMIC, logs, 0.3);
    }

    /** A linear scale around the values. */
    public static Scale linear(double[] values) {
        return padded(Kind.LINEAR, finite(values), 0);
    }

    /** A linear scale that starts at zero if no value is negative. */
    static Scale fromZero(double[] values) {
        Scale around = linear(values);
        double smallest = DoubleStream.of(finite(values)).min().orElse(0);
        return smallest >= 0 ? new Scale(Kind.LINEAR, 0, 1.04 * around.high()) : around;
    }

    /** Shares from 0 to 1 as percentages up to 100, with room for markers at the ends. */
    public static Scale percentages(double[] percentages) {
        Scale around = linear(percentages);
        double margin = 0.04 * (Math.min(100, around.high()) - Math.max(0, around.low()));
        return new Scale(Kind.LINEAR, Math.max(-margin, around.low()), Math.min(100 + margin, around.high()));
    }

    /** Whether this scale cannot show some of the values. */
    public boolean hides(double[] values) {
        return DoubleStream.of(finite(values)).anyMatch(v -> !Double.isFinite(place(v)));
    }

    public double place(double value) {
        return kind == Kind.LINEAR ? value : value > 0 ? Math.log10(value) : Double.NEGATIVE_INFINITY;
    }

    /** The transformed value, clamped to the ends of the scale; for ends of intervals, which may be outside. */
    public double placeWithin(double value) {
        return Math.min(high, Math.max(low, place(value)));
    }

    public NumberAxis axis(@Nullable String label) {
        NumberAxis axis = kind == Kind.LINEAR ? new LinearAxis(label) : new PowersOfTen(label);
        axis.setAutoRangeIncludesZero(false);
        axis.setRange(new Range(low, high));
        return axis;
    }

    private static Scale padded(Kind kind, double[] placed, double leastMargin) {
        double smallest = DoubleStream.of(placed).min().orElse(0);
        double largest = DoubleStream.of(placed).max().orElse(1);
        double span = largest - smallest;
        double margin = Math.max(leastMargin * (span < 1 ? 1 : 0.5),
                span > 0 ? 0.06 * span : Math.max(Math.abs(largest) * 0.1, 1e-9));
        return new Scale(kind, smallest - margin, largest + margin);
    }

    private static double[] finite(double[] values) {
        return DoubleStream.of(values).filter(Double::isFinite).toArray();
    }

    /** Linear ticks with numbers in the report's format. */
    private static final class LinearAxis extends NumberAxis {

        private static final long serialVersionUID = 1L;

        LinearAxis(@Nullable String label) {
            super(label);
            setNumberFormatOverride(new PlainNumbers());
        }
    }

    /**
     * Ticks at powers of ten, and at 2, 5, … times those if few of them are visible; the axis values are exponents.
     */
    private static final class PowersOfTen extends NumberAxis {

        private static final long serialVersionUID = 1L;

        private static final int MOST_TICKS = 7;
        private static final double NARROW = 120;

        PowersOfTen(@Nullable String label) {
            super(label);
        }

        @Override
        public List<ValueTick> refreshTicks(
                Graphics2D g2, AxisState state, Rectangle2D area, RectangleEdge edge) {
            boolean vertical = RectangleEdge.isLeftOrRight(edge);
            TextAnchor anchor = vertical ? TextAnchor.CENTER_RIGHT : TextAnchor.TOP_CENTER;
            Range range = getRange();
            double decades = range.getLength();
            List<ValueTick> ticks = new ArrayList<>();
            if (decades < 2.2) {
                double[] steps = !vertical && area.getWidth() < NARROW ? new double[] {1, 5}
                        : decades < 1.1 ? new double[] {1, 2, 3, 5, 7} : new double[] {1, 2, 5};
                for (int e = (int) Math.floor(range.getLowerBound()); e <= range.getUpperBound(); e++) {
                    for (double step : steps) {
                        double at = e + Math.log10(step);
                        if (range.contains(at)) {
                            ticks.add(tick(at, Numbers.plain(step * Math.pow(10, e)), anchor));
                        }
                    }
                }
                return ticks;
            }
            int stride = (int) Math.max(1, Math.ceil(decades / MOST_TICKS));
            int first = (int) Math.ceil(range.getLowerBound() / stride) * stride;
            for (int e = first; e <= range.getUpperBound(); e += stride) {
                ticks.add(tick(e, Math.abs(e) <= 3 ? Numbers.plain(Math.pow(10, e)) : Numbers.power(e), anchor));
            }
            return ticks;
        }

        private static NumberTick tick(double at, String label, TextAnchor anchor) {
            return new NumberTick(at, label, anchor, TextAnchor.CENTER, 0);
        }

        @Override
        protected double estimateMaximumTickLabelWidth(Graphics2D g2, TickUnit unit) {
            return g2.getFontMetrics(getTickLabelFont()).stringWidth("10⁻¹⁰");
        }
    }

    private static final class PlainNumbers extends NumberFormat {

        private static final long serialVersionUID = 1L;

        @Override
        public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
            return to.append(Numbers.plain(number));
        }

        @Override
        public StringBuffer format(long number, StringBuffer to, FieldPosition position) {
            return to.append(Numbers.plain((double) number));
        }

        @Override
        public Number parse(String source, ParsePosition position) {
            throw new UnsupportedOperationException("axes write numbers and read none");
        }
    }
}
