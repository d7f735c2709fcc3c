package org.leastaction.ot;

import java.util.Locale;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Parallelism;

/**
 * A function φ with |φ(x) − φ(y)| ≤ ‖x − y‖ that proves a lower bound of W₁: Σ aᵢ φ(xᵢ) − Σ bⱼ φ(yⱼ) ≤ W₁ for every such
 * function (Kantorovich and Rubinstein 1958). φ(z) = minⱼ ‖z − yⱼ‖ − gⱼ is one for any numbers gⱼ, so the proof does not
 * rest on the potentials being feasible.
 *
 * @param function φ; its values at new points cost O(m·d) each at most
 * @param bound    Σ aᵢ φ(xᵢ) − Σ bⱼ φ(yⱼ): equal to W₁ up to rounding for an exact result
 */
public record LipschitzWitness(Potential function, double bound) {

    /**
     * The witness of a result.
     *
     * @throws IllegalArgumentException unless the cost is a norm
     */
    public static LipschitzWitness of(TransportResult result, Parallelism parallelism) {
        TransportProblem problem = result.problem();
        GroundCost cost = problem.cost();
        if (cost.power() != 1 || !problem.hasDisplacementCost()) {
            throw new IllegalArgumentException(
                    "a 1-Lipschitz witness belongs to W1, whose cost is a norm, not " + cost.formula());
        }
        Potential function = result.sourcePotential();
        double[] atSources = function.at(problem.x(), parallelism);
        double[] atTargets = function.at(problem.y(), parallelism);
        return new LipschitzWitness(function,
                problem.a().mean(i -> atSources[i])[0] - problem.b().mean(j -> atTargets[j])[0]);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "a 1-Lipschitz function that proves W1 ≥ %.10g", bound);
    }
}
