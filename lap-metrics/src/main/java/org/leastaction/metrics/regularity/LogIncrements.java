package org.leastaction.metrics.regularity;

/** ln r and ln t of every pair, −∞ for 0: computed once, because every resample reads them. */
final class LogIncrements {

    private final double[][] logDistances;
    private final double[][] logIncrements;

    LogIncrements(PairIncrements pairs) {
        logDistances = new double[pairs.points()][];
        logIncrements = new double[pairs.points()][];
        for (int i = 0; i < pairs.points(); i++) {
            logDistances[i] = logs(pairs.distances(i));
            logIncrements[i] = logs(pairs.increments(i));
        }
    }

    /** Visits pairs of points. */
    @FunctionalInterface
    interface PairVisitor {
        void visit(double logDistance, double logIncrement);
    }

    /** Number of points. */
    int points() {
        return logDistances.length;
    }

    /** Visits every pair of the given points; their indices ascend. */
    void forEach(int[] rows, PairVisitor visitor) {
        for (int a = 1; a < rows.length; a++) {
            double[] distances = logDistances[rows[a]];
            double[] increments = logIncrements[rows[a]];
            for (int b = 0; b < a; b++) {
                visitor.visit(distances[rows[b]], increments[rows[b]]);
            }
        }
    }

    private static double[] logs(double[] values) {
        double[] logs = new double[values.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(values[i]);
        }
        return logs;
    }
}
