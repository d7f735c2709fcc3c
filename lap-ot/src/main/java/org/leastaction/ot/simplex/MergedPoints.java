package org.leastaction.ot.simplex;

import java.util.Arrays;
import org.leastaction.ot.Masses;
import org.leastaction.points.DoublePoints;

/** Points in which exactly the equal ones are merged and their masses added. */
final class MergedPoints {

    private static final int EMPTY = -1;
    /** Number of coordinates that suffice to distinguish most different points. */
    private static final int FEW_COORDINATES = 8;

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
        int[] groupOf = new int[points.size()];
        int groups = group(points, 1, groupOf);
        return new MergedPoints(points, groupOf, groups, masses);
    }

    /** Number of distinct points; O(n·d). */
    static int distinct(DoublePoints points) {
        return group(points, 1, new int[points.size()]);
    }

    /** A lower bound of the number of distinct points, from a few of the coordinates; O(n). */
    static int distinctAtLeast(DoublePoints points) {
        return group(points, Math.max(1, points.dimension() / FEW_COORDINATES), new int[points.size()]);
    }

    /**
     * Groups points that agree in every {@code stride}-th coordinate by a hash table, and numbers the groups in the
     * order of their first members; returns the number of groups.
     */
    private static int group(DoublePoints points, int stride, int[] groupOf) {
        int[] table = new int[Integer.highestOneBit(points.size()) * 4];
        Arrays.fill(table, EMPTY);
        int groups = 0;
        for (int i = 0; i < groupOf.length; i++) {
            int slot = hash(points, i, stride) & (table.length - 1);
            while (table[slot] != EMPTY && !equal(points, table[slot], i, stride)) {
                slot = slot + 1 & (table.length - 1);
            }
            if (table[slot] == EMPTY) {
                table[slot] = i;
                groupOf[i] = groups++;
            } else {
                groupOf[i] = groupOf[table[slot]];
            }
        }
        return groups;
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

    private static int hash(DoublePoints points, int i, int stride) {
        long hash = 0;
        for (int k = 0; k < points.dimension(); k += stride) {
            // −0 and 0 count as equal.
            hash = 0x9E3779B97F4A7C15L * (hash ^ Double.doubleToLongBits(points.get(i, k) + 0.0));
            hash ^= hash >>> 29;
        }
        return (int) (hash ^ hash >>> 32);
    }

    private static boolean equal(DoublePoints points, int i, int j, int stride) {
        for (int k = 0; k < points.dimension(); k += stride) {
            if (points.get(i, k) != points.get(j, k)) {
                return false;
            }
        }
        return true;
    }
}
