package org.leastaction.ot.kernel;

import java.util.Arrays;
import org.leastaction.points.DoublePoints;

/**
 * Groups of exactly equal points, numbered in the order of their first members. −0 and 0 count as equal.
 *
 * @param groupOf the group of each point
 * @param firsts  the first member of each group
 */
public record EqualPoints(int[] groupOf, int[] firsts) {

    private static final int EMPTY = -1;
    /** Number of coordinates that suffice to distinguish most different points. */
    private static final int FEW_COORDINATES = 8;

    /** Groups points by a hash table; O(n·d). */
    public static EqualPoints of(DoublePoints points) {
        return of(points, 1);
    }

    /** Number of groups. */
    public int groups() {
        return firsts.length;
    }

    /** Whether some points are equal. */
    public boolean isAny() {
        return firsts.length < groupOf.length;
    }

    /** A lower bound of the number of distinct points, from a few of the coordinates; O(n). */
    public static int distinctAtLeast(DoublePoints points) {
        return of(points, Math.max(1, points.dimension() / FEW_COORDINATES)).groups();
    }

    /** Groups points that agree in every {@code stride}-th coordinate. */
    private static EqualPoints of(DoublePoints points, int stride) {
        int n = points.size();
        int[] table = new int[Integer.highestOneBit(n) * 4];
        Arrays.fill(table, EMPTY);
        int[] groupOf = new int[n];
        int[] firsts = new int[n];
        int groups = 0;
        for (int i = 0; i < n; i++) {
            int slot = hash(points, i, stride) & (table.length - 1);
            while (table[slot] != EMPTY && !equal(points, table[slot], i, stride)) {
                slot = slot + 1 & (table.length - 1);
            }
            if (table[slot] == EMPTY) {
                table[slot] = i;
                firsts[groups] = i;
                groupOf[i] = groups++;
            } else {
                groupOf[i] = groupOf[table[slot]];
            }
        }
        return new EqualPoints(groupOf, Arrays.copyOf(firsts, groups));
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
