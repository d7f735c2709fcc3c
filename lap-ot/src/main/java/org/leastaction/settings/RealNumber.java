package org.leastaction.settings;

/** Finite numbers above a bound, or at least the bound. */
record RealNumber(double bound, boolean inclusive) implements SettingType<Double> {

    /** Parses a text or a JSON number. */
    static double parse(Object raw) {
        if (raw instanceof Number number) {
            return number.doubleValue();
        }
        if (raw instanceof String text) {
            // Double.parseDouble also accepts hexadecimal numbers and suffixes such as 1f, which are not valid here.
            if (text.strip().matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
                return Double.parseDouble(text.strip());
            }
        }
        throw new IllegalArgumentException("not a number: " + raw);
    }

    @Override
    public String placeholder() {
        return "X";
    }

    @Override
    public String requirement() {
        String written = bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
        return inclusive ? "a finite number of at least " + written : "a finite number above " + written;
    }

    @Override
    public Double read(Object raw) {
        double number = parse(raw);
        if (!Double.isFinite(number) || number < bound || (number == bound && !inclusive)) {
            throw new IllegalArgumentException("not " + requirement() + ": " + raw);
        }
        return number;
    }

    @Override
    public Object toJson(Double value) {
        return value;
    }
}
