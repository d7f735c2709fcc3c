package org.leastaction.metrics.regularity;

import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.Points;

/**
 * Distances of all pairs of points before and after a map.
 *
 * <p>16 bytes per pair of the points in use.
 */
public final class PairIncrements {

    private final int totalPoints;
    private final int[] rows;
    private final double[][] distances;
    private final double[][] increments;

    private PairIncrements(int totalPoints, int[] rows, double[][] distances, double[][] increments) {
        this.totalPoints = totalPoints;
        this.rows = rows;
        this.distances = distances;
        this.increments = increments;
    }

    /** As {@link #between(Points, Points, PairSelection, Parallelism)}, on all processors. */
    public static PairIncrements between(Points x, Points tx, PairSelection selection) {
        return between(x, tx, selection, Parallelism.available());
    }

    /**
     * Compares the pairs. O(m² (d + d')), m the number of points in use.
     *
     * @param x           points [n, d], n ≥ 2
     * @param tx          their images in the same order, [n, d']
     * @param parallelism number of threads; the result does not depend on it
     * @throws IllegalArgumentException if there are fewer than 2 points, not as many images, or a coordinate is not
     *                                  finite
     */
    public static PairIncrements between(Points x, Points tx, PairSelection selection, Parallelism parallelism) {
        checkSizes(x.size(), tx.size());
        checkFinite(x, "point");
        checkFinite(tx, "image");
        int[] rows = selection.rows(x.size());
        boolean all = rows.length == x.size();
        return new PairIncrements(
                x.size(),
                rows,
                PairDistances.of(all ? x : x.select(rows), parallelism),
                PairDistances.of(all ? tx : tx.select(rows), parallelism));
    }

    /** Which pairs of samples are compared. */
    public enum Classes {
        /** Pairs of the same class. */
        WITHIN,
        /** Pairs of different classes. */
        ACROSS
    }

    /**
     * The pairs within classes, or across them. Excluded pairs count as equal points with equal images, which every
     * measure of this package ignores. O(pairs).
     *
     * @param labels classes of all n points given
     * @throws IllegalArgumentException for another number of labels
     */
    public PairIncrements only(Classes classes, int[] labels) {
        if (labels.length != totalPoints) {
            throw new IllegalArgumentException(labels.length + " labels for " + totalPoints + " points");
        }
        double[][] keptDistances = new double[rows.length][];
        double[][] keptIncrements = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            keptDistances[i] = distances[i].clone();
            keptIncrements[i] = increments[i].clone();
            for (int j = 0; j < i; j++) {
                boolean same = labels[rows[i]] == labels[rows[j]];
                if (same != (classes == Classes.WITHIN)) {
                    keptDistances[i][j] = 0;
                    keptIncrements[i][j] = 0;
                }
            }
        }
        return new PairIncrements(totalPoints, rows, keptDistances, keptIncrements);
    }

    /**
     * Pairs whose distances are known. O(m²).
     *
     * @param distances  before the map, of n ≥ 2 points: the strict lower triangle of {@link PairDistances}
     * @param increments after it
     * @throws IllegalArgumentException if there are fewer than 2 points, or not as many images
     */
    public static PairIncrements of(double[][] distances, double[][] increments, PairSelection selection) {
        checkSizes(distances.length, increments.length);
        int[] rows = selection.rows(distances.length);
        return new PairIncrements(
                distances.length, rows, PairDistances.select(distances, rows), PairDistances.select(increments, rows));
    }

    private static void checkSizes(int points, int images) {
        if (points != images) {
            throw new IllegalArgumentException(points + " points have " + images + " images: one each is needed");
        }
        if (points < 2) {
            throw new IllegalArgumentException("a pair needs 2 points, there is " + points);
        }
    }

    private static void checkFinite(Points points, String name) {
        int bad = points.firstNonFinite();
        if (bad >= 0) {
            throw new IllegalArgumentException(name + " " + bad + " has a coordinate that is NaN or infinite");
        }
    }

    /** Number m of points whose pairs are compared. */
    public int points() {
        return rows.length;
    }

    /** Number n of points given. */
    public int totalPoints() {
        return totalPoints;
    }

    /** Number of pairs, m(m − 1)/2, including those excluded by {@link #only}. */
    public long pairs() {
        return (long) points() * (points() - 1) / 2;
    }

    /** The row in the original points of the i-th point in use. */
    public int row(int i) {
        return rows[i];
    }

    /** r = ‖xᵢ − xⱼ‖ of the i-th and j-th points in use. */
    public double distance(int i, int j) {
        return lookUp(distances, i, j);
    }

    /** t = ‖T(xᵢ) − T(xⱼ)‖ of the i-th and j-th points in use. */
    public double increment(int i, int j) {
        return lookUp(increments, i, j);
    }

    private static double lookUp(double[][] triangle, int i, int j) {
        return i == j ? 0 : triangle[Math.max(i, j)][Math.min(i, j)];
    }

    /** r to the points 0 to i − 1; not a copy. */
    double[] distances(int i) {
        return distances[i];
    }

    /** t to the points 0 to i − 1; not a copy. */
    double[] increments(int i) {
        return increments[i];
    }
}
