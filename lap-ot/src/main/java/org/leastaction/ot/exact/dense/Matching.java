package org.leastaction.ot.exact.dense;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.leastaction.ot.kernel.Parallelism;

/**
 * A partial assignment under construction, with column potentials v. The entries of a row are its pairs that may be
 * used: all columns of a dense matrix, or the candidates of a sparse one. Invariant of all phases: the assigned column
 * of a row has the least reduced cost c − v among the row's entries.
 */
public abstract class Matching {

    /** The column of a free row, and the row of a free column. */
    public static final int NONE = -1;

    private static final int PASSES = 10;
    /** A pass that leaves more than this share of the free rows free is the last: only ties are left. */
    private static final double WORTH_ANOTHER = 0.97;
    private static final int ROWS_PER_CHECK = 1 << 8;

    public final int size;
    public final int[] columnOf;
    public final int[] rowOf;
    public final double[] v;
    /** Progress and cancellation. */
    public final Parallelism execution;

    /** @param v potentials to start from, shared; their number is that of rows and columns */
    protected Matching(double[] v, Parallelism execution) {
        this.size = v.length;
        this.columnOf = new int[size];
        this.rowOf = new int[size];
        this.v = v;
        this.execution = execution;
        Arrays.fill(columnOf, NONE);
        Arrays.fill(rowOf, NONE);
    }

    /** The costs of the row's entries: an internal array, which must not be modified. */
    protected abstract double[] costs(int row);

    /** The columns of these entries, likewise; null if the entries are all columns in order. */
    protected abstract int @Nullable [] columns(int row);

    /** Reduced costs that differ by no more than this from c − v are ties. */
    protected abstract double rounding(double c, double potential);

    /** Assigns a column to a row. */
    protected abstract void match(int row, int column, double cost);

    /** The rows without a column, ascending. */
    public final int[] freeRows() {
        int[] free = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (columnOf[i] == NONE) {
                free[count++] = i;
            }
        }
        return Arrays.copyOf(free, count);
    }

    /** The least reduced cost of a row. */
    public final double leastReduced(int row) {
        double[] c = costs(row);
        int[] columns = columns(row);
        double[] w = v;
        double least = Double.POSITIVE_INFINITY;
        for (int t = 0; t < c.length; t++) {
            least = Math.min(least, c[t] - w[columns == null ? t : columns[t]]);
        }
        return least;
    }

    /** The largest feasible potentials of the rows: their least reduced costs. */
    public final double[] rowPotentials() {
        double[] u = new double[size];
        Arrays.setAll(u, this::leastReduced);
        return u;
    }

    /**
     * Augmenting row reduction: a free row takes its best column and lowers that column's potential until its reduced
     * cost equals that of the second best; the column's previous row becomes free. Settles most rows in the time of one
     * pass over their entries. Passes over the free rows are repeated as long as they are worthwhile.
     */
    public final void reduceRows() {
        int before = freeRows().length;
        for (int pass = 0; pass < PASSES && before > 0; pass++) {
            execution.reached(size - before, size);
            reduceFreeRows();
            int after = freeRows().length;
            if (after > WORTH_ANOTHER * before) {
                return;
            }
            before = after;
        }
    }

    private void reduceFreeRows() {
        int[] free = freeRows();
        // Prices that change by one rounding error at a time could take arbitrarily many steps: a displaced row joins
        // this pass again only while the pass has steps left.
        long steps = 8L * free.length + size;
        int settled = 0;
        int next = 0;
        while (next < free.length) {
            if (settled++ % ROWS_PER_CHECK == 0) {
                execution.check();
            }
            int displaced = settle(free[next]);
            next++;
            if (displaced >= 0 && --steps > 0) {
                free[--next] = displaced;
            }
        }
    }

    /** Returns the row that lost its column through a price change, or NONE. */
    private int settle(int row) {
        double[] c = costs(row);
        int[] columns = columns(row);
        double[] w = v;
        double best = Double.POSITIVE_INFINITY;
        double second = Double.POSITIVE_INFINITY;
        int bestAt = NONE;
        int secondAt = NONE;
        for (int t = 0; t < c.length; t++) {
            double reduced = c[t] - w[columns == null ? t : columns[t]];
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
        if (secondAt != NONE) {
            int column = columns == null ? bestAt : columns[bestAt];
            double lowered = v[column] - (second - best);
            moved = lowered < v[column] && second - best > rounding(c[bestAt], v[column]);
            if (moved) {
                v[column] = lowered;
            } else if (rowOf[column] != NONE) {
                at = secondAt;
            }
        }
        int column = columns == null ? at : columns[at];
        int displaced = rowOf[column];
        if (displaced != NONE) {
            columnOf[displaced] = NONE;
        }
        match(row, column, c[at]);
        return moved ? displaced : NONE;
    }

    /** Lowers column potentials where a row's own pair demands it. */
    @FunctionalInterface
    public interface Relaxation {

        /** @param changed receives true for the rows whose own potential rises by more than rounding */
        void relax(int row, boolean[] changed);
    }

    /**
     * Bellman–Ford sweeps over the rows whose potential has changed, all of them at first, in alternating directions,
     * as long as their number decreases.
     */
    public static void sweep(int rows, Parallelism execution, Relaxation relaxation) {
        boolean[] changed = new boolean[rows];
        Arrays.fill(changed, true);
        int beforeLast = Integer.MAX_VALUE;
        int last = Integer.MAX_VALUE;
        boolean up = true;
        while (true) {
            int swept = 0;
            for (int k = 0; k < rows; k++) {
                if (k % ROWS_PER_CHECK == 0) {
                    execution.check();
                }
                int i = up ? k : rows - 1 - k;
                if (changed[i]) {
                    changed[i] = false;
                    relaxation.relax(i, changed);
                    swept++;
                }
            }
            if (swept == 0 || swept >= beforeLast) {
                return;
            }
            beforeLast = last;
            last = swept;
            up = !up;
        }
    }
}
