package org.leastaction.ot.pricing;

import org.jspecify.annotations.Nullable;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/** The filters of two point sets, from coarse to fine, each created on first use. */
final class Filters {

    /**
     * Dimensions of the images, including the length of the residual; the first filter uses axes, the others principal
     * directions.
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
