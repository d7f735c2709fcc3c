package org.leastaction.ot.exact.sparse;

/**
 * Augmenting row reduction among candidates: a free row takes its best column and lowers that column's potential until
 * its reduced cost equals that of the second best; the column's previous row becomes free.
 */
final class SparseRowReduction {

    private static final int PASSES = 10;
    private static final int STEPS_PER_CHECK = 1 << 10;
    /** A pass that leaves more than this share of the free rows free is the last. */
    private static final double WORTH_ANOTHER = 0.97;

    private final SparseMatching matching;

    private SparseRowReduction(SparseMatching matching) {
        this.matching = matching;
    }

    /** Repeats passes over the free rows as long as they are worthwhile. */
    static void repeat(SparseMatching matching) {
        SparseRowReduction reduction = new SparseRowReduction(matching);
        int before = matching.freeRows().length;
        for (int pass = 0; pass < PASSES && before > 0; pass++) {
            matching.execution.reached(matching.size - before, matching.size);
            reduction.pass();
            int after = matching.freeRows().length;
            if (after > WORTH_ANOTHER * before) {
                return;
            }
            before = after;
        }
    }

    private void pass() {
        int[] free = matching.freeRows();
        // Prices that change by one rounding error at a time could take arbitrarily many steps.
        long steps = 8L * free.length + matching.size;
        int next = 0;
        while (next < free.length) {
            if ((steps & (STEPS_PER_CHECK - 1)) == 0) {
                matching.execution.check();
            }
            int displaced = settle(free[next]);
            next++;
            if (displaced >= 0 && --steps > 0) {
                free[--next] = displaced;
            }
        }
    }

    /**
     * Returns the row that lost its column through a price change, or NONE if there is none or the price did not
     * change.
     */
    private int settle(int row) {
        int[] columns = matching.graph.columns(row);
        double[] costs = matching.graph.costs(row);
        double[] v = matching.v;
        double best = Double.POSITIVE_INFINITY;
        double second = Double.POSITIVE_INFINITY;
        int bestAt = SparseMatching.NONE;
        int secondAt = SparseMatching.NONE;
        for (int t = 0; t < columns.length; t++) {
            double reduced = costs[t] - v[columns[t]];
            if (reduced < second) {
                if (reduced < best) {
                    second = best;
                    secondAt = bestAt;
                    best = reduced;
                    bestAt = t;
                } else {
                    second = reduced;
                    secondAt = t;
                }
            }
        }
        int at = bestAt;
        boolean moved = false;
        if (secondAt != SparseMatching.NONE) {
            int column = columns[bestAt];
            double lowered = v[column] - (second - best);
            moved = second - best > SparseMatching.ROUNDING * (costs[bestAt] + Math.abs(v[column]));
            if (moved) {
                v[column] = lowered;
            } else if (matching.rowOf[column] != SparseMatching.NONE) {
                at = secondAt;
            }
        }
        int displaced = matching.rowOf[columns[at]];
        if (displaced != SparseMatching.NONE) {
            matching.columnOf[displaced] = SparseMatching.NONE;
        }
        matching.match(row, columns[at], costs[at]);
        return moved ? displaced : SparseMatching.NONE;
    }
}
