package org.leastaction.ot.exact.sparse;

import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.dense.Matching;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;
import org.leastaction.ot.pricing.PricedRows;
import org.leastaction.ot.pricing.Pricer;
import org.leastaction.points.DoublePoints;

/**
 * The start from the pairing xᵢ → yᵢ. If it is optimal, potentials v with c(xᵢ, yⱼ) − vⱼ ≥ c(xᵢ, yᵢ) − vᵢ exist, and in
 * many dimensions vᵢ = c(xᵢ, yᵢ)/2 is nearly feasible. Pricing finds the few violated pairs, and Bellman–Ford sweeps
 * over these lower their column potentials, until pricing finds none. That proves the pairing optimal.
 */
final class PairingLevel {

    private static final int CHUNK = 256;
    /** Number of sample rows that are examined before all rows are. */
    private static final int SAMPLE = 64;
    /** If fewer than this share of the rows keep their own column, a cold start is faster. */
    private static final double ENOUGH = 0.5;
    /** Maximum number of pricings; each concerns fewer rows than the previous one. */
    private static final int PRICINGS = 20;

    private final int size;
    private final int neighbours;
    private final Pricer pricer;
    private final Parallelism parallelism;
    private final CandidateGraph graph;
    private final double[] own;
    private final double[] v;

    PairingLevel(GroundCost cost, DoublePoints x, DoublePoints y, int neighbours, Pricer pricer,
            Parallelism parallelism) {
        this.size = x.size();
        this.neighbours = neighbours;
        this.pricer = pricer;
        this.parallelism = parallelism.in(Stage.PRICING);
        this.graph = new CandidateGraph(size);
        this.own = new double[size];
        this.v = new double[size];
        parallelism.in(Stage.NONE).forEach((size + CHUNK - 1) / CHUNK, chunk -> {
            for (int i = chunk * CHUNK; i < Math.min(size, (chunk + 1) * CHUNK); i++) {
                own[i] = cost.between(x, i, y, i);
            }
        });
        for (int i = 0; i < size; i++) {
            v[i] = 0.5 * own[i];
            graph.add(i, i, own[i]);
        }
    }

    /**
     * Potentials that settle most rows.
     *
     * @return a partial assignment: every row that has no better column has its own; empty if those are too few
     */
    Optional<SparseMatching> start() {
        return isPromising() ? run() : Optional.empty();
    }

    /** Whether few rows of a sample have a better column than their own. */
    private boolean isPromising() {
        int[] sample = IntStream.range(0, Math.min(size, SAMPLE))
                .map(s -> (int) ((long) s * size / Math.min(size, SAMPLE))).toArray();
        PricedRows better = pricer.least(sample, v, bounds(), 1, parallelism);
        long settled = IntStream.range(0, sample.length).filter(r -> better.count(r) == 0).count();
        return settled >= ENOUGH * sample.length;
    }

    /** Improves the potentials as long as that settles rows. */
    private Optional<SparseMatching> run() {
        int[] doubtful = IntStream.range(0, size).toArray();
        for (int round = 0; round < PRICINGS && doubtful.length > 0; round++) {
            double[] bounds = bounds();
            PricedRows better = pricer.least(doubtful, v, bounds, neighbours, parallelism);
            for (int r = 0; r < doubtful.length; r++) {
                graph.add(doubtful[r], better, r, bounds[doubtful[r]]);
            }
            Matching.sweep(size, parallelism, this::relax);
            doubtful = doubtfulRows();
        }
        return settled();
    }

    /** The potential of a row if it has its own column. */
    private double potential(int row) {
        return own[row] - v[row];
    }

    private double[] bounds() {
        double[] bounds = new double[size];
        for (int i = 0; i < size; i++) {
            bounds[i] = potential(i);
        }
        return bounds;
    }

    private int[] doubtfulRows() {
        return IntStream.range(0, size).filter(i -> potential(i) - rounding(i) > graph.completeBelow(i)).toArray();
    }

    private double rounding(int row) {
        return SparseMatching.ROUNDING * (own[row] + Math.abs(v[row]));
    }

    private void relax(int row, boolean[] changed) {
        int[] columns = graph.columns(row);
        double[] costs = graph.costs(row);
        double u = potential(row);
        for (int t = 0; t < columns.length; t++) {
            int j = columns[t];
            double allowed = costs[t] - u;
            if (allowed < v[j]) {
                // A decrease within rounding is applied, but does not trigger another sweep.
                if (allowed < v[j] - rounding(j)) {
                    changed[j] = true;
                }
                v[j] = allowed;
            }
        }
    }

    private Optional<SparseMatching> settled() {
        SparseMatching matching = new SparseMatching(graph, v, parallelism.in(Stage.ASSIGNMENT));
        int settled = 0;
        for (int i = 0; i < size; i++) {
            if (potential(i) <= matching.leastReduced(i)) {
                matching.match(i, i, own[i]);
                settled++;
            }
        }
        return settled >= ENOUGH * size ? Optional.of(matching) : Optional.empty();
    }
}
