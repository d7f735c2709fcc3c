package org.leastaction.ot;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * A solved transport problem. Immutable.
 *
 * @param problem     the problem solved
 * @param plan        the plan found
 * @param potentials  dual potentials that match the plan
 * @param certificate proof of the plan's quality, checked against all pairs
 * @param distance    the p-th root of the cost, the distance W<sub>p</sub>; accurate even if the cost underflows
 * @param choice      which solver ran, and why; empty if a particular solver was called
 */
public record TransportResult(TransportProblem problem, TransportPlan plan, DualPotentials potentials,
        Certificate certificate, double distance, Optional<SolverChoice> choice) implements TransportSolution {

    public TransportResult {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(potentials, "potentials");
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(choice, "choice");
    }

    /** A result whose distance is the root of its cost. */
    public TransportResult(
            TransportProblem problem, TransportPlan plan, DualPotentials potentials, Certificate certificate) {
        this(problem, plan, potentials, certificate, root(certificate.primal(), problem.cost().power()),
                Optional.empty());
    }

    /** The same result, with the choice of the solver. */
    public TransportResult chosen(SolverChoice newChoice) {
        return new TransportResult(problem, plan, potentials, certificate, distance, Optional.of(newChoice));
    }

    /**
     * A result with its certificate. If the cost of the plan is 0, potentials of 0 replace the given ones: they prove
     * optimality without rounding.
     *
     * @throws IllegalArgumentException if the plan or the potentials do not fit the problem's size
     * @throws ArithmeticException      as {@link Certificate#of}
     */
    public static TransportResult certified(
            TransportProblem problem, TransportPlan plan, DualPotentials potentials, Parallelism parallelism) {
        Certificate certificate = Certificate.of(problem, plan, potentials, parallelism);
        if (certificate.primal() == 0 && certificate.gap() != 0) {
            DualPotentials none = DualPotentials.of(new double[potentials.sources()], new double[potentials.targets()]);
            return new TransportResult(problem, plan, none, Certificate.of(problem, plan, none, parallelism));
        }
        return new TransportResult(problem, plan, potentials, certificate);
    }

    /** Cost of the plan: W<sub>p</sub><sup>p</sup> for a p-th power cost, W₂² for the squared Euclidean one. */
    public double cost() {
        return certificate.primal();
    }

    /** The {@link #cost}. */
    @Override
    public double value() {
        return cost();
    }

    @Override
    public TransportPlan plan(double share, Parallelism parallelism) {
        return share == 0 ? plan : SparsePlan.thinned(plan, problem.a(), share);
    }

    /**
     * The c-transform of g: f(z) = minⱼ c(z, yⱼ) − gⱼ, the greatest function with f(z) + gⱼ ≤ c(z, yⱼ). For a norm as
     * cost it is 1-Lipschitz and proves W₁, see {@link LipschitzWitness}.
     */
    @Override
    public Potential sourcePotential() {
        return PlanMaps.transform(problem.cost(), problem.y(), potentials.g());
    }

    /** The c-transform of f: g(z) = minᵢ c(xᵢ, z) − fᵢ. */
    @Override
    public Potential targetPotential() {
        return PlanMaps.transform(problem.cost().transposed(), problem.x(), potentials.f());
    }

    @Override
    public DoublePoints barycentres(Parallelism parallelism) {
        DoublePoints images = PlanMaps.barycentres(problem, plan);
        int[] weightless = IntStream.range(0, images.size()).filter(i -> problem.a().get(i) == 0).toArray();
        if (weightless.length > 0) {
            DoublePoints missing = barycentricMap().of(problem.x().select(weightless), parallelism).points();
            for (int k = 0; k < weightless.length; k++) {
                System.arraycopy(missing.array(), k * missing.dimension(), images.array(),
                        weightless[k] * missing.dimension(), missing.dimension());
            }
        }
        return images;
    }

    /**
     * Moves each new point like its nearest source: z ↦ z + T(xᵢ) − xᵢ with T the barycentric projection (Ferradans et
     * al. 2014). The error combines the spread of the targets of xᵢ with the error that the same rule makes in
     * predicting T(xᵢ) from the source nearest to xᵢ, in proportion to the distance. O((n + k)·n·d) at most for k
     * points.
     */
    @Override
    public TransportMap barycentricMap() {
        return PlanMaps.byNearestSource(problem, plan);
    }

    /**
     * Sends each new point z to the target yⱼ of least c(z, yⱼ) − gⱼ: images are always targets, and the regions sent
     * to each are those of the semi-discrete problem. The error is the distance from the image to the target with the
     * second least value. O(k·m·d) at most for k points.
     */
    public TransportMap potentialMap() {
        return PlanMaps.byPotential(problem, potentials);
    }

    @Override
    public MarginalErrors marginalErrors(Parallelism parallelism) {
        return MarginalErrors.of(problem, plan);
    }

    @Override
    public CostGradient gradient(Parallelism parallelism) {
        double[] f = potentials(problem.a(), potentials.f(), sourcePotential(), problem.x(), parallelism);
        // From the new f: potentials of two weightless points must be feasible together.
        Potential target = PlanMaps.transform(problem.cost().transposed(), problem.x(), f);
        return CostGradient.of(
                problem, plan, f, potentials(problem.b(), potentials.g(), target, problem.y(), parallelism));
    }

    /**
     * Known potentials, and those of points without weight, whose known ones may be smaller than the greatest feasible.
     */
    private static double[] potentials(
            Weights weights, double[] known, Potential function, DoublePoints points, Parallelism parallelism) {
        int[] weightless = IntStream.range(0, known.length).filter(i -> weights.get(i) == 0).toArray();
        if (weightless.length > 0) {
            double[] values = function.at(points.select(weightless), parallelism);
            for (int k = 0; k < weightless.length; k++) {
                known[weightless[k]] = values[k];
            }
        }
        return known;
    }

    /** A start for a similar problem: the same number of points, moved or reweighted. */
    public WarmStart warmStart() {
        return new WarmStart(plan instanceof Assignment assignment ? Optional.of(assignment) : Optional.empty(),
                Optional.of(potentials));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "cost %.10g, distance %.10g, dual bound %.10g (%s)%s", cost(), distance,
                certificate.dualBound(), problem, choice.map(how -> ", by " + how).orElse(""));
    }

    private static double root(double cost, double p) {
        return p == 2 ? Math.sqrt(cost) : Math.pow(cost, 1 / p);
    }

    /**
     * A caveat to the cost, in one sentence: an underflow, or the {@link Certificate#remark}.
     *
     * @param tolerance requested gap, relative to the cost; 0 for exact
     */
    public Optional<String> remark(double tolerance) {
        return underflow(cost(), distance).or(() -> certificate.remark(tolerance));
    }

    /** A remark if a cost is below the normal range of double precision although its root, the distance, is not 0. */
    public static Optional<String> underflow(double cost, double distance) {
        return distance > 0 && cost < Double.MIN_NORMAL
                ? Optional.of("the cost is below the normal range of double precision, " + Double.MIN_NORMAL
                        + ", and therefore inaccurate: use the distance, its root, which is accurate")
                : Optional.empty();
    }

    /**
     * The plan as a permutation.
     *
     * @throws IllegalStateException if the plan splits a point's mass
     */
    public Assignment assignment() {
        if (plan instanceof Assignment assignment) {
            return assignment;
        }
        throw new IllegalStateException("this plan splits the mass of points: it is no assignment");
    }

    /**
     * The method that solved a problem, and why it was chosen.
     *
     * @param solver name of the method, such as "network simplex"
     * @param reason the property of the problem that decided, such as "weights or unequal sizes"
     */
    public record SolverChoice(String solver, String reason) {

        public SolverChoice {
            Objects.requireNonNull(solver, "solver");
            Objects.requireNonNull(reason, "reason");
        }

        /** The choice after a further step, with that step's reason. */
        public SolverChoice then(String nextSolver, String nextReason) {
            return new SolverChoice(solver + ", then " + nextSolver, reason + "; " + nextReason);
        }

        @Override
        public String toString() {
            return solver + " (" + reason + ")";
        }
    }
}
