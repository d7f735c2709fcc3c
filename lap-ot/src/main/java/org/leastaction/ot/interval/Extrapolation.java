package org.leastaction.ot.interval;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;

/**
 * Estimates W₂² of the distributions of two samples from W₂² of subsets. With n points it is too large by about
 * a·n<sup>−β</sup>, so W₂²(n) = W₂² + a·n<sup>−β</sup> is fitted to n, n/2, n/4 and n/8 points and evaluated at n = ∞.
 * Subsets of one size are disjoint, and their mean is used.
 *
 * <p>The bias of smooth densities on bounded sets decreases like 1/n on the line, like ln n/n in the plane, and like
 * n<sup>−2/d</sup> from three dimensions on (Ambrosio, Stra and Trevisan 2019; Goldman and Trevisan 2021; for d > 4 the
 * exponent 2/d holds for any distributions, Chizat et al. 2020): hence β = min(1, 2/d) unless it is given or fitted.
 * The relevant d is the dimension of the set on which the points lie, not that of the ambient space.
 *
 * <p>The 95 % interval is computed from random halves of the points and widened by the distance to the limit with the
 * best-fitting exponent. Limitation: in many dimensions 2/d is near 0, W₂²(n) hardly changes over the available sizes,
 * and the extrapolation multiplies this small change by 1/(2<sup>2/d</sup> − 1): 7 in 10 dimensions, 70 in 100; and the
 * power law does not hold yet at such sizes. From about ten dimensions on the value is of little use, and the interval
 * is as wide as the bias itself.
 *
 * @param halves      number of random halves for the interval, at least 20
 * @param exponent    β in (0, 2]; empty for min(1, 2/d)
 * @param seed        seed of the subsets and halves
 * @param parallelism threads; the result is the same for any number
 */
public record Extrapolation(int halves, OptionalDouble exponent, long seed, Parallelism parallelism) {

    private static final int DEFAULT_HALVES = 40;
    private static final int FEWEST_HALVES = 20;
    private static final int FEWEST_POINTS = 256;
    private static final int[] PARTS = {1, 2, 4, 8};
    private static final double NORMAL_QUANTILE = 1.959963984540054;
    /** Range of exponents in a fit: from nearly no decrease to that of the line. */
    private static final double LEAST_EXPONENT = 0.02;
    private static final int EXPONENTS = 50;

    /** @throws IllegalArgumentException for too few halves, or an exponent out of range */
    public Extrapolation {
        Objects.requireNonNull(exponent, "exponent");
        Objects.requireNonNull(parallelism, "parallelism");
        if (halves < FEWEST_HALVES) {
            throw new IllegalArgumentException(
                    "an interval of 95 % needs at least " + FEWEST_HALVES + " halves, not " + halves);
        }
        if (exponent.isPresent() && !(exponent.getAsDouble() > 0 && exponent.getAsDouble() <= 2)) {
            throw new IllegalArgumentException(
                    "the exponent of an extrapolation must be in (0, 2], not " + exponent.getAsDouble());
        }
    }

    /** 40 halves, the exponent min(1, 2/d), on all processors. */
    public static Extrapolation of(long seed) {
        return new Extrapolation(DEFAULT_HALVES, OptionalDouble.empty(), seed, Parallelism.available());
    }

    public Extrapolation withHalves(int newHalves) {
        return new Extrapolation(newHalves, exponent, seed, parallelism);
    }

    public Extrapolation withExponent(double newExponent) {
        return new Extrapolation(halves, OptionalDouble.of(newExponent), seed, parallelism);
    }

    public Extrapolation withParallelism(Parallelism newParallelism) {
        return new Extrapolation(halves, exponent, seed, newParallelism);
    }

    /**
     * The result of an extrapolation.
     *
     * @param limit    W₂² at n = ∞ with its interval; negative only through its error
     * @param exponent β
     * @param sizes    number of points of the smaller set in a subset, descending
     * @param means    mean of W₂² over the subsets of each size
     */
    public record Result(Interval limit, double exponent, int[] sizes, double[] means) {

        public Result {
            sizes = sizes.clone();
            means = means.clone();
        }

        @Override
        public int[] sizes() {
            return sizes.clone();
        }

        @Override
        public double[] means() {
            return means.clone();
        }
    }

    /**
     * Extrapolates exact W₂². Takes about (halves + 1) times the work of the whole problem.
     *
     * @throws IllegalArgumentException for weighted problems, fewer than 256 points in a set, or a cost other than the
     *                                  squared Euclidean one
     */
    public Result extrapolate(TransportProblem problem) {
        requireSizes(problem);
        double beta = exponent.orElseGet(() -> exponentOf(problem.x().dimension()));
        double[] means = means(problem, new Random(seed), parallelism);
        // If the law does not hold yet at these sizes, another exponent fits better and gives another limit.
        double model = limit(means, beta) - limit(means, fittedExponent(means));
        return new Result(limit(problem, means, p -> limit(p, beta), model), beta, sizes(problem), means);
    }

    /**
     * The same with the best-fitting exponent between 0.02 and 1. The interval includes its uncertainty, which is
     * large.
     *
     * @throws IllegalArgumentException as {@link #extrapolate}
     */
    public Result extrapolateFitted(TransportProblem problem) {
        requireSizes(problem);
        double[] means = means(problem, new Random(seed), parallelism);
        double beta = fittedExponent(means);
        return new Result(limit(problem, means, p -> limit(p, fittedExponent(p)), 0), beta, sizes(problem), means);
    }

    /** min(1, 2/d). */
    public static double exponentOf(int dimension) {
        return Math.min(1, 2.0 / dimension);
    }

    private Interval limit(
            TransportProblem problem, double[] means, ToDoubleFunction<double[]> limitOf, double modelError) {
        double value = limitOf.applyAsDouble(means);
        double[] drawn = new double[halves];
        parallelism.in(Stage.SUBSETS).forEach(halves, h -> {
            Random random = new Random(seed + (h + 1) * 0x9E3779B97F4A7C15L);
            TransportProblem half = TransportProblem.of(
                    problem.x().select(Subsampling.subset(problem.x().size(), 0.5, random)),
                    problem.y().select(Subsampling.subset(problem.y().size(), 0.5, random)), problem.cost());
            drawn[h] = limitOf.applyAsDouble(means(half, random, Parallelism.sequential()));
        });
        double mean = Arrays.stream(drawn).average().orElseThrow();
        int unit = exponent(drawn);
        double squares = Arrays.stream(drawn).map(d -> Math.scalb(d - mean, -unit)).map(d -> d * d).sum();
        // Halves of one set have the same spread as samples of the full size: √(b/n)/√(1 − b/n) is 1.
        double deviation = Math.scalb(Math.sqrt(squares / (halves - 1)), unit);
        double error = Math.hypot(NORMAL_QUANTILE * deviation, modelError);
        return new Interval(value, value - error, value + error);
    }

    /** Mean of W₂² over disjoint subsets, for every number of subsets. */
    private static double[] means(TransportProblem problem, Random random, Parallelism parallelism) {
        int n = problem.x().size();
        int m = problem.y().size();
        int[] rows = Subsampling.subset(n, 1, random);
        int[] columns = Subsampling.subset(m, 1, random);
        ToDoubleFunction<TransportProblem> estimator = Estimators.exact();
        int most = PARTS[PARTS.length - 1];
        double[][] costs = new double[PARTS.length][most];
        // Large problems first, for a balanced load of the threads.
        parallelism.forEach(PARTS.length * most, task -> {
            int parts = PARTS[task / most];
            int part = task % most;
            if (part < parts) {
                costs[task / most][part] = estimator.applyAsDouble(TransportProblem.of(
                        problem.x().select(part(rows, part, parts)),
                        problem.y().select(part(columns, part, parts)), problem.cost()));
            }
        });
        double[] means = new double[PARTS.length];
        for (int s = 0; s < means.length; s++) {
            means[s] = Arrays.stream(costs[s]).sum() / PARTS[s];
        }
        return means;
    }

    private static int[] part(int[] order, int part, int parts) {
        int size = order.length / parts;
        return Arrays.copyOfRange(order, part * size, (part + 1) * size);
    }

    /**
     * The intercept at parts = 0 of the least-squares line of means against parts^β, which is proportional to
     * (n/parts)^−β.
     */
    private static double limit(double[] means, double beta) {
        return Line.through(means, beta).atNone;
    }

    private static double fittedExponent(double[] ofParts) {
        int unit = exponent(ofParts);
        double[] means = Arrays.stream(ofParts).map(mean -> Math.scalb(mean, -unit)).toArray();
        double best = LEAST_EXPONENT;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < EXPONENTS; k++) {
            double beta = LEAST_EXPONENT + (1 - LEAST_EXPONENT) * k / (EXPONENTS - 1);
            double rest = Line.through(means, beta).rest;
            if (rest < least) {
                least = rest;
                best = beta;
            }
        }
        return best;
    }

    /** The least-squares line through (parts^β, mean): its value at 0 and its residual sum of squares. */
    private record Line(double atNone, double rest) {

        static Line through(double[] means, double beta) {
            double[] t = Arrays.stream(PARTS).mapToDouble(p -> Math.pow(p, beta)).toArray();
            double meanT = Arrays.stream(t).average().orElseThrow();
            double mean = Arrays.stream(means).average().orElseThrow();
            double squares = 0;
            double products = 0;
            for (int s = 0; s < t.length; s++) {
                squares += (t[s] - meanT) * (t[s] - meanT);
                products += (t[s] - meanT) * (means[s] - mean);
            }
            double slope = products / squares;
            double rest = 0;
            for (int s = 0; s < t.length; s++) {
                double deviation = means[s] - mean - slope * (t[s] - meanT);
                rest += deviation * deviation;
            }
            return new Line(mean - slope * meanT, rest);
        }
    }

    /**
     * Binary exponent of the greatest value: costs are scaled by it before they are squared, because their squares
     * could overflow.
     */
    private static int exponent(double[] values) {
        double greatest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        return greatest == 0 ? 0 : Math.getExponent(greatest);
    }

    private static int[] sizes(TransportProblem problem) {
        int smaller = Math.min(problem.x().size(), problem.y().size());
        return Arrays.stream(PARTS).map(parts -> smaller / parts).toArray();
    }

    private static void requireSizes(TransportProblem problem) {
        if (!problem.cost().equals(GroundCost.squaredEuclidean())) {
            throw new IllegalArgumentException("the law of extrapolation is known for the cost ‖x − y‖₂², not for "
                    + problem.cost().formula());
        }
        if (!problem.a().isUniform() || !problem.b().isUniform()) {
            throw new IllegalArgumentException("parts are drawn from points of uniform weights, these have others");
        }
        int n = problem.x().size();
        int m = problem.y().size();
        if (Math.min(n, m) < FEWEST_POINTS) {
            throw new IllegalArgumentException("an extrapolation needs at least " + FEWEST_POINTS
                    + " points in either set, not " + n + " and " + m);
        }
    }
}
