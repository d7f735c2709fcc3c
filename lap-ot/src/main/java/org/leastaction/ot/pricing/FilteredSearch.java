package org.leastaction.ot.pricing;

import java.util.Arrays;
import org.leastaction.ot.kernel.Differences;
import org.leastaction.points.DoublePoints;

/**
 * The search of one row for its columns of least reduced cost, given the products of its image with those of all
 * columns: the most promising columns are computed from their coordinates first, then all that could still be among the
 * least. One instance serves one thread, row after row.
 */
final class FilteredSearch {

    private final DoublePoints x;
    private final DoublePoints y;
    private final Centre centre;
    private final Filter filter;
    private final Offsets offsets;
    private final double[] v;
    private final double[] bounds;
    private final PricedRows priced;
    private final float[][] scores;
    private final LeastScores least;

    FilteredSearch(DoublePoints x, DoublePoints y, Centre centre, Filter filter, Offsets offsets, double[] v,
            double[] bounds, PricedRows priced) {
        this.x = x;
        this.y = y;
        this.centre = centre;
        this.filter = filter;
        this.offsets = offsets;
        this.v = v;
        this.bounds = bounds;
        this.priced = priced;
        this.scores = new float[filter.columns.blocks()][filter.columns.columns()];
        this.least = new LeastScores(priced.capacity());
    }

    /**
     * Finds the columns of a row.
     *
     * @param r        position of the row among the priced rows
     * @param products [blocks, columns] as {@link Filter#columns}
     */
    void run(int r, int row, float[][] products) {
        selectLeast(r, row, products);
        offerSelected(r, row);
        if (least.isFull()) {
            for (int block = 0; block < scores.length; block++) {
                offerRest(r, row, block);
            }
        }
    }

    private void selectLeast(int r, int row, float[][] products) {
        least.clear();
        float limit = limit(r, row);
        for (int block = 0; block < scores.length; block++) {
            float[] score = scores[block];
            subtractTwice(offsets.block(block), products[block], score);
            if (isAnyWithin(limit, score)) {
                limit = selectLeast(block, limit);
            }
        }
    }

    // Two loops over one index of whole arrays, without an early exit: C2 vectorises only these.

    /** result[j] = a[j] − 2·b[j]. */
    private static void subtractTwice(float[] a, float[] b, float[] result) {
        for (int j = 0; j < result.length; j++) {
            result[j] = a[j] - 2 * b[j];
        }
    }

    /** Whether any number is not above a limit; NaN counts as not above. */
    private static boolean isAnyWithin(float limit, float[] a) {
        int within = 0;
        for (int j = 0; j < a.length; j++) {
            if (!(a[j] > limit)) {
                within++;
            }
        }
        return within > 0;
    }

    private float selectLeast(int block, float greatest) {
        float[] score = scores[block];
        float limit = greatest;
        int count = filter.columns.count(block);
        for (int j = 0; j < count; j++) {
            // Not '<=': a NaN must not be skipped.
            if (!(score[j] > limit)) {
                least.add(score[j], filter.columns.first(block) + j);
                if (least.isFull()) {
                    limit = Math.min(limit, least.greatest());
                }
            }
        }
        return limit;
    }

    private void offerSelected(int r, int row) {
        int columns = filter.columns.columns();
        for (int t = 0; t < least.count(); t++) {
            int j = least.column(t);
            offer(r, row, j);
            scores[j / columns][j % columns] = Float.POSITIVE_INFINITY;
        }
    }

    private void offerRest(int r, int row, int block) {
        float[] score = scores[block];
        int count = filter.columns.count(block);
        float limit = limit(r, row);
        for (int j = 0; j < count; j++) {
            if (!(score[j] > limit)) {
                offer(r, row, filter.columns.first(block) + j);
                limit = limit(r, row);
            }
        }
    }

    private void offer(int r, int row, int j) {
        double c = Differences.squared(x, row, y, j);
        priced.offer(r, row, j, c, c - v[j], bounds[row]);
    }

    /**
     * Columns of greater score are not among the least of the row. Finite, so that columns already offered, whose score
     * is infinite, are above it.
     */
    private float limit(int r, int row) {
        double scale = centre.scale * centre.scale;
        double norm = centre.scale * Math.sqrt(centre.squaredNormsX[row]);
        double limit = scale * (priced.limit(r, bounds[row]) - centre.squaredNormsX[row])
                + filter.guard(norm) + offsets.guard(norm);
        return Math.min(Float.MAX_VALUE, Math.nextUp((float) limit));
    }

    /** The columns with the k least scores so far, in a heap with the greatest on top. */
    private static final class LeastScores {

        private final float[] scores;
        private final int[] columns;
        private int count;

        LeastScores(int k) {
            this.scores = new float[k];
            this.columns = new int[k];
        }

        void clear() {
            count = 0;
        }

        int count() {
            return count;
        }

        boolean isFull() {
            return count == scores.length;
        }

        /** The greatest score in the heap. */
        float greatest() {
            return scores[0];
        }

        int column(int t) {
            return columns[t];
        }

        /** Adds a column; if the heap is full, it replaces the column with the greatest score. */
        void add(float score, int column) {
            if (isFull()) {
                sinkFromTop(score, column);
            } else {
                int at = count++;
                while (at > 0 && scores[(at - 1) >> 1] < score) {
                    put(at, scores[(at - 1) >> 1], columns[(at - 1) >> 1]);
                    at = (at - 1) >> 1;
                }
                put(at, score, column);
            }
        }

        private void sinkFromTop(float score, int column) {
            int at = 0;
            while (true) {
                int child = 2 * at + 1;
                if (child >= count) {
                    break;
                }
                if (child + 1 < count && scores[child + 1] > scores[child]) {
                    child++;
                }
                if (scores[child] <= score) {
                    break;
                }
                put(at, scores[child], columns[child]);
                at = child;
            }
            put(at, score, column);
        }

        private void put(int at, float score, int column) {
            scores[at] = score;
            columns[at] = column;
        }
    }

    /**
     * The terms of a score that do not depend on the row: ‖yⱼ‖² − vⱼ, scaled, in single precision, in the blocks of
     * packed columns.
     */
    static final class Offsets {

        private static final double UNIT = 0x1p-24;

        private final float[][] blocks;
        private final double greatest;
        private final double greatestNormY;

        Offsets(Centre centre, double[] v, PackedFloats columns) {
            double scale = centre.scale * centre.scale;
            this.blocks = new float[columns.blocks()][columns.columns()];
            double most = 0;
            for (int block = 0; block < blocks.length; block++) {
                for (int j = 0; j < columns.count(block); j++) {
                    int column = columns.first(block) + j;
                    double offset = scale * (centre.squaredNormsY[column] - v[column]);
                    blocks[block][j] = (float) offset;
                    most = Math.max(most, Math.abs(offset));
                }
                // Padding after the last point: infinite, so that its scores exceed any limit.
                Arrays.fill(blocks[block], columns.count(block), columns.columns(), Float.POSITIVE_INFINITY);
            }
            this.greatest = most;
            this.greatestNormY = centre.greatestNormY;
        }

        float[] block(int block) {
            return blocks[block];
        }

        /** Bound on the rounding of the offsets and of a score offset − 2·product, for a row of this scaled norm. */
        double guard(double normX) {
            return 1.05 * UNIT * (2 * greatest + 2 * normX * greatestNormY) + 1e-15 * greatest;
        }
    }
}
