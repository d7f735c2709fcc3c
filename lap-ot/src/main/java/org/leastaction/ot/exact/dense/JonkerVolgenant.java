package org.leastaction.ot.exact.dense;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.cost.CostMatrix;
import org.leastaction.ot.kernel.Parallelism;

/** The method of Jonker and Volgenant on a dense matrix: the assignment, and its phases in order. */
final class JonkerVolgenant extends Matching {

    /** If more than this share of rows is free after the row reduction, better potentials are worthwhile. */
    private static final double MANY_FREE = 0.05;
    /** Below this size shortest paths are fast from any potentials. */
    private static final int SMALL = 256;
    private static final int STRIDE = 2;
    /** A pairing alone that settles less than this share of the rows is worth less than a cold start. */
    private static final double ENOUGH = 0.5;

    private final CostMatrix costs;

    private JonkerVolgenant(CostMatrix costs, Parallelism execution) {
        super(new double[costs.size()], execution);
        this.costs = costs;
    }

    /**
     * A complete matching of least cost.
     *
     * @param start fits the matrix
     */
    static JonkerVolgenant solve(CostMatrix costs, Optional<WarmStart> start, Parallelism execution) {
        JonkerVolgenant matching = start.flatMap(known -> warm(costs, known, execution))
                .orElseGet(() -> cold(costs, execution));
        matching.new ShortestPaths().run();
        return matching;
    }

    private static Optional<JonkerVolgenant> warm(CostMatrix costs, WarmStart start, Parallelism execution) {
        JonkerVolgenant warm = new JonkerVolgenant(costs, execution);
        start.potentials().ifPresentOrElse(potentials -> Arrays.setAll(warm.v, potentials::g),
                () -> start.pairing().ifPresent(warm::relaxFrom));
        int settled = start.pairing().map(warm::settle).orElse(0);
        if (start.potentials().isEmpty() && settled < ENOUGH * warm.size) {
            return Optional.empty();
        }
        warm.reduceRows();
        return Optional.of(warm);
    }

    private static JonkerVolgenant cold(CostMatrix costs, Parallelism execution) {
        JonkerVolgenant cold = new JonkerVolgenant(costs, execution);
        cold.transferReduction(cold.reduceColumns());
        cold.reduceRows();
        if (costs.size() < SMALL || cold.freeRows().length <= MANY_FREE * costs.size()) {
            return cold;
        }
        return fromCoarse(costs, execution);
    }

    /**
     * Starts from the potentials of the problem with half of the points. If clouds are far apart, or rotated against
     * each other in few dimensions, the least cost of a column is a poor estimate of its potential: all columns prefer
     * the same few rows, and nearly every shortest path then visits half of all rows. The potentials of half of the
     * points are accurate except for local detail.
     */
    private static JonkerVolgenant fromCoarse(CostMatrix costs, Parallelism execution) {
        JonkerVolgenant coarse = solve(costs.thinned(STRIDE), Optional.empty(), execution);
        JonkerVolgenant fine = new JonkerVolgenant(costs, execution);
        Arrays.fill(fine.v, Double.POSITIVE_INFINITY);
        for (int s = 0; s < coarse.size; s++) {
            double u = coarse.leastReduced(s);
            double[] row = costs.row(s * STRIDE);
            for (int j = 0; j < fine.size; j++) {
                fine.v[j] = Math.min(fine.v[j], row[j] - u);
            }
        }
        fine.reduceRows();
        return fine;
    }

    @Override
    protected double[] costs(int row) {
        return costs.row(row);
    }

    @Override
    protected int @Nullable [] columns(int row) {
        return null;
    }

    @Override
    protected double rounding(double c, double potential) {
        return 0;
    }

    @Override
    protected void match(int row, int column, double cost) {
        columnOf[row] = column;
        rowOf[column] = row;
    }

    private void match(int row, int column) {
        match(row, column, 0);
    }

    private double reduced(int row, int column) {
        return costs.get(row, column) - v[column];
    }

    /**
     * Column reduction: every column's potential is its least cost, and the row with that cost takes the column if it
     * has none yet. Returns for each row the number of columns whose least cost is in that row. O(n²).
     */
    private int[] reduceColumns() {
        int[] least = new int[size];
        Arrays.fill(v, Double.POSITIVE_INFINITY);
        for (int i = 0; i < size; i++) {
            execution.check();
            double[] row = costs.row(i);
            for (int j = 0; j < size; j++) {
                if (row[j] < v[j]) {
                    v[j] = row[j];
                    least[j] = i;
                }
            }
        }
        int[] wishes = new int[size];
        for (int j = size - 1; j >= 0; j--) {
            if (wishes[least[j]]++ == 0) {
                match(least[j], j);
            }
        }
        return wishes;
    }

    /**
     * Subtracts the slack of each row that has the least cost of exactly one column from that column's potential.
     * O(n²).
     */
    private void transferReduction(int[] wishes) {
        for (int i = 0; i < size; i++) {
            if (wishes[i] == 1) {
                execution.check();
                int own = columnOf[i];
                double[] row = costs.row(i);
                double second = Double.POSITIVE_INFINITY;
                for (int j = 0; j < size; j++) {
                    if (j != own) {
                        second = Math.min(second, row[j] - v[j]);
                    }
                }
                if (second < Double.POSITIVE_INFINITY) {
                    v[own] -= second;
                }
            }
        }
    }

    /**
     * Potentials from a pairing σ. If σ is optimal, potentials with c[i][j] − v[j] ≥ c[i][σ(i)] − v[σ(i)] exist, and
     * they are shortest-path distances with lengths c[i][j] − c[i][σ(i)] (Rockafellar's construction); Bellman–Ford
     * sweeps find them. If σ is not optimal there are negative cycles, and the sweeps stop shrinking.
     */
    private void relaxFrom(Assignment pairing) {
        int[] rowAt = new int[size];
        for (int i = 0; i < size; i++) {
            rowAt[pairing.target(i)] = i;
        }
        sweep(size, execution, (row, changed) -> relax(row, reduced(row, pairing.target(row)), rowAt, changed));
    }

    private void relax(int row, double u, int[] rowAt, boolean[] changed) {
        double[] c = costs.row(row);
        double[] w = v;
        for (int j = 0; j < w.length; j++) {
            double shorter = c[j] - u;
            if (shorter < w[j]) {
                // A decrease within rounding is applied, but does not trigger another sweep.
                if (shorter < w[j] - 8 * Math.ulp(c[j])) {
                    changed[rowAt[j]] = true;
                }
                w[j] = shorter;
            }
        }
    }

    /** Assigns every row its own column if no other is better; returns the number of rows assigned. */
    private int settle(Assignment pairing) {
        int settled = 0;
        for (int i = 0; i < size; i++) {
            execution.check();
            if (reduced(i, pairing.target(i)) <= leastReduced(i)) {
                match(i, pairing.target(i));
                settled++;
            }
        }
        return settled;
    }

    /**
     * The exact phase: for every free row, finds the shortest alternating path, in reduced costs, to a free column
     * (Dijkstra on dense rows), augments the assignment along it, and updates the potentials so that they stay
     * feasible. O(n²) per free row.
     */
    private final class ShortestPaths {

        /** Length of the shortest known path to each column; infinite for settled columns. */
        private final double[] distance = new double[size];
        /** The row before each column on that path. */
        private final int[] before = new int[size];
        /** The potentials v, but −∞ for settled columns, so that further paths to them have infinite length. */
        private final double[] price = new double[size];
        private final int[] settled = new int[size];
        private final double[] settledDistance = new double[size];
        private int settledCount;
        private final int[] freeColumns = new int[size];
        private int freeCount;

        /** Assigns all free rows. */
        void run() {
            for (int j = 0; j < size; j++) {
                if (rowOf[j] == NONE) {
                    freeColumns[freeCount++] = j;
                }
            }
            for (int row : freeRows()) {
                execution.reached(size - freeCount, size);
                augment(row);
            }
        }

        private void augment(int freeRow) {
            System.arraycopy(v, 0, price, 0, size);
            Arrays.fill(distance, Double.POSITIVE_INFINITY);
            settledCount = 0;
            int end = search(freeRow);
            double length = distance[end];
            for (int s = 0; s < settledCount; s++) {
                v[settled[s]] += settledDistance[s] - length;
            }
            changeOver(freeRow, end);
        }

        /** Returns the free column where the shortest path ends. */
        private int search(int freeRow) {
            int row = freeRow;
            double offset = 0;
            while (true) {
                execution.check();
                int nearest = relax(row, offset);
                int free = nearestFree();
                if (distance[free] <= distance[nearest]) {
                    return free;
                }
                double length = distance[nearest];
                settled[settledCount] = nearest;
                settledDistance[settledCount] = length;
                settledCount++;
                price[nearest] = Double.NEGATIVE_INFINITY;
                distance[nearest] = Double.POSITIVE_INFINITY;
                row = rowOf[nearest];
                offset = length - reduced(row, nearest);
            }
        }

        /** Extends paths through {@code row}; returns the nearest column that is not settled. */
        private int relax(int row, double offset) {
            double[] c = costs.row(row);
            double[] w = price;
            double[] d = distance;
            int n = d.length;
            double least = Double.POSITIVE_INFINITY;
            int nearest = 0;
            for (int j = 0; j < n; j++) {
                double length = c[j] - w[j] + offset;
                double known = d[j];
                if (length < known) {
                    d[j] = length;
                    before[j] = row;
                    known = length;
                }
                if (known < least) {
                    least = known;
                    nearest = j;
                }
            }
            return nearest;
        }

        private int nearestFree() {
            int nearest = freeColumns[0];
            for (int k = 1; k < freeCount; k++) {
                if (distance[freeColumns[k]] < distance[nearest]) {
                    nearest = freeColumns[k];
                }
            }
            return nearest;
        }

        private void changeOver(int freeRow, int end) {
            int k = 0;
            while (freeColumns[k] != end) {
                k++;
            }
            freeColumns[k] = freeColumns[--freeCount];
            int column = end;
            int row;
            do {
                row = before[column];
                int previous = columnOf[row];
                match(row, column);
                column = previous;
            } while (row != freeRow);
        }
    }
}
