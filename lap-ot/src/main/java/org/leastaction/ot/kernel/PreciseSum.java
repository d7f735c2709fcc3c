package org.leastaction.ot.kernel;

/**
 * A sum of numbers and products in twice the working precision, about 32 digits: for sums whose terms cancel, such as
 * the dual value of large potentials (Dekker 1971).
 */
public final class PreciseSum {

    private double high;
    private double low;

    /** Adds a term. */
    public void add(double term) {
        double sum = high + term;
        double of = sum - high;
        double lost = (high - (sum - of)) + (term - of);
        renormalise(sum, low + lost);
    }

    /**
     * Adds a multiple of another sum.
     *
     * @param factor a power of 2 or its negative, so that the product is exact
     */
    public void add(PreciseSum other, double factor) {
        add(factor * other.high);
        add(factor * other.low);
    }

    /** Adds the product of two numbers. */
    public void addProduct(double a, double b) {
        double product = a * b;
        add(product);
        add(Math.fma(a, b, -product));
    }

    /**
     * The quotient of this sum and another: its value rounded to double precision, and the rounding error as the second
     * number.
     */
    public double[] over(PreciseSum divisor) {
        double first = high / divisor.high;
        PreciseSum rest = new PreciseSum();
        rest.add(high);
        rest.add(low);
        rest.addProduct(-first, divisor.high);
        rest.addProduct(-first, divisor.low);
        return new double[] {first, rest.value() / divisor.high};
    }

    /** The sum so far, rounded to double precision. */
    public double value() {
        return high + low;
    }

    private void renormalise(double sum, double rest) {
        high = sum + rest;
        low = rest - (high - sum);
    }
}
