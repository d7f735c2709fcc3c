package org.leastaction.ot.exact.dense;

import java.util.Arrays;
import java.util.Optional;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.cost.CostMatrix;
import org.leastaction.ot.kernel.Parallelism;

/** The phases of the method, in order. */
final class JonkerVolgenant {

    /** If more than this share of rows is free after the row reduction, better potentials are worthwhile. */
    private static final double MANY_FREE = 0.05;
    /** Below this size shortest paths are fast from any potentials. */
    private static final int SMALL = 256;
    private static final int STRIDE = 2;

    private JonkerVolgenant() {
    }

    /** A complete matching of least cost. */
    static Matching solve(CostMatrix costs, Optional<WarmStart> start, Parallelism execution) {
        Matching matching = reduced(costs, start, execution);
        new ShortestPaths(matching).run();
        return matching;
    }

    private static Matching reduced(CostMatrix costs, Optional<WarmStart> start, Parallelism execution) {
        if (start.isPresent()) {
            Matching warm = new Matching(costs, execution);
            if (new PairingStart(warm, start.get()).run()) {
                RowReduction.repeat(warm);
                return warm;
            }
        }
        Matching cold = new Matching(costs, execution);
        new ColumnReduction(cold).run();
        RowReduction.repeat(cold);
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
    private static Matching fromCoarse(CostMatrix costs, Parallelism execution) {
        Matching coarse = solve(costs.thinned(STRIDE), Optional.empty(), execution);
        Matching fine = new Matching(costs, execution);
        Arrays.fill(fine.v, Double.POSITIVE_INFINITY);
        for (int s = 0; s < coarse.size; s++) {
            double u = coarse.leastReduced(s);
            double[] row = costs.row(s * STRIDE);
            for (int j = 0; j < fine.size; j++) {
                fine.v[j] = Math.min(fine.v[j], row[j] - u);
            }
        }
        RowReduction.repeat(fine);
        return fine;
    }
}
