package org.leastaction.ot.unbalanced;

import java.util.Locale;
import org.leastaction.ot.TransportPlan;

/**
 * An exact plan between unequal masses. Immutable.
 *
 * @param problem       the problem solved
 * @param plan          the mass that moves, in units of the problem's masses
 * @param transportCost Σ Pᵢⱼ c(xᵢ, yⱼ)
 * @param cost          the value that was minimised: the transport cost, and the price of mass destroyed and created
 * @param lowerBound    no plan has a smaller cost, up to rounding: the dual bound of the balanced problem, checked
 *                      against all pairs
 */
public record UnbalancedResult(
        UnbalancedProblem problem, TransportPlan plan, double transportCost, double cost, double lowerBound) {

    /** The mass that moves. */
    public double moved() {
        return plan.totalMass();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "cost %.10g, at least %.10g; %.6g of %.6g and %.6g moves", cost, lowerBound,
                moved(), problem.totalA(), problem.totalB());
    }
}
