package org.leastaction.metrics.frontier;

import java.util.Random;
import java.util.function.BiPredicate;
import org.leastaction.metrics.regularity.Maps;
import org.leastaction.metrics.regularity.PairDistances;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/** Regions of the plane whose frontier has a known dimension. */
public final class Frontiers {

    /** ln 4 / ln 3. */
    public static final double KOCH = Math.log(4) / Math.log(3);

    private static final int DEPTH = 9;

    private Frontiers() {}

    /** Inside the circle of radius 0.6. */
    public static boolean circle(double x, double y) {
        return x * x + y * y < 0.36;
    }

    /** Inside Koch's snowflake around 0 with corners at distance 0.9. */
    public static boolean koch(double x, double y) {
        double[][] corners = new double[3][];
        for (int k = 0; k < 3; k++) {
            double angle = Math.PI / 2 + 2 * Math.PI * k / 3;
            corners[k] = new double[] {0.9 * Math.cos(angle), 0.9 * Math.sin(angle)};
        }
        boolean inside = true;
        for (int k = 0; k < 3; k++) {
            double[] a = corners[k];
            double[] b = corners[(k + 1) % 3];
            double side = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
            if (side < 0) {
                inside = false;
                if (inBump(a[0], a[1], b[0], b[1], x, y, DEPTH)) {
                    return true;
                }
            }
        }
        return inside;
    }

    /** Whether a point to the right of a → b is under the curve over it. */
    private static boolean inBump(double ax, double ay, double bx, double by, double x, double y, int depth) {
        double dx = bx - ax;
        double dy = by - ay;
        double length = dx * dx + dy * dy;
        double along = ((x - ax) * dx + (y - ay) * dy) / length;
        double beside = -((x - ax) * -dy + (y - ay) * dx) / length;
        // The curve stays within a triangle of height √3/6 over its base.
        double roof = Math.sqrt(3) / 6 * Math.min(1, 2 * Math.min(along, 1 - along) + 1e-12);
        if (depth == 0 || along < 0 || along > 1 || beside < 0 || beside > roof + 1e-12) {
            return false;
        }
        double px = ax + dx / 3;
        double py = ay + dy / 3;
        double qx = ax + 2 * dx / 3;
        double qy = ay + 2 * dy / 3;
        double tx = (ax + bx) / 2 + dy * Math.sqrt(3) / 6;
        double ty = (ay + by) / 2 - dx * Math.sqrt(3) / 6;
        boolean middle = along >= 1.0 / 3 && along <= 2.0 / 3;
        if (middle && right(px, py, tx, ty, x, y) <= 0 && right(tx, ty, qx, qy, x, y) <= 0) {
            return true;
        }
        return inBump(ax, ay, px, py, x, y, depth - 1) || inBump(px, py, tx, ty, x, y, depth - 1)
                || inBump(tx, ty, qx, qy, x, y, depth - 1) || inBump(qx, qy, bx, by, x, y, depth - 1);
    }

    /** Positive where (x, y) is to the right of a → b. */
    private static double right(double ax, double ay, double bx, double by, double x, double y) {
        return -((bx - ax) * (y - ay) - (by - ay) * (x - ax));
    }

    /** Boxes of a region that is rotated and moved at random. */
    public static BoxCounting boxes(BiPredicate<Double, Double> region, long seed, int side) {
        Random random = new Random(seed);
        double angle = 2 * Math.PI * random.nextDouble();
        double moveX = 0.1 * random.nextDouble();
        double moveY = 0.1 * random.nextDouble();
        DoublePoints square = DoublePoints.of(new double[][] {{-1, -1}, {1, 1}});
        return PlaneFrontier.of(square, points -> {
            int[] classes = new int[points.size()];
            for (int i = 0; i < classes.length; i++) {
                double x = points.get(i, 0) - moveX;
                double y = points.get(i, 1) - moveY;
                classes[i] = region.test(Math.cos(angle) * x - Math.sin(angle) * y,
                        Math.sin(angle) * x + Math.cos(angle) * y) ? 1 : 0;
            }
            return classes;
        }, side, 4096);
    }

    /** The estimate from labelled points spread over the square. */
    public static NeighbourFrontier neighbours(BiPredicate<Double, Double> region, long seed, int points) {
        DoublePoints x = Maps.uniform(seed, points, 2);
        int[] labels = new int[points];
        for (int i = 0; i < points; i++) {
            labels[i] = region.test(x.get(i, 0), x.get(i, 1)) ? 1 : 0;
        }
        return NeighbourFrontier.of(PairDistances.of(x, Parallelism.sequential()), labels, seed).orElseThrow();
    }

    /** The estimate from points spread over a ball that a hyperplane divides. */
    public static NeighbourFrontier hyperplane(long seed, int points, int dimension) {
        DoublePoints x = Maps.normal(seed, points, dimension);
        int[] labels = new int[points];
        for (int i = 0; i < points; i++) {
            labels[i] = x.get(i, 0) > 0 ? 1 : 0;
        }
        return NeighbourFrontier.of(PairDistances.of(x, Parallelism.sequential()), labels, seed).orElseThrow();
    }
}
