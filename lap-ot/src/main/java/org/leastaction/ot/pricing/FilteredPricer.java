package org.leastaction.ot.pricing;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.leastaction.ot.kernel.Differences;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;
import org.leastaction.ot.loops.Loops;
import org.leastaction.ot.pricing.Filter.Filters;
import org.leastaction.ot.pricing.FilteredSearch.Offsets;
import org.leastaction.points.DoublePoints;

/**
 * Squared Euclidean pricing in many dimensions: products of images in single precision select the pairs that may
 * matter, and these are computed from their coordinates in double precision. A pair is skipped only if a proven bound
 * allows it, so the result is that of double precision. Images in few dimensions rule out most pairs if points or
 * potentials have any structure; a {@link Trial} estimates which {@link Filter} is cheapest.
 *
 * <p>2·m·q operations per row for images of q dimensions, q = d if fewer dimensions do not separate the pairs; (n +
 * m)·q floats of memory, and n·m more if products are stored.
 */
final class FilteredPricer implements Pricer {

    /** Rows of results at a time: enough to amortise reading the packed columns. */
    private static final int TILE = 32;
    /** Number of tasks; a task reuses its arrays for several tiles. */
    private static final int TASKS = 64;
    /** Measured costs in nanoseconds: a coordinate of a product; a score; a coordinate of a difference. */
    private static final double PRODUCT = 0.045;
    private static final double SCORE = 0.7;
    private static final double DIFFERENCE = 1.2;
    /** Another filter is tried only if its estimate is cheaper by this factor. */
    private static final double WORTH_ANOTHER = 1.5;
    /** Number of rows of which all reduced costs are computed, to see whether single precision separates them. */
    private static final int SAMPLE = 8;
    /** Share of columns that single precision does not separate beyond which all are computed by differences. */
    private static final double MANY = 0.1;
    /** Products are stored if they take less than this many bytes, and less than a given share of the heap. */
    private static final double KEPT = 1L << 29;
    private static final double KEPT_SHARE = 0.25;

    private final DoublePoints x;
    private final DoublePoints y;
    private final Filters filters;
    /** For every row, the products with all columns in all coordinates, once computed; null if they are not stored. */
    private final @Nullable AtomicReferenceArray<float[][]> kept;

    private FilteredPricer(DoublePoints x, DoublePoints y, @Nullable AtomicReferenceArray<float[][]> kept) {
        this.x = x;
        this.y = y;
        this.filters = new Filters(x, y);
        this.kept = kept;
    }

    static FilteredPricer of(DoublePoints x, DoublePoints y) {
        return new FilteredPricer(x, y, null);
    }

    /** A pricer that stores products, if memory allows. */
    static FilteredPricer keeping(DoublePoints x, DoublePoints y) {
        double needed = 4.0 * x.size() * y.size();
        boolean fits = needed <= KEPT && needed <= KEPT_SHARE * Runtime.getRuntime().maxMemory();
        return new FilteredPricer(x, y, fits ? new AtomicReferenceArray<>(x.size()) : null);
    }

    @Override
    public int columns() {
        return y.size();
    }

    @Override
    public PricedRows least(int[] wanted, double[] v, double[] bounds, int k, Parallelism parallelism) {
        int capacity = Math.min(k, columns());
        PricedRows priced = new PricedRows(wanted.length, capacity);
        if (wanted.length == 0) {
            return priced;
        }
        Parallelism aside = parallelism.in(Stage.NONE);
        Filter filter = filters.get(choose(wanted, v, bounds, capacity, aside), aside);
        Centre centre = filters.centre(aside);
        Offsets offsets = new Offsets(centre, v, filter.columns);
        if (wanted.length >= 8 * SAMPLE && unseparated(wanted, v, bounds, capacity, centre, filter, offsets) > MANY) {
            return KernelPricer.byDifferences(x, y).least(wanted, v, bounds, k, parallelism);
        }
        int tiles = (wanted.length + TILE - 1) / TILE;
        int tasks = Math.min(tiles, TASKS);
        parallelism.forEach(tasks, task -> {
            FilteredSearch search = new FilteredSearch(x, y, centre, filter, offsets, v, bounds, priced);
            Products products = new Products(filter);
            for (int tile = task; tile < tiles; tile += tasks) {
                parallelism.check();
                int from = tile * TILE;
                int to = Math.min(wanted.length, from + TILE);
                products.compute(wanted, from, to);
                for (int r = from; r < to; r++) {
                    search.run(r, wanted[r], products.row(r - from));
                }
            }
        });
        return priced;
    }

    /**
     * Share of columns whose scores in single precision are within rounding of the limit, for a sample of the rows:
     * nearly all where there are ties.
     */
    private double unseparated(
            int[] wanted, double[] v, double[] bounds, int capacity, Centre centre, Filter filter, Offsets offsets) {
        double[] reduced = new double[columns()];
        long count = 0;
        for (int s = 0; s < SAMPLE; s++) {
            int row = wanted[(int) ((long) s * wanted.length / SAMPLE)];
            Arrays.setAll(reduced, j -> Differences.squared(x, row, y, j) - v[j]);
            double[] sorted = reduced.clone();
            Arrays.sort(sorted);
            double norm = centre.scale * Math.sqrt(centre.squaredNormsX[row]);
            double rounding = (filter.guard(norm) + offsets.guard(norm)) / (centre.scale * centre.scale);
            double limit = Math.min(bounds[row], sorted[capacity - 1]) + rounding;
            count += Arrays.stream(reduced).filter(value -> value <= limit).count() - capacity;
        }
        return (double) count / ((double) SAMPLE * columns());
    }

    /** The filter with the least estimated cost. */
    private int choose(int[] wanted, double[] v, double[] bounds, int capacity, Parallelism parallelism) {
        int last = filters.count() - 1;
        if (last == 0) {
            return last;
        }
        Trial trial = new Trial(x, y, filters.centre(parallelism), wanted, v, bounds, capacity);
        int best = last;
        double leastCost = columns() * (missing(wanted) * filters.dimension(last) * PRODUCT + SCORE);
        for (int f = 0; f < last; f++) {
            double products = columns() * (filters.dimension(f) * PRODUCT + SCORE);
            if (WORTH_ANOTHER * products >= leastCost) {
                break;
            }
            double survivors = columns() * trial.survivors(filters.directions(f, parallelism));
            double cost = products + survivors * x.dimension() * DIFFERENCE;
            if (cost < leastCost) {
                best = f;
                leastCost = cost;
            }
        }
        return best;
    }

    /** Share of rows whose products are not stored. */
    private double missing(int[] wanted) {
        if (kept == null) {
            return 1;
        }
        int missing = 0;
        for (int row : wanted) {
            if (kept.get(row) == null) {
                missing++;
            }
        }
        return (double) missing / wanted.length;
    }

    /** The products of a tile's rows with all columns. One instance per thread. */
    private final class Products {

        private final Filter filter;
        /** Null if products with this filter are not kept. */
        private final @Nullable AtomicReferenceArray<float[][]> keeping;
        private final int[] missing = new int[TILE];
        private final float[][][] rows = new float[TILE][][];
        private final float[][][] reused = new float[TILE][][];
        private final float[][][] own = new float[TILE][][];
        private final float[][] results = new float[TILE][];

        Products(Filter filter) {
            this.filter = filter;
            this.keeping = filter.dimension == x.dimension() ? kept : null;
        }

        /** [blocks, columns] of the r-th row of the tile. */
        float[][] row(int r) {
            return rows[r];
        }

        void compute(int[] wanted, int from, int to) {
            int count = 0;
            for (int r = 0; r < to - from; r++) {
                int row = wanted[from + r];
                float[][] known = keeping == null ? null : keeping.get(row);
                rows[r] = known == null ? room(r) : known;
                if (known == null) {
                    own[count] = rows[r];
                    missing[count++] = row;
                }
            }
            for (int block = 0; block < filter.columns.blocks() && count > 0; block++) {
                for (int m = 0; m < count; m++) {
                    results[m] = own[m][block];
                }
                Loops.fastest().products(filter.rows, filter.dimension, missing, count, filter.columns.block(block),
                        results);
            }
            if (keeping != null) {
                for (int m = 0; m < count; m++) {
                    keeping.set(missing[m], own[m]);
                }
            }
        }

        private float[][] room(int r) {
            if (keeping != null || reused[r] == null) {
                reused[r] = new float[filter.columns.blocks()][filter.columns.columns()];
            }
            return reused[r];
        }
    }

    /**
     * Estimates the share of pairs that projections would not rule out, from a sample of rows and columns. The estimate
     * affects only the running time.
     */
    private static final class Trial {

        private static final int ROWS = 8;
        private static final int COLUMNS = 128;

        private final DoublePoints x;
        private final DoublePoints y;
        private final Centre centre;
        private final int[] rows;
        private final int[] columns;
        private final double[] v;
        private final double[] limits;

        /** Sets every row's limit from its bound, or from the columns of the sample. */
        Trial(DoublePoints x, DoublePoints y, Centre centre, int[] wanted, double[] v, double[] bounds, int k) {
            this.x = x;
            this.y = y;
            this.centre = centre;
            this.rows = Centre.spread(wanted.length, ROWS);
            this.columns = between(y.size(), COLUMNS);
            this.v = v;
            this.limits = new double[rows.length];
            for (int r = 0; r < rows.length; r++) {
                rows[r] = wanted[rows[r]];
                double bound = bounds[rows[r]];
                limits[r] = bound < Double.POSITIVE_INFINITY ? bound : quantile(rows[r], k);
            }
        }

        /**
         * Halfway between evenly spaced indices: otherwise a row's own column would be in the sample and represent
         * hundreds of others.
         */
        private static int[] between(int size, int count) {
            int[] chosen = Centre.spread(size, count);
            int half = size / chosen.length / 2;
            for (int c = 0; c < chosen.length; c++) {
                chosen[c] += half;
            }
            return chosen;
        }

        private double quantile(int row, int k) {
            double[] reduced = new double[columns.length];
            for (int c = 0; c < columns.length; c++) {
                reduced[c] = Differences.squared(x, row, y, columns[c]) - v[columns[c]];
            }
            Arrays.sort(reduced);
            int rank = (int) Math.ceil((double) k * columns.length / y.size());
            return reduced[Math.min(columns.length, Math.max(1, rank)) - 1];
        }

        /** Share of pairs that these directions and the length of the residual do not rule out. */
        double survivors(Directions directions) {
            double[] rowImages = images(x, rows, centre.squaredNormsX, directions);
            double[] columnImages = images(y, columns, centre.squaredNormsY, directions);
            int q = directions.count() + 1;
            int survivors = 0;
            for (int r = 0; r < rows.length; r++) {
                for (int c = 0; c < columns.length; c++) {
                    double product = 0;
                    for (int k = 0; k < q; k++) {
                        product += rowImages[k * rows.length + r] * columnImages[k * columns.length + c];
                    }
                    int j = columns[c];
                    double atLeast = centre.squaredNormsX[rows[r]] + centre.squaredNormsY[j] - 2 * product - v[j];
                    if (!(atLeast > limits[r])) {
                        survivors++;
                    }
                }
            }
            return (double) survivors / ((double) rows.length * columns.length);
        }

        private double[] images(DoublePoints points, int[] chosen, double[] squaredNorms, Directions directions) {
            double[] norms = new double[chosen.length];
            for (int i = 0; i < norms.length; i++) {
                norms[i] = squaredNorms[chosen[i]];
            }
            return Filter.images(points.select(chosen), centre, norms, directions);
        }
    }
}
