package org.leastaction.ot.line;

import org.leastaction.ot.SparsePlan;
import org.leastaction.ot.WholeMasses;

/**
 * The monotone plan between sorted points: the lowest mass goes to the lowest place. Its cells (i, j), counted in sorted
 * order, step down or right from the first pair to the last: n + m − 1 of them, those without mass included.
 */
final class Staircase {

    private Staircase() {
    }

    /** Takes one cell. */
    @FunctionalInterface
    interface Cell {

        /**
         * @param i    source
         * @param j    target
         * @param mass in units of the masses, at least 0
         */
        void take(int i, int j, long mass);
    }

    /** Walks down the staircase. */
    static void walk(int[] sortedSources, int[] sortedTargets, WholeMasses masses, Cell cell) {
        int lastSource = sortedSources.length - 1;
        int lastTarget = sortedTargets.length - 1;
        int s = 0;
        int t = 0;
        long supply = masses.sources()[sortedSources[0]];
        long demand = masses.targets()[sortedTargets[0]];
        while (true) {
            long mass = Math.min(supply, demand);
            cell.take(sortedSources[s], sortedTargets[t], mass);
            supply -= mass;
            demand -= mass;
            if (s == lastSource && t == lastTarget) {
                return;
            }
            if (t == lastTarget || supply == 0 && s < lastSource) {
                supply = masses.sources()[sortedSources[++s]];
            } else {
                demand = masses.targets()[sortedTargets[++t]];
            }
        }
    }

    /** The cells with mass. */
    static SparsePlan plan(int[] sortedSources, int[] sortedTargets, WholeMasses masses) {
        SparsePlan.Builder plan = SparsePlan.builder(sortedSources.length + sortedTargets.length);
        walk(sortedSources, sortedTargets, masses, (i, j, mass) -> {
            if (mass > 0) {
                plan.add(i, j, (double) mass / masses.total());
            }
        });
        return plan.build();
    }
}
