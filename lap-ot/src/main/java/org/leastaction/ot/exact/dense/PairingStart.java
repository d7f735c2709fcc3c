package org.leastaction.ot.exact.dense;

import java.util.Arrays;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.WarmStart;

/**
 * The start from a pairing σ. If σ is optimal, potentials with c[i][j] − v[j] ≥ c[i][σ(i)] − v[σ(i)] exist, and they
 * are shortest-path distances with lengths c[i][j] − c[i][σ(i)] (Rockafellar's construction); Bellman–Ford sweeps find
 * them. If σ is not optimal there are negative cycles, and the sweeps stop shrinking.
 */
final class PairingStart {

    /** Below this share of settled rows, a cold start is faster. */
    private static final double ENOUGH = 0.5;

    private final Matching matching;
    private final WarmStart start;
    private final Assignment pairing;
    private final int[] rowAt;

    /** @throws IllegalArgumentException if the start does not fit the matching's size */
    PairingStart(Matching matching, WarmStart start) {
        if (start.pairing().size() != matching.size) {
            throw new IllegalArgumentException("a warm start of " + start.pairing().size()
                    + " pairs does not fit a problem of " + matching.size + " points");
        }
        this.matching = matching;
        this.start = start;
        this.pairing = start.pairing();
        this.rowAt = new int[matching.size];
        for (int i = 0; i < matching.size; i++) {
            rowAt[pairing.target(i)] = i;
        }
    }

    /** Returns whether the start is worth keeping: it settled at least half of the rows. */
    boolean run() {
        start.potentials().ifPresentOrElse(potentials -> {
            for (int j = 0; j < matching.size; j++) {
                matching.v[j] = potentials.g(j);
            }
        }, this::sweepUntilStill);
        return settle() >= ENOUGH * matching.size;
    }

    private void sweepUntilStill() {
        boolean[] changed = new boolean[matching.size];
        Arrays.fill(changed, true);
        int beforeLast = Integer.MAX_VALUE;
        int last = Integer.MAX_VALUE;
        Direction direction = Direction.UP;
        while (true) {
            int swept = sweep(changed, direction);
            if (swept == 0 || swept >= beforeLast) {
                return;
            }
            beforeLast = last;
            last = swept;
            direction = direction.other();
        }
    }

    private enum Direction {
        UP,
        DOWN;

        Direction other() {
            return this == UP ? DOWN : UP;
        }
    }

    /** Relaxes all rows whose own potential has changed; returns how many. */
    private int sweep(boolean[] changed, Direction direction) {
        int n = matching.size;
        int swept = 0;
        for (int k = 0; k < n; k++) {
            int i = direction == Direction.UP ? k : n - 1 - k;
            if (changed[i]) {
                changed[i] = false;
                relax(i, changed);
                swept++;
            }
        }
        return swept;
    }

    private void relax(int row, boolean[] changed) {
        matching.execution.check();
        double[] c = matching.costs.row(row);
        double[] v = matching.v;
        double u = matching.reduced(row, pairing.target(row));
        for (int j = 0; j < v.length; j++) {
            double shorter = c[j] - u;
            if (shorter < v[j]) {
                // A decrease within rounding is applied, but does not trigger another sweep.
                if (shorter < v[j] - 8 * Math.ulp(c[j])) {
                    changed[rowAt[j]] = true;
                }
                v[j] = shorter;
            }
        }
    }

    /** Assigns every row its own column if no other is better; returns the number of rows assigned. */
    private int settle() {
        int settled = 0;
        for (int i = 0; i < matching.size; i++) {
            matching.execution.check();
            int own = pairing.target(i);
            if (matching.reduced(i, own) <= matching.leastReduced(i)) {
                matching.match(i, own);
                settled++;
            }
        }
        return settled;
    }
}
