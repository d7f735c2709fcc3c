package org.leastaction.ot.bottleneck;

import java.util.Locale;
import org.leastaction.ot.Masses;
import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.WholeMasses;

/**
 * An optimal plan of the bottleneck problem. Immutable.
 *
 * @param problem the problem solved
 * @param plan    a plan whose largest cost is the value
 * @param value   the least possible largest cost
 * @param witness sources whose mass exceeds the mass of all targets that one of them reaches at a cost below the value:
 *                every plan sends some of it at a cost of the value at least; copied
 */
public record BottleneckResult(TransportProblem problem, TransportPlan plan, double value, int[] witness) {

    public BottleneckResult {
        witness = witness.clone();
    }

    /** The sources that prove the value, copied. */
    @Override
    public int[] witness() {
        return witness.clone();
    }

    /** The p-th root of the value: W<sub>∞</sub> in the norm of the cost. */
    public double distance() {
        double p = problem.cost().power();
        return p == 2 ? Math.sqrt(value) : Math.pow(value, 1 / p);
    }

    /**
     * Whether plan and witness prove each other optimal, checked with whole-number masses; O(n·m·d). Points without mass
     * are no obstacle.
     */
    public boolean isProven() {
        for (int e = 0; e < plan.entries(); e++) {
            if (cost(plan.source(e), plan.target(e)) > value) {
                return false;
            }
        }
        WholeMasses masses = WholeMasses.of(problem);
        Masses ofWitness = Masses.zeros(1, masses.total());
        Masses within = Masses.zeros(1, masses.total());
        for (int i : witness) {
            ofWitness.add(0, masses.sources(), i);
        }
        for (int j = 0; j < problem.y().size(); j++) {
            for (int i : witness) {
                if (cost(i, j) < value) {
                    within.add(0, masses.targets(), j);
                    break;
                }
            }
        }
        return ofWitness.compare(0, within, 0) > 0;
    }

    private double cost(int i, int j) {
        return problem.cost().between(problem.x(), i, problem.y(), j);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "largest cost %.10g, distance %.10g (%s), proven by %d sources", value,
                distance(), problem, witness.length);
    }
}
