package org.leastaction.ot.exact.simplex;

import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;
import org.leastaction.ot.Masses;

/** The arcs to which the network simplex method restricts its search; nodes are numbered as in {@link SpanningTree}. */
final class CandidateArcs {

    private final int sources;
    /** Nodes at which arcs start and end, and their costs. Read by the search; longer than the number of arcs. */
    int[] tails = new int[64];
    int[] heads = new int[64];
    double[] costs = new double[64];
    private int size;

    CandidateArcs(int sources) {
        this.sources = sources;
    }

    /** Number of arcs. */
    int size() {
        return size;
    }

    void add(int source, int target, double cost) {
        if (size == tails.length) {
            tails = Arrays.copyOf(tails, 2 * size);
            heads = Arrays.copyOf(heads, 2 * size);
            costs = Arrays.copyOf(costs, 2 * size);
        }
        tails[size] = source;
        heads[size] = sources + target;
        costs[size++] = cost;
    }

    /**
     * The basis of arcs in ascending order of their reduced costs under nearly optimal potentials, each with as much
     * flow as both ends have left. This gives most arcs of an optimal flow. What is then left goes from one source to
     * the next target in the order of points, through arcs that are added: near points are near each other in that
     * order, and where all arcs are equally good the candidates alone may not allow any flow.
     *
     * @param u    potentials of the sources
     * @param v    potentials of the targets
     * @param a    masses of the sources
     * @param b    masses of the targets
     * @param cost of a source and a target
     */
    FirstBasis basis(double[] u, double[] v, Masses a, Masses b, ToDoubleBiFunction<Integer, Integer> cost) {
        FirstBasis basis = new FirstBasis(a, b);
        for (int e : byReducedCost(u, v)) {
            if (basis.isSourceOpen(tails[e]) && basis.isTargetOpen(heads[e] - sources)) {
                basis.send(tails[e], heads[e] - sources, costs[e]);
            }
        }
        int target = 0;
        for (int source = 0; source < sources; source++) {
            while (basis.isSourceOpen(source)) {
                while (!basis.isTargetOpen(target)) {
                    target++;
                }
                add(source, target, cost.applyAsDouble(source, target));
                basis.send(source, target, costs[size - 1]);
            }
        }
        return basis;
    }

    private int[] byReducedCost(double[] u, double[] v) {
        long[] keys = new long[size];
        for (int e = 0; e < size; e++) {
            // At least 0, up to rounding: the bits of such numbers have the same order as the numbers, and half of the
            // bits suffice.
            double slack = Math.max(0, costs[e] - u[tails[e]] - v[heads[e] - sources]);
            keys[e] = Double.doubleToLongBits(slack) >>> 32 << 32 | e;
        }
        Arrays.sort(keys);
        int[] order = new int[size];
        for (int k = 0; k < size; k++) {
            order[k] = (int) keys[k];
        }
        return order;
    }
}
