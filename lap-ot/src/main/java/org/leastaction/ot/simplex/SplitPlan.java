package org.leastaction.ot.simplex;

import java.util.Arrays;
import org.leastaction.ot.SparsePlan;
import org.leastaction.ot.WholeMasses;

/** Shares the flow between merged points out among their members, each in its turn: at most n + m − 1 entries. */
final class SplitPlan {

    private final Turn from;
    private final Turn to;
    private final double total;
    private final SparsePlan.Builder entries;

    SplitPlan(MergedPoints sources, MergedPoints targets, WholeMasses masses) {
        this.from = new Turn(sources);
        this.to = new Turn(targets);
        this.total = masses.total();
        this.entries = SparsePlan.builder(masses.sources().length + masses.targets().length);
    }

    /** Who of each group gives or takes next, and how much it still has. */
    private static final class Turn {

        private final MergedPoints merged;
        private final int[] at;
        private final long[] left;

        Turn(MergedPoints merged) {
            this.merged = merged;
            this.at = new int[merged.masses().length];
            this.left = new long[at.length];
            Arrays.setAll(at, merged::firstMember);
            Arrays.setAll(left, g -> merged.memberMass(at[g]));
        }

        /** The member of a group whose turn it is; those without mass are passed over. */
        int member(int group) {
            while (left[group] == 0) {
                left[group] = merged.memberMass(++at[group]);
            }
            return merged.member(at[group]);
        }
    }

    void add(int source, int target, long flow) {
        long rest = flow;
        while (rest > 0) {
            int i = from.member(source);
            int j = to.member(target);
            long mass = Math.min(rest, Math.min(from.left[source], to.left[target]));
            entries.add(i, j, mass / total);
            from.left[source] -= mass;
            to.left[target] -= mass;
            rest -= mass;
        }
    }

    SparsePlan build() {
        return entries.build();
    }
}
