package org.leastaction.ot.exact.simplex;

/**
 * The potentials π of the nodes of a tree in twice the precision of double, each as a rounded number and its rounding
 * error: a path in the tree may lead to distant points and back.
 */
final class PrecisePotentials {

    /** π, rounded. */
    final double[] rounded;
    private final double[] rest;

    PrecisePotentials(int nodes) {
        this.rounded = new double[nodes];
        this.rest = new double[nodes];
    }

    /** Sets π[u] to π[above] + cost. */
    void set(int u, int above, double cost) {
        setSum(u, above, cost, 0);
    }

    /** Adds a change to π[u]: its high and low part. */
    void add(int u, double[] change) {
        setSum(u, u, change[0], change[1]);
    }

    /** π[above] + cost − π[u]: high and low part. */
    double[] change(int u, int above, double cost) {
        double high = rounded[above] + cost;
        double low = lost(rounded[above], cost, high) + rest[above];
        double change = high - rounded[u];
        return new double[] {change, lost(high, -rounded[u], change) + (low - rest[u])};
    }

    /** Makes π[u] the origin of node {@code of}: subtracts it there. */
    void subtract(int of, int u) {
        rounded[of] -= rounded[u];
        rest[of] -= rest[u];
    }

    /** cost + π[tail] − π[head], accurate to the last digit but one of the result. */
    double reduced(int tail, int head, double cost) {
        double difference = rounded[tail] - rounded[head];
        double lostFirst = lost(rounded[tail], -rounded[head], difference);
        double sum = cost + difference;
        return sum + (lost(cost, difference, sum) + lostFirst + (rest[tail] - rest[head]));
    }

    private void setSum(int u, int of, double change, double lowChange) {
        double sum = rounded[of] + change;
        double tail = lost(rounded[of], change, sum) + (rest[of] + lowChange);
        double result = sum + tail;
        rounded[u] = result;
        rest[u] = tail - (result - sum);
    }

    /** The rounding error of a + b: the exact sum minus the rounded one. */
    private static double lost(double a, double b, double sum) {
        double ofB = sum - a;
        return (a - (sum - ofB)) + (b - ofB);
    }
}
