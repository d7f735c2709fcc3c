package org.leastaction.transport;

import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.exact.ExactSolver;
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

    /** The rotated images, [n, d]. O(n·d) for up to 16 directions. */
    static DoublePoints turned(Points x, Points tx, long seed) {
        int n = x.size();
        int d = x.dimension();
        double[] centred = centred(tx.toDouble().toArray(), n, d);
        double[] displacement = tx.toDouble().toArray();
        double[] start = x.toDouble().toArray();
        for (int i = 0; i < displacement.length; i++) {
            displacement[i] -= start[i];
        }
        double moved = Math.sqrt(squares(centred(displacement, n, d)) / n);
        int directions = Math.min(DIRECTIONS, d) / 2 * 2;
        double[] basis = principalDirections(centred, n, d, directions, seed);
        double[] coordinates = times(centred, basis, n, d, directions);
        double radius = Math.sqrt(squares(coordinates) / n);
        double largest = Math.toRadians(LARGEST_DEGREES);
        double angle = radius == 0 ? largest : 2 * Math.asin(Math.min(Math.sin(largest / 2), moved / (2 * radius)));
        double[] images = tx.toDouble().toArray();
        for (int i = 0; i < n; i++) {
            for (int p = 0; p < directions; p += 2) {
                double first = coordinates[i * directions + p];
                double second = coordinates[i * directions + p + 1];
                double alongFirst = (Math.cos(angle) - 1) * first - Math.sin(angle) * second;
                double alongSecond = Math.sin(angle) * first + (Math.cos(angle) - 1) * second;
                for (int k = 0; k < d; k++) {
                    images[i * d + k] += alongFirst * basis[k * directions + p]
                            + alongSecond * basis[k * directions + p + 1];
                }
            }
        }
        return DoublePoints.wrap(images, n, d);
    }

    /** Orthonormal columns, [d, r], near the r leading principal directions and about in their order. */
    private static double[] principalDirections(double[] centred, int n, int d, int r, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] basis = new double[d * r];
        orthonormalise(basis, d, r, random);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] coordinates = times(centred, basis, n, d, r);
            basis = new double[d * r];
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < d; k++) {
                    double value = centred[i * d + k];
                    for (int c = 0; c < r; c++) {
                        basis[k * r + c] += value * coordinates[i * r + c];
                    }
                }
            }
            orthonormalise(basis, d, r, random);
        }
        return basis;
    }

    /**
     * Gram and Schmidt, twice over for accuracy. A column that depends on those before it, as for few or equal points,
     * is replaced by a random one.
     */
    private static void orthonormalise(double[] columns, int d, int r, SplittableRandom random) {
        for (int c = 0; c < r; c++) {
            double before = norm(columns, d, r, c);
            orthogonalise(columns, d, r, c);
            while (!(norm(columns, d, r, c) > INDEPENDENT * before)) {
                for (int k = 0; k < d; k++) {
                    columns[k * r + c] = random.nextDouble() - 0.5;
                }
                before = norm(columns, d, r, c);
                orthogonalise(columns, d, r, c);
            }
            double length = norm(columns, d, r, c);
            for (int k = 0; k < d; k++) {
                columns[k * r + c] /= length;
            }
        }
    }

    /** Makes a column orthogonal to those before it, which are orthonormal. */
    private static void orthogonalise(double[] columns, int d, int r, int column) {
        for (int b = 0; b < 2 * column; b++) {
            double product = 0;
            for (int k = 0; k < d; k++) {
                product += columns[k * r + column] * columns[k * r + b % column];
            }
            for (int k = 0; k < d; k++) {
                columns[k * r + column] -= product * columns[k * r + b % column];
            }
        }
    }

    private static double norm(double[] columns, int d, int r, int column) {
        double sum = 0;
        for (int k = 0; k < d; k++) {
            sum += columns[k * r + column] * columns[k * r + column];
        }
        return Math.sqrt(sum);
    }

    /** [n, d] times [d, r]. */
    private static double[] times(double[] points, double[] basis, int n, int d, int r) {
        double[] product = new double[n * r];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < d; k++) {
                double value = points[i * d + k];
                for (int c = 0; c < r; c++) {
                    product[i * r + c] += value * basis[k * r + c];
                }
            }
        }
        return product;
    }

    /** Subtracts the mean of the rows, in place. */
    private static double[] centred(double[] points, int n, int d) {
        double[] mean = new double[d];
        for (int i = 0; i < points.length; i++) {
            mean[i % d] += points[i] / n;
        }
        for (int i = 0; i < points.length; i++) {
            points[i] -= mean[i % d];
        }
        return points;
    }

    private static double squares(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }
}
