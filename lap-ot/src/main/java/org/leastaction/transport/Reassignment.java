package org.leastaction.transport;

import org.leastaction.ot.Assignment;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.CompensatedSum;

/**
 * The pairing i → i of a problem compared with an optimal assignment.
 *
 * @param displacement cost of the pairing
 * @param optimalCost  cost of the optimal assignment
 * @param gap          displacement − optimalCost, summed over the samples that change
 * @param epsilonSup   greatest distance between a sample's two targets
 * @param epsilonRms   root mean square of these distances
 * @param fraction     share of samples whose two targets differ as points
 */
record Reassignment(
        double displacement, double optimalCost, double gap, double epsilonSup, double epsilonRms, double fraction) {

    /** A gap below this share of the costs that change is rounding: costs have relative errors of about 10⁻¹³. */
    private static final double ROUNDING = 1e-12;

    /** The distance itself, not a squared difference, which underflows sooner. */
    private static final GroundCost DISTANCE = GroundCost.norm(2, 1);

    static Reassignment of(TransportProblem problem, Assignment optimal) {
        int n = problem.size();
        CompensatedSum displacement = new CompensatedSum();
        CompensatedSum optimalCost = new CompensatedSum();
        CompensatedSum gap = new CompensatedSum();
        double changing = 0;
        double greatest = 0;
        double squares = 0;
        int reassigned = 0;
        for (int i = 0; i < n; i++) {
            int j = optimal.target(i);
            double own = problem.cost().between(problem.x(), i, problem.y(), i);
            double best = j == i ? own : problem.cost().between(problem.x(), i, problem.y(), j);
            double apart = DISTANCE.between(problem.y(), i, problem.y(), j);
            displacement.add(own);
            optimalCost.add(best);
            if (apart > 0) {
                gap.add(own - best);
                changing += own + best;
                greatest = Math.max(greatest, apart);
                squares += apart * apart;
                reassigned++;
            }
        }
        if (gap.value() <= ROUNDING * changing) {
            double d = displacement.value() / n;
            return new Reassignment(d, d, 0, 0, 0, 0);
        }
        return new Reassignment(displacement.value() / n, optimalCost.value() / n, gap.value() / n,
                greatest, Math.sqrt(squares / n), (double) reassigned / n);
    }
}
