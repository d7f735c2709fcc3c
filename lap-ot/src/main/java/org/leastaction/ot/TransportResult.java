package org.leastaction.ot;

import java.util.Objects;
import org.leastaction.ot.kernel.Parallelism;

/**
 * A solved transport problem. Immutable.
 *
 * @param problem     what was solved
 * @param plan        the plan found
 * @param potentials  dual potentials that go with it
 * @param certificate how good the plan is, checked against all pairs
 */
public record TransportResult(
        TransportProblem problem, TransportPlan plan, DualPotentials potentials, Certificate certificate) {

    public TransportResult {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(potentials, "potentials");
        Objects.requireNonNull(certificate, "certificate");
    }

    /**
     * A result with its certificate. Where the plan costs nothing, potentials of 0 prove it without rounding, and take the
     * place of the given ones.
     *
     * @throws IllegalArgumentException if plan or potentials have another size than the problem
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

    /** The p-th root of the cost: the distance W<sub>p</sub>. */
    public double distance() {
        double p = problem.cost().power();
        return p == 2 ? Math.sqrt(cost()) : Math.pow(cost(), 1 / p);
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
}
