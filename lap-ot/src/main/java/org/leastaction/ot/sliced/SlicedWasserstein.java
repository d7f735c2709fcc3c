package org.leastaction.ot.sliced;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.WeighingPoints;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Stage;

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
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
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
        double[][] directions = new double[projections][];
        double[] squared = new double[projections];
        parallelism.in(Stage.PROJECTIONS).forEach(projections, l -> {
            directions[l] = direction(d, l);
            squared[l] = new Slice(problem, masses, directions[l]).squared();
        });
        CompensatedSum sum = new CompensatedSum();
        for (double s : squared) {
            sum.add(s);
        }
        double mean = sum.value() / projections;
        double error = standardError(squared, mean);
        Steepest steepest = steepest(problem, masses, directions, squared);
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
    private Steepest steepest(
            TransportProblem problem, WholeMasses masses, double[][] directions, double[] squared) {
        List<double[]> starts = new ArrayList<>(IntStream.range(0, projections).boxed()
                .sorted(Comparator.comparingDouble((Integer l) -> -squared[l]).thenComparing(l -> l))
                .limit(STARTS).map(l -> directions[l]).toList());
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
}
