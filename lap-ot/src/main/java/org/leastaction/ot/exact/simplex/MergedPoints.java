package org.leastaction.ot.exact.simplex;

import java.util.Arrays;
import org.leastaction.ot.Masses;
import org.leastaction.ot.kernel.EqualPoints;
import org.leastaction.points.DoublePoints;

/** Points in which exactly the equal ones are merged and their masses added. */
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
}
