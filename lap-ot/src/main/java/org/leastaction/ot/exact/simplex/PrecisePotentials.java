package org.leastaction.ot.exact.simplex;

/**
 * The potentials π of the nodes of a tree in twice the precision of double, each as a rounded number and its rounding
 * error: a path in the tree may lead to distant points and back. Sums in double precision change the first alone.
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

    /**
     * Changes π of the nodes from one to before another in the order of {@code thread}, all by the same amount: π[above]
     * + cost − π[child], which is one of the nodes, or its negative, if child is none of them. In double precision the
     * rounding errors that were known are no longer valid afterwards.
     */
    void shift(int from, int end, int[] thread, int child, int above, double cost, boolean isNegative,
            boolean isPrecise) {
        double high = rounded[above] + cost;
        double change = high - rounded[child];
        double signed = isNegative ? -change : change;
        if (isPrecise) {
            double low = lost(rounded[above], cost, high) + rest[above];
            double lowChange = lost(high, -rounded[child], change) + (low - rest[child]);
            double signedLow = isNegative ? -lowChange : lowChange;
            for (int u = from; u != end; u = thread[u]) {
                setSum(u, u, signed, signedLow);
            }
        } else {
            double[] potentials = rounded;
            for (int u = from; u != end; u = thread[u]) {
                potentials[u] += signed;
            }
        }
    }

    /** Sets π[u] to π[v]. */
    void copy(int u, int v) {
        rounded[u] = rounded[v];
        rest[u] = rest[v];
    }

    /** Subtracts π[u] from π[of]. */
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
