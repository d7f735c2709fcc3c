package org.leastaction.bench.report.page;

import java.util.List;
import java.util.Locale;

/** Formats numbers: three significant digits, a true minus sign, powers of ten for very large or small numbers. */
public final class Numbers {

    public static final String MISSING = "–";

    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final double LARGE = 1e4;
    private static final double SMALL = 1e-3;

    private Numbers() {}

    /** A number, e.g. 0.0123, 1.25, 98.3, 1230 or 1.23 × 10⁵. */
    public static String of(double value) {
        if (!Double.isFinite(value)) {
            return MISSING;
        }
        if (value == 0) {
            return "0";
        }
        int exponent = exponent(value);
        if (usesPower(value)) {
            return decimal(value / Math.pow(10, exponent), 2) + " × " + power(exponent);
        }
        return decimal(value, Math.max(0, 2 - exponent));
    }

    /**
     * A mean and the half-width of its interval, e.g. 98.3 ± 0.4 or (1.2 ± 0.3) × 10⁵. Both end at the same place: the
     * half-width has two significant digits if they are below 36, otherwise one, and the mean at most five.
     *
     * @param half NaN if there is no interval
     */
    public static String of(double mean, double half) {
        if (!Double.isFinite(half) || !Double.isFinite(mean)) {
            return of(mean);
        }
        if (half == 0) {
            return of(mean) + " ± 0";
        }
        int last = lastPlace(mean, half);
        double largest = Math.max(Math.abs(mean), half);
        if (usesPower(largest)) {
            int exponent = exponent(largest);
            double unit = Math.pow(10, exponent);
            return "(" + rounded(mean / unit, last - exponent) + " ± " + rounded(half / unit, last - exponent) + ") × "
                    + power(exponent);
        }
        return rounded(mean, last) + " ± " + rounded(half, last);
    }

    /** A number and the ends of its interval, ending at the place that the width of the interval justifies. */
    public static List<String> of(double value, double low, double high) {
        double half = (high - low) / 2;
        if (!Double.isFinite(value) || !Double.isFinite(half) || half <= 0
                || usesPower(Math.max(Math.abs(low), Math.abs(high)))) {
            return List.of(of(value), of(low), of(high));
        }
        int last = lastPlace(value, half);
        return List.of(rounded(value, last), rounded(low, last), rounded(high, last));
    }

    /** A share in [0, 1] as a percentage without the percent sign. */
    public static String percent(double share) {
        return Double.isFinite(share) ? decimal(100 * share, 1) : MISSING;
    }

    /** A mean share in [0, 1] and the half-width of its interval (NaN if there is none), as percentages. */
    public static String percentages(double mean, double half) {
        if (!Double.isFinite(half) || !Double.isFinite(mean)) {
            return percent(mean);
        }
        int last = half == 0 ? -1 : Math.max(-2, lastPlace(100 * mean, 100 * half));
        return rounded(100 * mean, last) + " ± " + rounded(100 * half, last);
    }

    /** A number for an axis or a sentence: without trailing zeros. */
    public static String plain(double value) {
        if (value != 0 && (Math.abs(value) >= 1e5 || Math.abs(value) < 1e-4)) {
            int exponent = exponent(value);
            String mantissa = trimmed(value / Math.pow(10, exponent));
            return mantissa.equals("1") ? power(exponent) : mantissa + " × " + power(exponent);
        }
        return trimmed(value);
    }

    /** 10 to an integer power, with superscript digits. */
    public static String power(int exponent) {
        StringBuilder text = new StringBuilder("10");
        if (exponent < 0) {
            text.append('⁻');
        }
        Integer.toString(Math.abs(exponent)).chars().forEach(c -> text.append(SUPERSCRIPTS.charAt(c - '0')));
        return text.toString();
    }

    /** A number with a fixed number of decimals. */
    public static String decimal(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.matches("-0(\\.0*)?") ? text.substring(1) : text.replace('-', '−');
    }

    /** The exponent of the number after rounding to three digits: 9.996 counts as 10. */
    private static int exponent(double value) {
        int exponent = (int) Math.floor(Math.log10(Math.abs(value)));
        double mantissa = Math.abs(value) / Math.pow(10, exponent);
        return mantissa >= 9.995 ? exponent + 1 : exponent;
    }

    private static boolean usesPower(double value) {
        return Math.abs(value) >= LARGE || Math.abs(value) < SMALL;
    }

    /** The power of ten of the last digit of a number that is known to within {@code half}. */
    private static int lastPlace(double value, double half) {
        int exponent = exponent(half);
        int last = half / Math.pow(10, exponent) < 3.55 ? exponent - 1 : exponent;
        return value == 0 ? last : Math.max(last, exponent(value) - 4);
    }

    private static String rounded(double value, int lastPlace) {
        double unit = Math.pow(10, lastPlace);
        return lastPlace > 0 ? decimal(Math.rint(value / unit) * unit, 0) : decimal(value, -lastPlace);
    }

    private static String trimmed(double value) {
        String text = decimal(value, 6);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
