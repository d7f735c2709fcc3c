package org.leastaction.bench.command.output;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.ot.interval.Interval;

/** Collects measured numbers for programs and people alike. */
public final class ResultLines {

    private static final MathContext SHOWN = new MathContext(9);
    private static final String ROW = "%-38s %s";

    private final JsonValues values = new JsonValues();
    private final List<String> lines = new ArrayList<>();

    public ResultLines text(MetricDefinition metric, String value) {
        return text(metric.key(), metric.name(), value);
    }

    public ResultLines number(MetricDefinition metric, double value) {
        return number(metric.key(), metric.name(), value);
    }

    /** @param reason why the number is missing, if it is not finite */
    public ResultLines number(MetricDefinition metric, double value, String reason) {
        return number(metric.key(), metric.name(), value, reason);
    }

    /** A finite number with its interval, or without if there is none. */
    public ResultLines interval(MetricDefinition metric, double value, Optional<Interval> interval) {
        return interval.isPresent() ? interval(metric, interval.get()) : number(metric, value);
    }

    /** A finite number with its interval. */
    public ResultLines interval(MetricDefinition metric, Interval of) {
        return interval(metric.key(), metric.name(), of);
    }

    /** A list of numbers; non-finite ones become null. */
    public ResultLines numbers(MetricDefinition metric, double[] list) {
        values.put(metric.key(), list);
        lines.add(ROW.formatted(metric.name(), Arrays.stream(list)
                .mapToObj(number -> Double.isFinite(number) ? shown(number) : "–")
                .collect(Collectors.joining(", "))));
        return this;
    }

    public ResultLines counts(MetricDefinition metric, int[] list) {
        values.put(metric.key(), list);
        lines.add(ROW.formatted(metric.name(),
                Arrays.stream(list).mapToObj(Integer::toString).collect(Collectors.joining(", "))));
        return this;
    }

    public ResultLines flag(MetricDefinition metric, boolean value) {
        values.put(metric.key(), value);
        lines.add(ROW.formatted(metric.name(), value ? "yes" : "no"));
        return this;
    }

    public ResultLines text(String key, String label, String value) {
        values.put(key, value);
        lines.add(ROW.formatted(label, value));
        return this;
    }

    public ResultLines count(String key, String label, long value) {
        values.put(key, value);
        lines.add(ROW.formatted(label, value));
        return this;
    }

    public ResultLines number(String key, String label, double value) {
        return number(key, label, value, Double.isNaN(value) ? "is NaN" : "is infinite");
    }

    private ResultLines number(String key, String label, double value, String reason) {
        values.put(key, value, reason);
        lines.add(ROW.formatted(label, Double.isFinite(value) ? shown(value) : "– (" + reason + ")"));
        return this;
    }

    /** A finite number with its interval. */
    public ResultLines interval(String key, String label, Interval of) {
        values.put(key, new JsonValues().put("value", of.value()).put("low", of.low()).put("high", of.high()));
        lines.add(ROW.formatted(label, shown(of.value()) + " (" + shown(of.low()) + " to " + shown(of.high()) + ")"));
        return this;
    }

    /** Notes on the numbers, for programs; for people they are printed to standard error. */
    public ResultLines remarks(List<String> remarks) {
        if (!remarks.isEmpty()) {
            values.putStrings("remarks", remarks);
        }
        return this;
    }

    public Answer answer() {
        return Answer.of(values).lines(lines);
    }

    private static String shown(double value) {
        return Double.toString(new BigDecimal(value, SHOWN).doubleValue());
    }
}
