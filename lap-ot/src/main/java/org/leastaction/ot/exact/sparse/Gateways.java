package org.leastaction.ot.exact.sparse;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.pricing.PricedRows;
import org.leastaction.ot.pricing.Pricer;
import org.leastaction.points.DoublePoints;

/**
 * Candidates that connect distant groups of points. Where points form tight clusters, the columns of least reduced cost
 * of a row all lie in one cluster, and a surplus of rows there finds no way to the columns of another. Groups are the
 * cells of centres that are as far from one another as possible (Gonzalez 1985), so that clusters and outliers are
 * groups of their own.
 */
final class Gateways {

    private static final int GROUPS = 24;
    /** Columns of a group beside its best, taken in turn: to a distant row all columns of a cluster look alike. */
    private static final int IN_TURN = 2;

    /** Groups are tight if no point is farther from its centre than this share of the largest distance from the first. */
    private static final double TIGHT = 0.01;

    private Gateways() {
    }

    /**
     * Adds for each row columns in every group, if the columns form tight groups. O(n·d) for each group, and then pricing of
     * all pairs.
     */
    static void add(GroundCost cost, DoublePoints x, DoublePoints y, SparseMatching matching, Parallelism parallelism) {
        int[] groupOf = new int[y.size()];
        if (!group(cost, y, groupOf)) {
            return;
        }
        int[] rows = IntStream.range(0, x.size()).toArray();
        double[] noBounds = new double[x.size()];
        Arrays.fill(noBounds, Double.POSITIVE_INFINITY);
        for (int group = 0; group < GROUPS; group++) {
            int wanted = group;
            int[] members = IntStream.range(0, y.size()).filter(j -> groupOf[j] == wanted).toArray();
            if (members.length > 0) {
                double[] v = IntStream.of(members).mapToDouble(j -> matching.v[j]).toArray();
                PricedRows best = Pricer.of(cost, x, y.select(members)).least(rows, v, noBounds, 1, parallelism);
                for (int row : rows) {
                    matching.graph.add(row, members[best.column(row, 0)], best.cost(row, 0));
                    for (int t = 0; t < IN_TURN; t++) {
                        int column = members[(IN_TURN * row + t) % members.length];
                        matching.graph.add(row, column, cost.between(x, row, y, column));
                    }
                }
            }
        }
    }

    /**
     * Numbers the nearest centre of each point; every centre is the point that is farthest from those before. Returns
     * whether the groups are tight.
     */
    private static boolean group(GroundCost cost, DoublePoints points, int[] groupOf) {
        double[] distance = new double[points.size()];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        int centre = 0;
        double largest = 0;
        for (int group = 0; group < GROUPS; group++) {
            int farthest = 0;
            for (int j = 0; j < groupOf.length; j++) {
                double c = cost.between(points, centre, points, j);
                if (c < distance[j]) {
                    distance[j] = c;
                    groupOf[j] = group;
                }
                farthest = distance[j] > distance[farthest] ? j : farthest;
            }
            centre = farthest;
            largest = Math.max(largest, distance[farthest]);
        }
        return distance[centre] <= Math.pow(TIGHT, cost.power()) * largest;
    }
}
