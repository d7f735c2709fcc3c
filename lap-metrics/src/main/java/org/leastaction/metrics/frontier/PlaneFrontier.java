package org.leastaction.metrics.frontier;

import org.leastaction.points.FloatPoints;
import org.leastaction.points.Points;

/** Evaluates a frontier on a square lattice around points of the plane. */
public final class PlaneFrontier {

    /** Share of the points' extent added on every side. */
    private static final double MARGIN = 0.1;

    private PlaneFrontier() {}

    /** A classifier of points of the plane, for example a network. */
    @FunctionalInterface
    public interface Classes {

        /** The class of each point [n, 2]. */
        int[] of(FloatPoints points);
    }

    /**
     * Counts the boxes of the frontier in the smallest square around the points, a tenth wider on every side.
     *
     * @param around points [n, 2], n ≥ 1, finite
     * @param side   cells on a side, see {@link BoxCounting#of}
     * @param batch  points classified in one call
     * @throws IllegalArgumentException for points of another dimension than 2, or if the classifier returns a single
     *                                  class there
     */
    public static BoxCounting of(Points around, Classes classes, int side, int batch) {
        FloatPoints lattice = lattice(around, side);
        int[] all = new int[lattice.size()];
        for (int from = 0; from < all.length; from += batch) {
            int to = Math.min(all.length, from + batch);
            System.arraycopy(classes.of(lattice.rows(from, to)), 0, all, from, to - from);
        }
        return BoxCounting.of(all, side);
    }

    private static FloatPoints lattice(Points around, int side) {
        if (around.dimension() != 2 || around.size() == 0) {
            throw new IllegalArgumentException("a frontier of the plane needs points of 2 dimensions, not "
                    + around.size() + " of " + around.dimension());
        }
        double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int i = 0; i < around.size(); i++) {
            for (int j = 0; j < 2; j++) {
                low[j] = Math.min(low[j], around.get(i, j));
                high[j] = Math.max(high[j], around.get(i, j));
            }
        }
        double extent = Math.max(Math.max(high[0] - low[0], high[1] - low[1]), Float.MIN_NORMAL);
        double step = extent * (1 + 2 * MARGIN) / side;
        float[] points = new float[2 * (side + 1) * (side + 1)];
        for (int row = 0; row <= side; row++) {
            for (int column = 0; column <= side; column++) {
                int at = 2 * (row * (side + 1) + column);
                points[at] = (float) ((low[0] + high[0]) / 2 + (column - side / 2.0) * step);
                points[at + 1] = (float) ((low[1] + high[1]) / 2 + (row - side / 2.0) * step);
            }
        }
        return FloatPoints.wrap(points, points.length / 2, 2);
    }
}
