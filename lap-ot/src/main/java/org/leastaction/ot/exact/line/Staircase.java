package org.leastaction.ot.exact.line;

import org.leastaction.ot.Masses;
import org.leastaction.ot.SparsePlan;
import org.leastaction.ot.WholeMasses;

/**
 * The monotone plan between sorted points: the lowest mass goes to the lowest target. Its cells (i, j), counted in
 * sorted order, step down or right from the first pair to the last: n + m − 1 of them, those without mass included.
 */
final class Staircase {

    private Staircase() {
    }

    /** Receives one cell. */
    @FunctionalInterface
    interface Cell {

        /**
         * @param i source
         * @param j target
         */
        void take(int i, int j, boolean hasMass);
    }

    /** Receives one cell with mass. */
    @FunctionalInterface
    interface Share {

        /** @param mass share of the total mass, above 0 */
        void take(int i, int j, double mass);
    }

    /** Visits all cells of the staircase in order. */
    static void walk(int[] sortedSources, int[] sortedTargets, WholeMasses masses, Cell cell) {
        steps(sortedSources, sortedTargets, masses, (i, j, mass) -> cell.take(i, j, !mass.isZero(0)));
    }

    /** Visits the cells with mass, except for shares that underflow. */
    static void shares(int[] sortedSources, int[] sortedTargets, WholeMasses masses, Share consumer) {
        steps(sortedSources, sortedTargets, masses, (i, j, mass) -> {
            double share = mass.quotient(0, masses.total(), 0);
            if (share > 0) {
                consumer.take(i, j, share);
            }
        });
    }

    /** The plan of the cells with mass. */
    static SparsePlan plan(int[] sortedSources, int[] sortedTargets, WholeMasses masses) {
        SparsePlan.Builder plan = SparsePlan.builder(sortedSources.length + sortedTargets.length);
        shares(sortedSources, sortedTargets, masses, plan::add);
        return plan.build();
    }

    /** Receives one cell and its mass, a single number that is reused. */
    private interface Step {
        void take(int i, int j, Masses mass);
    }

    private static void steps(int[] sortedSources, int[] sortedTargets, WholeMasses masses, Step step) {
        int lastSource = sortedSources.length - 1;
        int lastTarget = sortedTargets.length - 1;
        int s = 0;
        int t = 0;
        Masses supply = Masses.zeros(1, masses.total());
        Masses demand = Masses.zeros(1, masses.total());
        Masses mass = Masses.zeros(1, masses.total());
        supply.set(0, masses.sources(), sortedSources[0]);
        demand.set(0, masses.targets(), sortedTargets[0]);
        while (true) {
            mass.set(0, supply.compare(0, demand, 0) <= 0 ? supply : demand, 0);
            step.take(sortedSources[s], sortedTargets[t], mass);
            supply.subtract(0, mass, 0);
            demand.subtract(0, mass, 0);
            if (s == lastSource && t == lastTarget) {
                return;
            }
            if (t == lastTarget || (supply.isZero(0) && s < lastSource)) {
                supply.set(0, masses.sources(), sortedSources[++s]);
            } else {
                demand.set(0, masses.targets(), sortedTargets[++t]);
            }
        }
    }
}
