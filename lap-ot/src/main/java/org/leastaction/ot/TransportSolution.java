package org.leastaction.ot;

import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * The results of a solved problem, exact or entropic: plan, potentials, maps, errors and gradients. Immutable.
 *
 * <pre>{@code
 * TransportSolution solution = Wasserstein.exact(x, y);
 * double[] f = solution.sourcePotential().at(z);                // at new points
 * DoublePoints images = solution.barycentricMap().of(z).points();
 * CostGradient gradient = solution.gradient();                  // of the cost, by points and weights
 * }</pre>
 */
public interface TransportSolution {

    /** The problem solved. */
    TransportProblem problem();

    /**
     * The optimal value, of which {@link #gradient} is the gradient: the cost of an exact plan, or that of an entropic
     * plan with its penalty, ⟨P, c⟩ + ε KL(P | a⊗b).
     */
    double value();

    /** The potentials at the points of the problem. */
    DualPotentials potentials();

    /**
     * The entries of the plan that carry at least a share of the mass of their source.
     *
     * @param share in [0, 1]; of an entropic plan, whose entries are all positive, 0 gives n·m of them
     * @return a plan whose total mass is below 1 by that of the entries left out, in the order of the sources if the
     *         share is above 0
     */
    TransportPlan plan(double share, Parallelism parallelism);

    /** f as a function on all points; at a source that carries mass it is f(xᵢ), up to the error of the solution. */
    Potential sourcePotential();

    /** g as a function. */
    Potential targetPotential();

    /**
     * The barycentre of each source's targets, Σⱼ Pᵢⱼ yⱼ / Σⱼ Pᵢⱼ, [n, d]; for a source of weight 0, its image under
     * the map for new points.
     */
    DoublePoints barycentres(Parallelism parallelism);

    /** The barycentric projection as a map of new points. */
    TransportMap barycentricMap();

    /** The errors of the plan's marginals. */
    MarginalErrors marginalErrors(Parallelism parallelism);

    /**
     * The gradient of the {@link #value}.
     *
     * @throws UnsupportedOperationException if the gradient of the ground cost is not known
     */
    CostGradient gradient(Parallelism parallelism);

    /** The same on all processors. */
    default CostGradient gradient() {
        return gradient(Parallelism.available());
    }
}
