package org.leastaction.bench.command.output;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.leastaction.ot.interval.Interval;

/** Collects measured numbers for programs and people alike. */
public final class ResultLines {

    private static final MathContext SHOWN = new MathContext(9);
    private static final String ROW = "%-24s %s";

    private final JsonValues values = new JsonValues();
    private final List<String> lines = new ArrayList<>();

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

    /** @param reason why the number is missing, if it is not finite */
    public ResultLines number(String key, String label, double value, String reason) {
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

    public ResultLines flag(String key, String label, boolean value) {
        values.put(key, value);
        lines.add(ROW.formatted(label, value ? "yes" : "no"));
        return this;
    }

    /** A list of numbers; non-finite ones become null. */
    public ResultLines numbers(String key, String label, double[] list) {
        values.put(key, list);
        lines.add(ROW.formatted(label, Arrays.stream(list)
                .mapToObj(number -> Double.isFinite(number) ? shown(number) : "–")
                .collect(Collectors.joining(", "))));
        return this;
    }

    public ResultLines counts(String key, String label, int[] list) {
        values.put(key, list);
        lines.add(ROW.formatted(label,
                Arrays.stream(list).mapToObj(Integer::toString).collect(Collectors.joining(", "))));
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
