package org.leastaction.ot.entropic;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.WeighingPoints;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.entropic.Update.AlternatingUpdate;
import org.leastaction.ot.entropic.Update.SymmetricUpdate;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;
import org.leastaction.points.DoublePoints;

/**
 * Entropic transport by Sinkhorn's iteration on the potentials (the log domain), from a large ε down to the requested
 * one. O(n·m) time per iteration and 8·n·m bytes (16·n·m for tolerances below 10⁻⁶) if these are within the memory
 * allowed. Otherwise O(n·m·(d + 1)) time and O(n + m) memory: the kernel is recomputed in tiles, and the iteration
 * starts from the potentials of a problem with some of the points. Up to 16 million costs in more than four dimensions
 * are stored in any case.
 *
 * @param epsilon       ε above 0, in units of the cost (no default: it is part of the definition of the measure)
 * @param tolerance     marginal error to reach, above 0: the misplaced mass, for a total mass of 1
 * @param maxIterations maximum number of iterations over all values of ε, at least 1
 * @param memory        bytes that kernels stored between iterations may take, at least 0; results differ within the
 *                      tolerance
 * @param parallelism   threads; the result is the same for any number
 * @param start         potentials from which {@link #solve} starts, such as those of a similar problem
 */
public record SinkhornSolver(double epsilon, double tolerance, int maxIterations, long memory, Parallelism parallelism,
        Optional<DualPotentials> start) {

    /** The usual ε as a share of the mean cost. */
    private static final double USUAL_SHARE = 0.05;
    private static final double DEFAULT_TOLERANCE = 1e-6;
    private static final int DEFAULT_ITERATIONS = 10_000;
    private static final long USUAL_MEMORY = 1L << 30;
    /** Safety factor: the error that ends the iteration is an estimate, whereas that of the result is measured. */
    private static final double SAFETY = 0.5;
    /** Initial potentials with a greater marginal error are worse than a start from a large ε. */
    private static final double POOR_START = 0.5;
    /** Factor from one ε to the next. */
    private static final double DECREASE = 0.25;
    /** Results with a greater marginal error are refused: they are no plans. */
    private static final double LARGEST_ERROR = 10;
    /** Greatest ε as a multiple of the largest cost. */
    private static final double LARGEST_SHARE = 1e9;
    /** Marginal error, and number of iterations, at which an intermediate ε is left. */
    private static final double WAYSIDE_TOLERANCE = 0.05;
    private static final int WAYSIDE_ITERATIONS = 20;

    /** @throws IllegalArgumentException for values outside the ranges above */
    public SinkhornSolver {
        Objects.requireNonNull(parallelism, "parallelism");
        Objects.requireNonNull(start, "start");
        requirePositive("epsilon", epsilon);
        requirePositive("the tolerance", tolerance);
        if (maxIterations < 1) {
            throw new IllegalArgumentException("at least 1 iteration is needed, not " + maxIterations);
        }
        if (memory < 0) {
            throw new IllegalArgumentException("the memory for kernels must be at least 0 bytes, not " + memory);
        }
    }

    /**
     * A solver for this ε, with a marginal error of 10⁻⁶ in at most 10,000 iterations, on all processors, with 1 GiB
     * for kernels, or a quarter of the Java heap if that is less.
     */
    public static SinkhornSolver of(double epsilon) {
        long memory = Math.min(USUAL_MEMORY, Runtime.getRuntime().maxMemory() / 4);
        return new SinkhornSolver(epsilon, DEFAULT_TOLERANCE, DEFAULT_ITERATIONS, memory, Parallelism.available(),
                Optional.empty());
    }

    /**
     * An ε for a first look: a twentieth of the mean cost between sources and targets, as in OTT-JAX; 1 if all costs are
     * 0. For squared distances the blur √ε is then a fifth of the root mean square distance: small enough for the debiased
     * divergence to be close to the exact cost, large enough for the iteration to converge fast. O(n·m·d).
     */
    public static double usualEpsilon(TransportProblem problem, Parallelism parallelism) {
        double mean = new GibbsKernel(problem.x(), problem.a(), problem.y(), problem.cost(), parallelism)
                .meanCost(problem.b());
        return mean > 0 ? USUAL_SHARE * mean : 1;
    }

    public SinkhornSolver withTolerance(double newTolerance) {
        return new SinkhornSolver(epsilon, newTolerance, maxIterations, memory, parallelism, start);
    }

    public SinkhornSolver withMaxIterations(int newMaxIterations) {
        return new SinkhornSolver(epsilon, tolerance, newMaxIterations, memory, parallelism, start);
    }

    public SinkhornSolver withMemory(long newMemory) {
        return new SinkhornSolver(epsilon, tolerance, maxIterations, newMemory, parallelism, start);
    }

    public SinkhornSolver withParallelism(Parallelism newParallelism) {
        return new SinkhornSolver(epsilon, tolerance, maxIterations, memory, newParallelism, start);
    }

    /** The same solver, starting from potentials of as many sources and targets. */
    public SinkhornSolver startingFrom(DualPotentials newStart) {
        return new SinkhornSolver(epsilon, tolerance, maxIterations, memory, parallelism, Optional.of(newStart));
    }

    /**
     * Solves the problem.
     *
     * @throws IllegalArgumentException if its costs overflow or underflow, if ε is so small or so large relative to
     *                                  them that rounding dominates, or if the marginal error exceeds 10 in the end
     */
    public EntropicResult solve(TransportProblem problem) {
        return Weightless.restored(problem, solveWeighing(WeighingPoints.of(problem), known(problem)), parallelism);
    }

    /** The potentials to start from, if they fit the problem. */
    private Optional<WarmStart> known(TransportProblem problem) {
        Optional<WarmStart> known = start.map(WarmStart::potentials);
        known.ifPresent(one -> one.checkFits(problem));
        return known;
    }

    private EntropicResult solveWeighing(WeighingPoints weighing, Optional<WarmStart> known) {
        TransportProblem problem = weighing.problem();
        AlternatingUpdate update = new AlternatingUpdate(problem, this);
        requireNotLarge(problem, update);
        Optional<DualPotentials> potentials = known.flatMap(weighing::start).flatMap(WarmStart::potentials);
        if (potentials.isPresent()) {
            update.startFrom(potentials.get().f(), potentials.get().g());
            return solve(problem, update, Start.POTENTIALS);
        }
        if (!CoarseStart.suits(problem)) {
            return solve(problem, update, Start.NOTHING);
        }
        requireScale(problem, update);
        CoarseStart start = CoarseStart.of(problem, this);
        update.startFrom(start.f(), start.g());
        return solve(problem, update, Start.POTENTIALS);
    }

    /**
     * The debiased divergence S = OT_ε(a, b) − ½ OT_ε(a, a) − ½ OT_ε(b, b): at least 0 for squared distances and for
     * norms, 0 for equal sets, and equal to the exact cost as ε → 0. Solves three problems, each as {@link #solve}.
     *
     * @throws IllegalArgumentException as {@link #solve}
     */
    public SinkhornDivergence divergence(TransportProblem problem) {
        SinkhornDivergence part = divergenceOfWeighing(WeighingPoints.of(problem).problem());
        return new SinkhornDivergence(Weightless.restored(problem, part.between(), parallelism),
                Weightless.restored(self(problem, problem.x(), problem.a()), part.withinX(), parallelism),
                Weightless.restored(self(problem, problem.y(), problem.b()), part.withinY(), parallelism));
    }

    private SinkhornDivergence divergenceOfWeighing(TransportProblem problem) {
        AlternatingUpdate update = new AlternatingUpdate(problem, this);
        requireNotLarge(problem, update);
        EntropicResult withinX = within(problem, problem.x(), problem.a());
        EntropicResult withinY = within(problem, problem.y(), problem.b());
        // The potentials between nearby sets are close to those within the sets; between equal sets they are the same.
        update.startFrom(withinX.potentials().f(), withinY.potentials().g());
        return new SinkhornDivergence(solve(problem, update, Start.POTENTIALS), withinX, withinY);
    }

    /** Quality of the initial potentials. */
    private enum Start {
        NOTHING,
        POTENTIALS
    }

    private EntropicResult within(TransportProblem problem, DoublePoints points, Weights weights) {
        TransportProblem self = self(problem, points, weights);
        return solve(self, new SymmetricUpdate(self, this), Start.NOTHING);
    }

    private static TransportProblem self(TransportProblem problem, DoublePoints points, Weights weights) {
        return new TransportProblem(points, points, weights, weights, problem.cost());
    }

    private EntropicResult solve(TransportProblem problem, Update update, Start start) {
        double largest = requireScale(problem, update);
        int iterations = 0;
        double error = Double.POSITIVE_INFINITY;
        double current = Math.max(epsilon, largest);
        if (start == Start.POTENTIALS) {
            // The first iteration corrects points at the margins, which a few points represent poorly.
            update.iterate(epsilon, 0);
            iterations = 2;
            if (update.iterate(epsilon, 0) < POOR_START) {
                current = epsilon;
            }
        }
        while (true) {
            boolean last = current == epsilon;
            double aim = last ? SAFETY * tolerance : Math.max(tolerance, WAYSIDE_TOLERANCE);
            int limit = last ? maxIterations : Math.min(maxIterations, iterations + WAYSIDE_ITERATIONS);
            // The first iteration of a level only matches the targets' marginals for its ε.
            boolean settled = false;
            while (iterations < limit) {
                parallelism.in(Stage.ITERATIONS).reached(iterations, maxIterations);
                error = update.iterate(current, settled ? aim : 0);
                iterations++;
                if (settled && error <= aim) {
                    break;
                }
                settled = true;
            }
            if (last) {
                EntropicResult result = result(problem, update, iterations);
                boolean done = iterations == limit || result.convergence() instanceof Convergence.Converged;
                if (done || !update.refine()) {
                    return result;
                }
            }
            current = Math.max(epsilon, current * DECREASE);
        }
    }

    /**
     * Potentials are ε times logarithms of sums near 1: the rounding of these causes errors of ε·10⁻¹⁶, whatever the
     * costs.
     */
    private void requireNotLarge(TransportProblem problem, Update update) {
        double largest = finite(problem, update);
        if (largest < Double.MIN_NORMAL / Math.ulp(1.0) && problem.hasDisplacementCost() && problem.reach() > 0) {
            throw new IllegalArgumentException("the costs " + problem.cost().formula()
                    + " underflow double precision: scale the points up");
        }
        if (largest > 0 && epsilon > LARGEST_SHARE * largest) {
            throw new IllegalArgumentException("epsilon is " + epsilon + " and the largest cost " + largest
                    + ": epsilon must be at most 1e9 times the largest cost, since rounding errors dominate the result otherwise");
        }
    }

    private double finite(TransportProblem problem, Update update) {
        if (!problem.hasDisplacementCost()) {
            return problem.finiteCostBound(parallelism);
        }
        double largest = update.largestCost();
        if (!Double.isFinite(largest)) {
            throw new IllegalArgumentException("the costs " + problem.cost().formula()
                    + " overflow double precision: scale the points down");
        }
        return largest;
    }

    private double requireScale(TransportProblem problem, Update update) {
        double largest = finite(problem, update);
        if (!(epsilon >= 1e-9 * largest)) {
            throw new IllegalArgumentException("epsilon is " + epsilon + " and the largest cost " + largest
                    + ": epsilon must be at least 1e-9 of the largest cost, since rounding errors dominate the result otherwise");
        }
        return largest;
    }

    private EntropicResult result(TransportProblem problem, Update update, int iterations) {
        double[] f = update.f();
        double[] g = update.g();
        GibbsKernel toSources = update.toSources();
        double[][] sourcesAndCosts = toSources.sumsAndCosts(g, f, epsilon);
        double[] sources = sourcesAndCosts[0];
        double[] costs = sourcesAndCosts[1];
        double[] targets = update.toTargets().sums(f, g, epsilon);
        CompensatedSum error = new CompensatedSum();
        CompensatedSum mass = new CompensatedSum();
        CompensatedSum cost = new CompensatedSum();
        CompensatedSum dual = new CompensatedSum();
        CompensatedSum primal = new CompensatedSum();
        for (int i = 0; i < f.length; i++) {
            double a = problem.a().get(i);
            error.add(a * Math.abs(sources[i] - 1));
            mass.add(a * sources[i]);
            cost.add(a * costs[i]);
            dual.add(a * f[i]);
            primal.add(a * sources[i] * f[i]);
        }
        for (int j = 0; j < g.length; j++) {
            double b = problem.b().get(j);
            error.add(b * Math.abs(targets[j] - 1));
            dual.add(b * g[j]);
            primal.add(b * targets[j] * g[j]);
        }
        if (!(error.value() <= LARGEST_ERROR) || !Double.isFinite(cost.value() + primal.value() + dual.value())) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "after %d iterations the marginal error is %.1e, more"
                            + " than 10 times the mass: there is no result for epsilon %s; allow more iterations, or take an epsilon"
                            + " closer to the costs of most pairs",
                    iterations, error.value(), epsilon));
        }
        double surplus = epsilon * (mass.value() - 1);
        Convergence convergence = error.value() <= tolerance
                ? new Convergence.Converged(iterations, error.value())
                : new Convergence.Stopped(iterations, error.value());
        return new EntropicResult(problem, epsilon, DualPotentials.of(f, g), convergence, cost.value(),
                primal.value() - surplus, dual.value() - surplus);
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be finite and above 0, not " + value);
        }
    }

    /**
     * Restores points of weight 0 after a solution without them: the plan gives them no mass, and their potentials are
     * determined by those of the other points, f(x) = −ε ln Σⱼ bⱼ e^((gⱼ − c(x, yⱼ))/ε).
     */
    private static final class Weightless {

        private Weightless() {}

        /**
         * The result of a whole problem.
         *
         * @param result the result for its points with weight above 0
         */
        static EntropicResult restored(TransportProblem whole, EntropicResult result, Parallelism parallelism) {
            TransportProblem part = result.problem();
            if (part.x().size() == whole.x().size() && part.y().size() == whole.y().size()) {
                return result;
            }
            double[] f = result.potentials().f();
            double[] g = result.potentials().g();
            double epsilon = result.epsilon();
            GroundCost cost = whole.cost();
            double[] allF = all(whole.x(), whole.a(), f, missing -> CoarseStart.extended(
                    new GibbsKernel(part.y(), part.b(), missing, cost.transposed(), parallelism), g, epsilon));
            double[] allG = all(whole.y(), whole.b(), g, missing -> CoarseStart.extended(
                    new GibbsKernel(part.x(), part.a(), missing, cost, parallelism), f, epsilon));
            return new EntropicResult(whole, epsilon, DualPotentials.of(allF, allG), result.convergence(),
                    result.transportCost(), result.primal(), result.dual());
        }

        /** Extends potentials to further points. */
        private interface Extension {
            double[] of(DoublePoints points);
        }

        private static double[] all(DoublePoints points, Weights weights, double[] known, Extension extension) {
            double[] all = new double[points.size()];
            int[] weighing = weights.weighing();
            boolean[] has = new boolean[all.length];
            for (int k = 0; k < weighing.length; k++) {
                all[weighing[k]] = known[k];
                has[weighing[k]] = true;
            }
            int[] missing = IntStream.range(0, all.length).filter(i -> !has[i]).toArray();
            if (missing.length > 0) {
                double[] extended = extension.of(points.select(missing));
                for (int k = 0; k < missing.length; k++) {
                    all[missing[k]] = extended[k];
                }
            }
            return all;
        }
    }
}
