package org.leastaction.ot.exact.dense;

/**
 * Augmenting row reduction: a free row takes its best column and lowers that column's potential until its reduced cost
 * equals that of the second best; the column's previous row becomes free. Settles most rows at O(n) each.
 */
final class RowReduction {

    private static final int PASSES = 10;
    /**
     * A pass that leaves more than this share of the free rows free is the last: only ties are left, or nothing can be
     * gained.
     */
    private static final double WORTH_ANOTHER = 0.97;

    private final Matching matching;

    private RowReduction(Matching matching) {
        this.matching = matching;
    }

    /** Repeats passes over the free rows as long as they are worthwhile. */
    static void repeat(Matching matching) {
        RowReduction reduction = new RowReduction(matching);
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
        // Prices that change by one rounding error at a time could take arbitrarily many steps: a displaced row joins
        // this pass again only while the pass has steps left.
        long steps = 8L * free.length + matching.size;
        int next = 0;
        while (next < free.length) {
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
        matching.execution.check();
        int n = matching.size;
        double[] c = matching.costs.row(row);
        double[] v = matching.v;
        double best = Double.POSITIVE_INFINITY;
        double second = Double.POSITIVE_INFINITY;
        int bestColumn = Matching.NONE;
        int secondColumn = Matching.NONE;
        for (int j = 0; j < n; j++) {
            double reduced = c[j] - v[j];
            if (reduced < second) {
                if (reduced < best) {
                    second = best;
                    secondColumn = bestColumn;
                    best = reduced;
                    bestColumn = j;
                } else {
                    second = reduced;
                    secondColumn = j;
                }
            }
        }
        int column = bestColumn;
        boolean moved = false;
        if (secondColumn != Matching.NONE) {
            double lowered = v[bestColumn] - (second - best);
            moved = lowered < v[bestColumn];
            if (moved) {
                v[bestColumn] = lowered;
            } else if (matching.rowOf[bestColumn] != Matching.NONE) {
                column = secondColumn;
            }
        }
        int displaced = matching.rowOf[column];
        if (displaced != Matching.NONE) {
            matching.columnOf[displaced] = Matching.NONE;
        }
        matching.match(row, column);
        return moved ? displaced : Matching.NONE;
    }
}
