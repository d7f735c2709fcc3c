package org.leastaction.ot.exact.simplex;

import java.util.Arrays;
import org.leastaction.ot.Masses;
import org.leastaction.ot.SparsePlan;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.kernel.EqualPoints;
import org.leastaction.points.DoublePoints;

/** Distinct points: exact duplicates are merged and their masses added. */
final class MergedPoints {

    private final DoublePoints points;
    private final Masses masses;
    private final Masses memberMasses;
    private final int[] groupOf;
    /** Members of all groups, group after group, and where each group starts. */
    private final int[] members;
    private final int[] starts;

    private MergedPoints(DoublePoints points, int[] groupOf, int groups, Masses memberMasses) {
        this.groupOf = groupOf;
        this.memberMasses = memberMasses;
        this.masses = Masses.zeros(groups, memberMasses);
        this.starts = new int[groups + 1];
        for (int i = 0; i < groupOf.length; i++) {
            masses.add(groupOf[i], memberMasses, i);
            starts[groupOf[i] + 1]++;
        }
        for (int g = 0; g < groups; g++) {
            starts[g + 1] += starts[g];
        }
        this.members = new int[groupOf.length];
        int[] next = starts.clone();
        for (int i = 0; i < groupOf.length; i++) {
            members[next[groupOf[i]]++] = i;
        }
        this.points = groups == groupOf.length ? points : points.select(firsts());
    }

    private int[] firsts() {
        int[] firsts = new int[masses.size()];
        Arrays.setAll(firsts, g -> members[starts[g]]);
        return firsts;
    }

    /** Merges points; O(n·d). */
    static MergedPoints of(DoublePoints points, Masses masses) {
        EqualPoints equal = EqualPoints.of(points);
        return new MergedPoints(points, equal.groupOf(), equal.groups(), masses);
    }

    /** The distinct points. */
    DoublePoints points() {
        return points;
    }

    /** The total mass of each distinct point. */
    Masses masses() {
        return masses;
    }

    int firstMember(int group) {
        return starts[group];
    }

    /** The original index of a member, counted through all groups. */
    int member(int at) {
        return members[at];
    }

    /** The masses of the original points. */
    Masses memberMasses() {
        return memberMasses;
    }

    /** Copies the value of every group to its original points. */
    double[] spread(double[] values) {
        double[] all = new double[groupOf.length];
        Arrays.setAll(all, i -> values[groupOf[i]]);
        return all;
    }

    /** Distributes the flow between merged points among their members, in order: at most n + m − 1 entries. */
    static final class SplitPlan {

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
}
