package org.leastaction.bench.command;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Measured numbers under construction, at once for programs and for people. */
final class Measures {

    private static final MathContext SHOWN = new MathContext(9);
    private static final String ROW = "%-24s %s";

    private final JsonValues values = new JsonValues();
    private final List<String> lines = new ArrayList<>();

    Measures text(String key, String label, String value) {
        values.put(key, value);
        lines.add(ROW.formatted(label, value));
        return this;
    }

    Measures count(String key, String label, long value) {
        values.put(key, value);
        lines.add(ROW.formatted(label, value));
        return this;
    }

    Measures number(String key, String label, double value) {
        return number(key, label, value, Double.isNaN(value) ? "is NaN" : "is infinite");
    }

    /** @param reason why the number is missing, if it is not finite */
    Measures number(String key, String label, double value, String reason) {
        values.put(key, value, reason);
        lines.add(ROW.formatted(label, Double.isFinite(value) ? shown(value) : "– (" + reason + ")"));
        return this;
    }

    /** A finite number with the interval that it lies in. */
    Measures interval(String key, String label, double value, double low, double high) {
        values.put(key, new JsonValues().put("value", value).put("low", low).put("high", high));
        lines.add(ROW.formatted(label, shown(value) + " (" + shown(low) + " to " + shown(high) + ")"));
        return this;
    }

    Answer answer() {
        return Answer.of(values).lines(lines);
    }

    private static String shown(double value) {
        return Double.toString(new BigDecimal(value, SHOWN).doubleValue());
    }
}
