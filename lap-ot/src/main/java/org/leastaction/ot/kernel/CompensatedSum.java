package org.leastaction.ot.kernel;

/** A sum with compensation: its error does not grow with the number of terms (Neumaier 1974). */
public final class CompensatedSum {

    private double sum;
    private double lost;

    /** Adds a term. */
    public void add(double term) {
        double next = sum + term;
        lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
        sum = next;
    }

    /** The sum so far. */
    public double value() {
        return sum + lost;
    }
}
