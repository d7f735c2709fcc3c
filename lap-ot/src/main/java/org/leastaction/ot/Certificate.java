package org.leastaction.ot;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.EqualPoints;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.PreciseSum;
import org.leastaction.ot.kernel.Parallelism.Stage;
import org.leastaction.ot.pricing.LeastReduced;
import org.leastaction.points.DoublePoints;

/**
 * A proof of a plan's quality that uses only the points and the original weights: by weak duality, no plan costs less
 * than the value of a feasible dual.
 *
 * <p>Potentials that are feasible up to rounding are made feasible: g̃ⱼ = min(gⱼ, minᵢ c(xᵢ, yⱼ) − fᵢ). With the
 * {@code dualBound} Σ aᵢ fᵢ + Σ bⱼ g̃ⱼ the optimal cost lies in [dualBound, primal]. The sums are taken in twice the
 * digits of double precision, over the original weights: shares rounded to 2⁻⁵³ would have different sums on the two
 * sides, and large potentials would amplify the difference.
 *
 * @param primal         Σ Pᵢⱼ c(xᵢ, yⱼ) of the plan, each cost computed from coordinate differences
 * @param dualBound      Σ aᵢ fᵢ + Σ bⱼ g̃ⱼ
 * @param worstViolation largest fᵢ + gⱼ − c(xᵢ, yⱼ) over <em>all</em> pairs, less the possible rounding of that pair's
 *                       terms, or 0 if none is positive
 * @param rounding       the possible rounding error of primal − dualBound: 10⁻¹³ of the primal cost, and 2⁻⁵⁰ of Σ aᵢ
 *                       |fᵢ| + Σ bⱼ |gⱼ|; and the least normal number, since smaller ones have fewer digits
 * @param marginalError  largest relative error of a point's mass in the plan, max |Σⱼ Pᵢⱼ − aᵢ| / aᵢ over the points of
 *                       both sides; infinite if a point of weight 0 has mass
 */
public record Certificate(
        double primal, double dualBound, double worstViolation, double rounding, double marginalError) {

    /**
     * Relative rounding of the primal cost: costs of pairs and masses of entries have relative errors of about 10⁻¹⁴.
     */
    private static final double COST_ROUNDING = 1e-13;
    /** Relative rounding of potentials. */
    private static final double POTENTIAL_ROUNDING = 0x1p-50;
    /** Relative rounding of a single pair's cost and potentials. */
    private static final double PAIR_ROUNDING = 0x1p-44;
    /** Relative rounding of a point's mass in a plan. */
    private static final double MASS_ROUNDING = 1e-11;
    /** A gap within this share of the cost is negligible. */
    private static final double NOTHING = 1e-12;
    /** A gap beyond this share of the cost is never attributed to rounding. */
    private static final double MUCH = 1e-6;
    /** Entries of a plan per task. */
    private static final int CHUNK = 512;

    /**
     * Checks a plan and potentials against all pairs. O(n·m·d) time at most, O((n + m)·log(n + m)) on the line;
     * O((n + m)·d) memory.
     *
     * @throws IllegalArgumentException if the plan or the potentials do not fit the problem's size
     * @throws ArithmeticException      if a plan with correct marginals costs less than the dual bound, beyond
     *                                  rounding: this is impossible, so the result would be wrong
     */
    public static Certificate of(
            TransportProblem problem, TransportPlan plan, DualPotentials potentials, Parallelism parallelism) {
        int n = problem.x().size();
        int m = problem.y().size();
        if (potentials.sources() != n || potentials.targets() != m) {
            throw new IllegalArgumentException("potentials on " + potentials.sources() + " sources and "
                    + potentials.targets() + " targets do not fit a problem of " + n + " and " + m + " points");
        }
        double primal = primal(problem, plan, parallelism);
        double marginalError = marginalError(problem, plan);
        return of(problem, potentials, primal, marginalError, parallelism).ordered();
    }

    private static Certificate of(TransportProblem problem, DualPotentials potentials, double primal,
            double marginalError, Parallelism parallelism) {
        Slack slack = slack(problem, potentials, parallelism);
        return new Certificate(primal, dualBound(problem, potentials, slack.negative), slack.worst,
                COST_ROUNDING * primal + POTENTIAL_ROUNDING * size(problem, potentials) + Double.MIN_NORMAL,
                marginalError);
    }

    /**
     * Returns this certificate; fails if a plan with correct marginals costs less than the dual bound, beyond rounding.
     */
    Certificate ordered() {
        if (gap() < -rounding && marginalError <= MASS_ROUNDING) {
            throw new ArithmeticException("the dual bound " + dualBound + " is above the cost " + primal
                    + " of a plan, by more than rounding explains: these numbers are not to be trusted");
        }
        return this;
    }

    /**
     * primal − dualBound: the cost of the plan exceeds that of an optimal one by at most this much. Negative only by
     * rounding.
     */
    public double gap() {
        return primal - dualBound;
    }

    /**
     * Whether the plan has the correct marginals, and plan and potentials prove each other optimal up to
     * {@code tolerance}, relative to the primal cost, and up to the rounding of double precision.
     */
    public boolean holds(double tolerance) {
        double allowed = tolerance * primal + rounding;
        return Math.abs(gap()) <= allowed && worstViolation <= allowed && marginalError <= MASS_ROUNDING;
    }

    /** Whether the gap is within 10⁻¹² of the cost. */
    public boolean isTight() {
        return Math.abs(gap()) <= NOTHING * primal;
    }

    /**
     * A caveat to the cost, in one sentence: the gap exceeds what rounding explains, or the requested tolerance. Empty
     * if there is none.
     *
     * @param tolerance requested gap, relative to the cost; 0 for exact
     */
    public Optional<String> remark(double tolerance) {
        double gap = Math.abs(gap());
        if (marginalError > MASS_ROUNDING) {
            return Optional.of(String.format(Locale.ROOT,
                    "the plan moves the mass of a point up to a relative error of %.1e: its cost is of other weights",
                    marginalError));
        }
        boolean explained = gap <= rounding && gap <= MUCH * primal;
        if (gap <= Math.max(NOTHING, tolerance) * primal || explained) {
            return Optional.empty();
        }
        return Optional.of(String.format(Locale.ROOT, "the cost %s is proven only down to the dual bound %s: the gap of"
                + " %.1e is more than rounding explains", primal, dualBound, gap()));
    }

    private static double primal(TransportProblem problem, TransportPlan plan, Parallelism parallelism) {
        double[] terms = new double[plan.entries()];
        parallelism.in(Stage.NONE).forEach((terms.length + CHUNK - 1) / CHUNK, chunk -> {
            for (int e = chunk * CHUNK; e < Math.min(terms.length, (chunk + 1) * CHUNK); e++) {
                terms[e] = plan.mass(e) * cost(problem, plan.source(e), plan.target(e));
            }
        });
        CompensatedSum sum = new CompensatedSum();
        for (double term : terms) {
            sum.add(term);
        }
        return sum.value();
    }

    private static double cost(TransportProblem problem, int i, int j) {
        if (i >= problem.x().size() || j >= problem.y().size()) {
            throw new IllegalArgumentException("the plan moves point " + i + " to point " + j
                    + ", the problem has " + problem.x().size() + " and " + problem.y().size() + " points");
        }
        return problem.cost().between(problem.x(), i, problem.y(), j);
    }

    private static double marginalError(TransportProblem problem, TransportPlan plan) {
        MarginalErrors errors = MarginalErrors.of(problem, plan);
        return Math.max(marginalError(errors.sources(), problem.a()), marginalError(errors.targets(), problem.b()));
    }

    private static double marginalError(double[] errors, Weights weights) {
        double worst = 0;
        for (int i = 0; i < errors.length; i++) {
            double error = Math.abs(errors[i]);
            // Shares below the normal range are accurate only to their last digit.
            worst = Math.max(worst, error <= Double.MIN_NORMAL ? 0 : error / weights.get(i));
        }
        return worst;
    }

    /**
     * Violations of the dual constraints.
     *
     * @param negative min(0, minᵢ c(xᵢ, yⱼ) − fᵢ − gⱼ) for every target
     * @param worst    largest violation, less the possible rounding of its pair
     */
    private record Slack(double[] negative, double worst) {}

    private static Slack slack(TransportProblem problem, DualPotentials potentials, Parallelism parallelism) {
        // Of equal points, the one with the greatest potential violates the most.
        EqualPoints sources = EqualPoints.of(problem.x());
        EqualPoints targets = EqualPoints.of(problem.y());
        double[] f = greatest(sources, potentials::f);
        double[] g = greatest(targets, potentials::g);
        LeastReduced violations = LeastReduced.below(
                problem.cost().transposed(), distinct(problem.y(), targets), distinct(problem.x(), sources), f, g,
                parallelism.in(Stage.CERTIFICATE));
        double[] negative = new double[problem.y().size()];
        double worst = 0;
        for (int j = 0; j < negative.length; j++) {
            int group = targets.groupOf()[j];
            if (violations.isFound(group)) {
                double c = violations.cost(group);
                double fi = f[violations.column(group)];
                double gj = potentials.g(j);
                PreciseSum reduced = new PreciseSum();
                reduced.add(c);
                reduced.add(-fi);
                reduced.add(-gj);
                negative[j] = Math.min(0, reduced.value());
                worst = Math.max(worst, -negative[j] - PAIR_ROUNDING * (c + Math.abs(fi) + Math.abs(gj)));
            }
        }
        return new Slack(negative, worst);
    }

    private static DoublePoints distinct(DoublePoints points, EqualPoints equal) {
        return equal.isAny() ? points.select(equal.firsts()) : points;
    }

    private static double[] greatest(EqualPoints equal, IntToDoubleFunction potential) {
        double[] greatest = new double[equal.groups()];
        Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < equal.groupOf().length; i++) {
            int group = equal.groupOf()[i];
            greatest[group] = Math.max(greatest[group], potential.applyAsDouble(i));
        }
        return greatest;
    }

    private static double dualBound(TransportProblem problem, DualPotentials potentials, double[] slack) {
        PreciseSum sum = new PreciseSum();
        for (double[] mean : new double[][] {problem.a().mean(potentials::f), problem.b().mean(potentials::g),
                problem.b().mean(j -> slack[j])}) {
            sum.add(mean[0]);
            sum.add(mean[1]);
        }
        return sum.value();
    }

    private static double size(TransportProblem problem, DualPotentials potentials) {
        CompensatedSum size = new CompensatedSum();
        for (int i = 0; i < potentials.sources(); i++) {
            size.add(problem.a().get(i) * Math.abs(potentials.f(i)));
        }
        for (int j = 0; j < potentials.targets(); j++) {
            size.add(problem.b().get(j) * Math.abs(potentials.g(j)));
        }
        return size.value();
    }
}
