package org.leastaction.ot.pricing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.loops.Loops;
import org.leastaction.points.DoublePoints;

/**
 * Images z of points in q dimensions, in single precision, with ‖z(x)‖ = ‖x‖ and ⟨z(x), z(y)⟩ ≥ ⟨x, y⟩ up to a known
 * error. So ‖x‖² + ‖y‖² − 2⟨z(x), z(y)⟩ never overestimates ‖x − y‖² by more than a {@link #guard}: a pair that it
 * rules out is certainly ruled out.
 *
 * <p>There are two kinds. With all coordinates, q = d, equality holds. With p orthonormal directions P and the length
 * of the residual, z(x) = (Px, (‖x‖² − ‖Px‖²)^½), the inequality is that of Cauchy–Schwarz for the residuals.
 *
 * <p>Error bound: with u = 2⁻²⁴ and coordinates rounded to single precision, |fl⟨z, w⟩ − ⟨z, w⟩| ≤ k·u·‖z‖·‖w‖ to first
 * order, with k from {@link Loops#roundings}. Images are scaled by a power of two to norms of at most 1, so that nothing overflows.
 */
final class Filter {

    private static final int CHUNK = 256;
    private static final double UNIT = 0x1p-24;

    /** q. */
    final int dimension;
    /** [n, q], row-major, scaled. */
    final float[] rows;
    /** The columns' images, scaled. */
    final PackedFloats columns;
    private final Centre centre;
    private final int pointDimension;

    private Filter(int dimension, DoublePoints x, DoublePoints y, Centre centre) {
        this.dimension = dimension;
        this.rows = new float[Math.multiplyExact(x.size(), dimension)];
        this.columns = new PackedFloats(y.size(), dimension);
        this.centre = centre;
        this.pointDimension = x.dimension();
    }

    /** A filter of all coordinates. */
    static Filter whole(DoublePoints x, DoublePoints y, Centre centre, Parallelism parallelism) {
        int d = x.dimension();
        Filter filter = new Filter(d, x, y, centre);
        inChunks(x.size(), parallelism, (from, to) -> {
            double[] moved = moved(x, centre, from, to);
            for (int i = 0; i < moved.length; i++) {
                filter.rows[from * d + i] = (float) (centre.scale * moved[i]);
            }
        });
        inChunks(y.size(), parallelism, (from, to) -> {
            double[] moved = moved(y, centre, from, to);
            for (int k = 0; k < d; k++) {
                filter.columns.set(from, to, k, moved, k, d, centre.scale);
            }
        });
        return filter;
    }

    /** A filter of coordinates along orthonormal directions and the residual length. */
    static Filter projected(
            DoublePoints x, DoublePoints y, Directions directions, Centre centre, Parallelism parallelism) {
        int q = directions.count() + 1;
        Filter filter = new Filter(q, x, y, centre);
        project(x, directions, centre, centre.squaredNormsX, parallelism, (images, from, to) -> {
            for (int i = from; i < to; i++) {
                for (int k = 0; k < q; k++) {
                    filter.rows[i * q + k] = (float) (centre.scale * images[k * (to - from) + i - from]);
                }
            }
        });
        project(y, directions, centre, centre.squaredNormsY, parallelism, (images, from, to) -> {
            for (int k = 0; k < q; k++) {
                filter.columns.set(from, to, k, images, k * (to - from), 1, centre.scale);
            }
        });
        return filter;
    }

    /** Bound on how far twice a scaled product may be below the exact value, for a row of this scaled norm. */
    double guard(double normX) {
        double rounding = 1.05 * Loops.fastest().roundings(dimension) * UNIT * normX * centre.greatestNormY;
        double underflow = dimension * 0x1p-140;
        double doubles = 1e-14 * (pointDimension / 16.0 + 4)
                * (normX * normX + centre.greatestNormY * centre.greatestNormY);
        return 2 * (rounding + underflow) + doubles;
    }

    /** Passes images to the consumer as [q, to − from], not scaled. */
    private static void project(DoublePoints points, Directions directions, Centre centre, double[] squaredNorms,
            Parallelism parallelism, Chunk chunk) {
        inChunks(points.size(), parallelism, (from, to) -> {
            double[] norms = Arrays.copyOfRange(squaredNorms, from, to);
            chunk.accept(images(points.rows(from, to), centre, norms, directions), from, to);
        });
    }

    /** Images of points, [q, n]: coordinates along the directions and the length of the residual. */
    static double[] images(DoublePoints points, Centre centre, double[] squaredNorms, Directions directions) {
        int n = points.size();
        int p = directions.count();
        double[] images = new double[(p + 1) * n];
        directions.along(points, centre, images);
        // The residual length must not be underestimated: it comes from a difference, with the rounding of sums of d
        // terms.
        double inflation = (points.dimension() + 64) * 0x1p-47;
        for (int i = 0; i < n; i++) {
            double rest = squaredNorms[i];
            for (int k = 0; k < p; k++) {
                rest -= images[k * n + i] * images[k * n + i];
            }
            images[p * n + i] = Math.sqrt(Math.max(0, rest) + inflation * squaredNorms[i]);
        }
        return images;
    }

    private static double[] moved(DoublePoints points, Centre centre, int from, int to) {
        double[] moved = new double[(to - from) * points.dimension()];
        centre.move(points.rows(from, to), moved);
        return moved;
    }

    private static void inChunks(int size, Parallelism parallelism, Range range) {
        parallelism.forEach((size + CHUNK - 1) / CHUNK,
                task -> range.accept(task * CHUNK, Math.min(size, (task + 1) * CHUNK)));
    }

    /** Processes the points {@code from} to {@code to} (exclusive). */
    @FunctionalInterface
    private interface Range {
        void accept(int from, int to);
    }

    /** Receives numbers of the points {@code from} to {@code to} (exclusive). */
    @FunctionalInterface
    private interface Chunk {
        void accept(double[] values, int from, int to);
    }

    /** The filters of two point sets, from coarse to fine, each created on first use. */
    static final class Filters {

        /**
         * Dimensions of the images, including the length of the residual; the first filter uses axes, the others
         * principal directions.
         */
        private static final int[] DIMENSIONS = {16, 16, 64};
        /** A projection keeps at most one coordinate in this many, otherwise it saves too little. */
        private static final int SAVING = 4;
        /** A dimension is worthwhile if there are this many pairs per dimension. */
        private static final double PAIRS_PER_DIMENSION = 5e4;

        private final DoublePoints x;
        private final DoublePoints y;
        private final int projections;
        private final Directions[] directions;
        private final Filter[] filters;
        private @Nullable Centre centre;

        Filters(DoublePoints x, DoublePoints y) {
            this.x = x;
            this.y = y;
            int count = 0;
            double most = Math.min(
                    (double) x.dimension() / SAVING, (double) x.size() * y.size() / PAIRS_PER_DIMENSION);
            while (count < DIMENSIONS.length && DIMENSIONS[count] <= most) {
                count++;
            }
            this.projections = count;
            this.directions = new Directions[count];
            this.filters = new Filter[count + 1];
        }

        /** Number of filters; the last has all coordinates. */
        int count() {
            return filters.length;
        }

        /** The dimension q of a filter, which need not exist yet. */
        int dimension(int filter) {
            return filter < projections ? DIMENSIONS[filter] : x.dimension();
        }

        synchronized Centre centre(Parallelism parallelism) {
            if (centre == null) {
                centre = Centre.of(x, y, parallelism);
            }
            return centre;
        }

        synchronized Directions directions(int projection, Parallelism parallelism) {
            if (directions[projection] == null) {
                int count = DIMENSIONS[projection] - 1;
                directions[projection] = projection == 0
                        ? Directions.widestAxes(x, y, centre(parallelism), count)
                        : Directions.principal(x, y, centre(parallelism), count);
            }
            return directions[projection];
        }

        synchronized Filter get(int filter, Parallelism parallelism) {
            if (filters[filter] == null) {
                Centre around = centre(parallelism);
                filters[filter] = filter < projections
                        ? Filter.projected(x, y, directions(filter, parallelism), around, parallelism)
                        : Filter.whole(x, y, around, parallelism);
            }
            return filters[filter];
        }
    }
}
