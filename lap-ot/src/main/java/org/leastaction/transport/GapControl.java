package org.leastaction.transport;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.exact.ExactSolver;
import org.leastaction.ot.kernel.InnerProducts;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * Whether the gap of some samples could show that a map is not optimal. In many dimensions n samples are so far apart
 * that the pairing x → T(x) is the optimal assignment for almost every map, and the gap is 0 whatever T is. The control
 * is a map that is not optimal and differs from T by as much as T moves the points: the images are rotated about their
 * mean, in the planes of their principal directions, by the angle at which the rotation moves them as far as T moves
 * the points apart from their mean displacement (root mean squares), at most {@value #LARGEST_DEGREES}°. If the control
 * has no gap either, the gap of T carries no information.
 */
public final class GapControl {

    /** Larger rotations are visible with fewer samples than the deviations of networks from optimal maps. */
    private static final int LARGEST_DEGREES = 30;
    /**
     * Number of principal directions that are rotated, in pairs. Rotations of more directions are not visible in
     * practice.
     */
    private static final int DIRECTIONS = 16;
    /** Of the subspace iteration: the planes need not be exact. */
    private static final int ITERATIONS = 4;

    /** A column that keeps less than this share of its length depends on the others. */
    private static final double INDEPENDENT = 1e-10;

    private GapControl() {}

    /**
     * The gap D' − W₂'² of the control, summed over segments; empty on the line, which has no rotations. O(n·d) besides
     * one exact assignment for each segment.
     *
     * @param seed of the start of the subspace iteration
     * @throws IllegalArgumentException as {@link TransportGap#of}
     */
    public static OptionalDouble of(MeasuredFlow flow, long seed, Parallelism parallelism) {
        double sum = 0;
        boolean turned = false;
        for (SegmentFlow segment : flow.segments()) {
            if (segment.start().dimension() > 1) {
                turned = true;
                sum += gap(segment.start(), turned(segment.start(), segment.end(), seed), parallelism);
            }
        }
        return turned ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    private static double gap(Points x, Points images, Parallelism parallelism) {
        TransportProblem problem = TransportProblem.squaredEuclidean(x, images);
        Assignment optimal = ExactSolver.defaults().withParallelism(parallelism)
                .startingFrom(WarmStart.pairing(Assignment.identity(problem.size()))).solve(problem).assignment();
        double saved = 0;
        for (int i = 0; i < problem.size(); i++) {
            saved += problem.cost().between(problem.x(), i, problem.y(), i)
                    - problem.cost().between(problem.x(), i, problem.y(), optimal.target(i));
        }
        return Math.max(0, saved / problem.size());
    }

    /** The rotated images, [n, d]. O(n·d) for up to 16 directions; 8·d·(n + 18) bytes of memory. */
    static DoublePoints turned(Points x, Points tx, long seed) {
        int n = x.size();
        int d = x.dimension();
        double[] mean = mean(tx);
        double[] images = new double[Math.multiplyExact(n, d)];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < d; k++) {
                images[i * d + k] = tx.get(i, k) - mean[k];
            }
        }
        // n centred points have n − 1 directions; one that is left over is turned towards a random one.
        int directions = Math.min(Math.min(DIRECTIONS, d) / 2, Math.max(1, n / 2)) * 2;
        double[] basis = principalDirections(images, n, d, directions, seed);
        double[] coordinates = times(images, basis, n, d, directions);
        double radius = Math.sqrt(InnerProducts.of(coordinates, 0, coordinates, 0, coordinates.length) / n);
        double largest = Math.toRadians(LARGEST_DEGREES);
        double angle = radius == 0 ? largest
                : 2 * Math.asin(Math.min(Math.sin(largest / 2), moved(x, tx, mean) / (2 * radius)));
        for (int i = 0; i < n; i++) {
            for (int p = 0; p < directions; p += 2) {
                double first = coordinates[i * directions + p];
                double second = coordinates[i * directions + p + 1];
                addTo(images, i * d, (Math.cos(angle) - 1) * first - Math.sin(angle) * second, basis, p * d, d);
                addTo(images, i * d, Math.sin(angle) * first + (Math.cos(angle) - 1) * second, basis, (p + 1) * d, d);
            }
            addTo(images, i * d, 1, mean, 0, d);
        }
        return DoublePoints.wrap(images, n, d);
    }

    /** How far the points are moved apart from their mean displacement, root mean square. */
    private static double moved(Points x, Points tx, double[] meanOfImages) {
        double[] mean = mean(x);
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            for (int k = 0; k < mean.length; k++) {
                double difference = tx.get(i, k) - meanOfImages[k] - (x.get(i, k) - mean[k]);
                sum += difference * difference;
            }
        }
        return Math.sqrt(sum / x.size());
    }

    /** Orthonormal rows, [r, d], near the r leading principal directions and about in their order. */
    private static double[] principalDirections(double[] centred, int n, int d, int r, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] basis = new double[Math.multiplyExact(r, d)];
        orthonormalise(basis, r, d, random);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] coordinates = times(centred, basis, n, d, r);
            Arrays.fill(basis, 0);
            for (int c = 0; c < r; c++) {
                for (int i = 0; i < n; i++) {
                    addTo(basis, c * d, coordinates[i * r + c], centred, i * d, d);
                }
            }
            orthonormalise(basis, r, d, random);
        }
        return basis;
    }

    /**
     * Gram and Schmidt, twice over for accuracy. A row that depends on those before it, as for few or equal points, is
     * replaced by a random one.
     */
    private static void orthonormalise(double[] rows, int r, int d, SplittableRandom random) {
        for (int c = 0; c < r; c++) {
            double before = norm(rows, c, d);
            orthogonalise(rows, c, d);
            while (!(norm(rows, c, d) > INDEPENDENT * before)) {
                for (int k = 0; k < d; k++) {
                    rows[c * d + k] = random.nextDouble() - 0.5;
                }
                before = norm(rows, c, d);
                orthogonalise(rows, c, d);
            }
            double length = norm(rows, c, d);
            for (int k = 0; k < d; k++) {
                rows[c * d + k] /= length;
            }
        }
    }

    /** Makes a row orthogonal to those before it, which are orthonormal. */
    private static void orthogonalise(double[] rows, int row, int d) {
        for (int b = 0; b < 2 * row; b++) {
            int other = b % row * d;
            addTo(rows, row * d, -InnerProducts.of(rows, row * d, rows, other, d), rows, other, d);
        }
    }

    private static double norm(double[] rows, int row, int d) {
        return Math.sqrt(InnerProducts.of(rows, row * d, rows, row * d, d));
    }

    /** The points, [n, d], along the rows of a basis, [r, d]: [n, r]. */
    private static double[] times(double[] points, double[] basis, int n, int d, int r) {
        double[] product = new double[n * r];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < r; c++) {
                product[i * r + c] = InnerProducts.of(points, i * d, basis, c * d, d);
            }
        }
        return product;
    }

    /** a[p + k] += factor·b[q + k] for k from 0 to d − 1. */
    private static void addTo(double[] a, int p, double factor, double[] b, int q, int d) {
        for (int k = 0; k < d; k++) {
            a[p + k] += factor * b[q + k];
        }
    }

    private static double[] mean(Points points) {
        double[] mean = new double[points.dimension()];
        for (int i = 0; i < points.size(); i++) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += points.get(i, k) / points.size();
            }
        }
        return mean;
    }
}
