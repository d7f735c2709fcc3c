package org.leastaction.bench.report.page;

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
     * A mean and the half-width of its interval, both with the same number of decimals, e.g. 98.3 ± 0.4 or (1.2 ± 0.3)
     * × 10⁵.
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
        double largest = Math.max(Math.abs(mean), half);
        if (usesPower(largest)) {
            int exponent = exponent(largest);
            double unit = Math.pow(10, exponent);
            int decimals = Math.min(4, decimals(mean / unit, half / unit));
            return "(" + decimal(mean / unit, decimals) + " ± " + decimal(half / unit, decimals) + ") × "
                    + power(exponent);
        }
        int decimals = decimals(mean, half);
        return decimal(mean, decimals) + " ± " + decimal(half, decimals);
    }

    /** A share in [0, 1] as a percentage without the percent sign. */
    public static String percent(double share) {
        return Double.isFinite(share) ? decimal(100 * share, 1) : MISSING;
    }

    /** A mean share in [0, 1] and the half-width of its interval (NaN if there is none), as percentages. */
    public static String percentages(double mean, double half) {
        String percent = percent(mean);
        if (!Double.isFinite(half)) {
            return percent;
        }
        return percent + " ± " + (half > 0 && half < 0.0005 ? decimal(100 * half, 2) : percent(half));
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

    /** Decimals for three significant digits of the mean, and for one of the interval if at most two more suffice. */
    private static int decimals(double mean, double half) {
        int ofMean = mean == 0 ? 2 : 2 - exponent(mean);
        int ofHalf = -exponent(half);
        if (ofHalf > ofMean + 2) {
            return Math.max(0, ofMean);
        }
        return Math.max(0, Math.max(Math.min(ofMean, ofHalf + 1), Math.min(ofHalf, ofMean + 2)));
    }

    private static String trimmed(double value) {
        String text = decimal(value, 6);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
