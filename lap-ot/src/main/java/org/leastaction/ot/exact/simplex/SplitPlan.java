package org.leastaction.ot.exact.simplex;

import java.util.Arrays;
import org.leastaction.ot.Masses;
import org.leastaction.ot.SparsePlan;
import org.leastaction.ot.WholeMasses;

/** Distributes the flow between merged points among their members, in order: at most n + m − 1 entries. */
final class SplitPlan {

    private final Turn from;
    private final Turn to;
    private final Masses total;
    private final Masses rest;
    private final Masses mass;
    private final SparsePlan.Builder entries;

    SplitPlan(MergedPoints sources, MergedPoints targets, WholeMasses masses) {
        this.from = new Turn(sources);
        this.to = new Turn(targets);
        this.total = masses.total();
        this.rest = Masses.zeros(1, total);
        this.mass = Masses.zeros(1, total);
        this.entries = SparsePlan.builder(masses.sources().size() + masses.targets().size());
    }

    /** The next member of each group, and the remaining mass of every member. */
    private static final class Turn {

        private final MergedPoints merged;
        private final int[] at;
        private final Masses left;

        Turn(MergedPoints merged) {
            this.merged = merged;
            this.at = new int[merged.masses().size()];
            this.left = merged.memberMasses().copy();
            Arrays.setAll(at, merged::firstMember);
        }

        /** The next member of a group; members without mass are skipped. */
        int member(int group) {
            while (left.isZero(merged.member(at[group]))) {
                at[group]++;
            }
            return merged.member(at[group]);
        }
    }

    /** @param flow entry {@code index} of these flows from one group to the other */
    void add(int source, int target, Masses flow, int index) {
        rest.set(0, flow, index);
        while (!rest.isZero(0)) {
            int i = from.member(source);
            int j = to.member(target);
            mass.set(0, rest, 0);
            lower(from.left, i);
            lower(to.left, j);
            double share = mass.quotient(0, total, 0);
            if (share > 0) {
                entries.add(i, j, share);
            }
            from.left.subtract(i, mass, 0);
            to.left.subtract(j, mass, 0);
            rest.subtract(0, mass, 0);
        }
    }

    private void lower(Masses left, int i) {
        if (left.compare(i, mass, 0) < 0) {
            mass.set(0, left, i);
        }
    }

    SparsePlan build() {
        return entries.build();
    }
}
