package org.leastaction.ot.sliced;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.WeighingPoints;
import org.leastaction.ot.Weights;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.line.LineTransport;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;
import org.leastaction.points.DoublePoints;

/**
 * Sliced and max-sliced W₂ between two weighted point sets: projections onto random lines, each solved by sorting.
 * Directions are uniform on the sphere. O(L·(n + m)·(d + log(n + m))) for L projections, O((n + m)·threads) memory.
 *
 * @param projections number of lines L, at least 2
 * @param seed        seed of the directions: direction l depends only on the seed and l
 * @param parallelism threads; the result is the same for any number
 */
public record SlicedWasserstein(int projections, long seed, Parallelism parallelism) {

    private static final int DEFAULT_PROJECTIONS = 1_000;
    /** Number of lines from which the search for max-sliced W₂ starts. */
    private static final int STARTS = 8;

    /** @throws IllegalArgumentException for fewer than 2 projections */
    public SlicedWasserstein {
        Objects.requireNonNull(parallelism, "parallelism");
        if (projections < 2) {
            throw new IllegalArgumentException(
                    "slicing needs at least 2 projections to know its error, not " + projections);
        }
    }

    /** Squared lengths below this lose digits. */
    private static final double LEAST = 1e-290;

    /** 1,000 projections on all processors. */
    public static SlicedWasserstein of(long seed) {
        return new SlicedWasserstein(DEFAULT_PROJECTIONS, seed, Parallelism.available());
    }

    public SlicedWasserstein withProjections(int newProjections) {
        return new SlicedWasserstein(newProjections, seed, parallelism);
    }

    public SlicedWasserstein withParallelism(Parallelism newParallelism) {
        return new SlicedWasserstein(projections, seed, newParallelism);
    }

    /**
     * Estimates sliced and max-sliced W₂ of the problem.
     *
     * @throws IllegalArgumentException unless its cost is the squared Euclidean one, or if squared lengths overflow or
     *         underflow
     */
    public SlicedEstimate estimate(TransportProblem problem) {
        if (!problem.cost().equals(GroundCost.squaredEuclidean())) {
            throw new IllegalArgumentException(
                    "sliced W₂ is of the cost ‖x − y‖₂², this problem has " + problem.cost().formula());
        }
        TransportProblem weighing = WeighingPoints.of(problem).problem();
        int exponent = weighing.scale();
        SlicedEstimate scaled = ofScaled(weighing.scaled(exponent));
        if (scaled.maxSquared() > 0 && TransportProblem.squaredLength(scaled.squared(), exponent) < LEAST) {
            throw new IllegalArgumentException("the squared lengths underflow double precision: scale the points up");
        }
        return new SlicedEstimate(projections, TransportProblem.squaredLength(scaled.squared(), exponent),
                Math.scalb(Math.scalb(scaled.standardError(), exponent), exponent),
                TransportProblem.squaredLength(scaled.maxSquared(), exponent), scaled.direction());
    }

    /** The estimate for a problem whose lengths are about 1. */
    private SlicedEstimate ofScaled(TransportProblem problem) {
        WholeMasses masses = WholeMasses.of(problem);
        int d = problem.x().dimension();
        double[] squared = new double[projections];
        parallelism.in(Stage.PROJECTIONS).forEach(projections,
                l -> squared[l] = new Slice(problem, masses, direction(d, l)).squared());
        CompensatedSum sum = new CompensatedSum();
        for (double s : squared) {
            sum.add(s);
        }
        double mean = sum.value() / projections;
        double error = standardError(squared, mean);
        Steepest steepest = steepest(problem, masses, squared);
        return new SlicedEstimate(projections, mean, error, steepest.squared(), steepest.direction());
    }

    /** Standard error of the mean; deviations are scaled, because their squares could overflow or underflow. */
    private static double standardError(double[] squared, double mean) {
        double scale = 0;
        for (double s : squared) {
            scale = Math.max(scale, Math.abs(s - mean));
        }
        if (scale == 0) {
            return 0;
        }
        CompensatedSum deviations = new CompensatedSum();
        for (double s : squared) {
            double deviation = (s - mean) / scale;
            deviations.add(deviation * deviation);
        }
        int lines = squared.length;
        return scale * Math.sqrt(deviations.value() / (lines - 1) / lines);
    }

    /**
     * The best of several ascents: from the lines on which the projections differ most, and from the line through the
     * means.
     */
    private Steepest steepest(TransportProblem problem, WholeMasses masses, double[] squared) {
        int d = problem.x().dimension();
        List<double[]> starts = new ArrayList<>(IntStream.range(0, projections).boxed()
                .sorted(Comparator.comparingDouble((Integer l) -> -squared[l]).thenComparing(l -> l))
                .limit(STARTS).map(l -> direction(d, l)).toList());
        Steepest.betweenMeans(problem).ifPresent(starts::add);
        Steepest[] found = new Steepest[starts.size()];
        parallelism.forEach(found.length, s -> found[s] = Steepest.from(problem, masses, starts.get(s), parallelism));
        Steepest best = found[0];
        for (Steepest other : found) {
            best = other.squared() > best.squared() ? other : best;
        }
        return best;
    }

    private double[] direction(int d, int line) {
        // Seeds of consecutive lines differ by a golden-ratio step, and Random scrambles them.
        Random random = new Random(seed + line * 0x9E3779B97F4A7C15L);
        double[] direction = new double[d];
        double norm;
        do {
            for (int k = 0; k < d; k++) {
                direction[k] = random.nextGaussian();
            }
            norm = Slice.norm(direction);
        } while (norm == 0);
        for (int k = 0; k < d; k++) {
            direction[k] /= norm;
        }
        return direction;
    }

    /** A problem projected onto a line. */
    static final class Slice {

        private final TransportProblem problem;
        private final WholeMasses masses;
        private final double[] x;
        private final double[] y;

        /** @param masses masses of the problem's weights */
        Slice(TransportProblem problem, WholeMasses masses, double[] direction) {
            this.problem = problem;
            this.masses = masses;
            this.x = shadow(problem.x(), direction);
            this.y = shadow(problem.y(), direction);
        }

        /** W₂² of the projections. */
        double squared() {
            return LineTransport.cost(x, y, problem.a(), problem.b(), masses, 2);
        }

        /** An optimal plan between the projections, with the indices of the points. */
        TransportPlan plan() {
            return LineTransport.plan(x, y, problem.a(), problem.b(), masses);
        }

        /** Euclidean length, computed from scaled coordinates so that squares neither overflow nor underflow. */
        static double norm(double[] vector) {
            double greatest = 0;
            for (double v : vector) {
                greatest = Math.max(greatest, Math.abs(v));
            }
            if (greatest == 0 || !Double.isFinite(greatest)) {
                return greatest;
            }
            // A power of two: scaling by it does not round.
            int exponent = Math.getExponent(greatest);
            double sum = 0;
            for (double v : vector) {
                double scaled = Math.scalb(v, -exponent);
                sum += scaled * scaled;
            }
            return Math.scalb(Math.sqrt(sum), exponent);
        }

        private static double[] shadow(DoublePoints points, double[] direction) {
            int d = direction.length;
            double[] array = points.array();
            double[] shadow = new double[points.size()];
            for (int i = 0; i < shadow.length; i++) {
                int start = points.offset() + i * d;
                double sum = 0;
                for (int k = 0; k < d; k++) {
                    sum += array[start + k] * direction[k];
                }
                shadow[i] = sum;
            }
            return shadow;
        }
    }

    /**
     * A local maximum of W₂² of the projections over directions θ. Found by ascent along Σ Pᵢⱼ ⟨xᵢ − yⱼ, θ⟩ (xᵢ − yⱼ),
     * half of the gradient, with P optimal between the projections onto θ. A step without gain is halved.
     *
     * @param direction θ, of length 1
     * @param squared   W₂² of the projections onto θ
     */
    record Steepest(double[] direction, double squared) {

        private static final int STEPS = 100;
        private static final double SHORTEST = 1e-6;
        private static final double GAIN = 1e-12;

        static Steepest from(TransportProblem problem, WholeMasses masses, double[] start, Parallelism execution) {
            Steepest best = new Steepest(start, new Slice(problem, masses, start).squared());
            double length = 1;
            double[] gradient = null;
            for (int step = 0; step < STEPS && length > SHORTEST; step++) {
                execution.check();
                if (gradient == null) {
                    gradient = gradient(problem, masses, best.direction);
                }
                double[] next = moved(best.direction, gradient, length);
                double squared = new Slice(problem, masses, next).squared();
                if (squared > best.squared * (1 + GAIN)) {
                    best = new Steepest(next, squared);
                    gradient = null;
                    length = 2 * length;
                } else {
                    length /= 2;
                }
            }
            return best;
        }

        /** The direction from the mean of the sources to that of the targets; empty if the means coincide. */
        static Optional<double[]> betweenMeans(TransportProblem problem) {
            double[] difference = new double[problem.x().dimension()];
            add(problem.y(), problem.b(), 1, difference);
            add(problem.x(), problem.a(), -1, difference);
            double norm = Slice.norm(difference);
            if (!(norm > 0) || Double.isInfinite(norm)) {
                return Optional.empty();
            }
            for (int k = 0; k < difference.length; k++) {
                difference[k] /= norm;
            }
            return Optional.of(difference);
        }

        private static void add(DoublePoints points, Weights weights, double sign, double[] sum) {
            for (int i = 0; i < points.size(); i++) {
                for (int k = 0; k < sum.length; k++) {
                    sum[k] += sign * weights.get(i) * points.get(i, k);
                }
            }
        }

        private static double[] gradient(TransportProblem problem, WholeMasses masses, double[] direction) {
            TransportPlan plan = new Slice(problem, masses, direction).plan();
            double[] gradient = new double[direction.length];
            double[] difference = new double[direction.length];
            for (int e = 0; e < plan.entries(); e++) {
                double along = 0;
                for (int k = 0; k < direction.length; k++) {
                    difference[k] = problem.x().get(plan.source(e), k) - problem.y().get(plan.target(e), k);
                    along += difference[k] * direction[k];
                }
                for (int k = 0; k < direction.length; k++) {
                    gradient[k] += plan.mass(e) * along * difference[k];
                }
            }
            return gradient;
        }

        /** A step along the gradient by a share of the gradient's length, projected back onto the sphere. */
        private static double[] moved(double[] direction, double[] gradient, double length) {
            double norm = Slice.norm(gradient);
            double[] next = direction.clone();
            if (norm == 0) {
                return next;
            }
            for (int k = 0; k < next.length; k++) {
                next[k] += length * gradient[k] / norm;
            }
            double whole = Slice.norm(next);
            for (int k = 0; k < next.length; k++) {
                next[k] /= whole;
            }
            return next;
        }
    }
}
