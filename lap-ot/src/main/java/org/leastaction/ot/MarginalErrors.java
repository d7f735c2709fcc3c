package org.leastaction.ot;

import org.leastaction.ot.kernel.CompensatedSum;

/**
 * The difference between the marginals of a plan and the weights of a problem, for a total mass of 1.
 *
 * @param sources n numbers: Σⱼ Pᵢⱼ − aᵢ; the array belongs to the caller, who may modify it
 * @param targets m numbers: Σᵢ Pᵢⱼ − bⱼ, likewise
 */
public record MarginalErrors(double[] sources, double[] targets) {

    /** The errors of a plan of a problem. */
    static MarginalErrors of(TransportProblem problem, TransportPlan plan) {
        double[] sources = new double[problem.x().size()];
        double[] targets = new double[problem.y().size()];
        for (int e = 0; e < plan.entries(); e++) {
            sources[plan.source(e)] += plan.mass(e);
            targets[plan.target(e)] += plan.mass(e);
        }
        for (int i = 0; i < sources.length; i++) {
            sources[i] -= problem.a().get(i);
        }
        for (int j = 0; j < targets.length; j++) {
            targets[j] -= problem.b().get(j);
        }
        return new MarginalErrors(sources, targets);
    }

    /** The misplaced mass: the sum of the magnitudes of all errors. */
    public double total() {
        CompensatedSum sum = new CompensatedSum();
        for (double error : sources) {
            sum.add(Math.abs(error));
        }
        for (double error : targets) {
            sum.add(Math.abs(error));
        }
        return sum.value();
    }

    @Override
    public String toString() {
        return "misplaced mass " + total() + " of 1";
    }
}
