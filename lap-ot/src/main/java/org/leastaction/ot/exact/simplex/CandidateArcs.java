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
     * A basis by nearly optimal potentials. The arcs of the least spanning forest in reduced costs come first, from its
     * leaves inwards, then all arcs in ascending order of their reduced costs, each with as much flow as both ends have
     * left. With optimal potentials, if there are no ties, the forest is that of the optimal flow and this is the flow.
     * What is then left goes from one source to the next target in the order of points, through arcs that are added:
     * near points are near each other in that order, and where all arcs are equally good the candidates alone may not
     * allow any flow.
     *
     * @param u    potentials of the sources
     * @param v    potentials of the targets
     * @param a    masses of the sources
     * @param b    masses of the targets
     * @param cost of a source and a target
     */
    FirstBasis basis(double[] u, double[] v, Masses a, Masses b, ToDoubleBiFunction<Integer, Integer> cost) {
        FirstBasis basis = new FirstBasis(a, b);
        int[] ascending = byReducedCost(u, v);
        send(leavesFirst(ascending, u.length + v.length), basis);
        send(ascending, basis);
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

    private void send(int[] chosen, FirstBasis basis) {
        for (int e : chosen) {
            if (basis.isSourceOpen(tails[e]) && basis.isTargetOpen(heads[e] - sources)) {
                basis.send(tails[e], heads[e] - sources, costs[e]);
            }
        }
    }

    /** The least spanning forest (Kruskal 1956), the arcs first of which one end has no other. */
    private int[] leavesFirst(int[] ascending, int nodes) {
        int[] leaders = new int[nodes];
        Arrays.setAll(leaders, node -> node);
        int[] degree = new int[nodes];
        int[] combined = new int[nodes];
        int count = 0;
        for (int e : ascending) {
            int tail = leader(leaders, tails[e]);
            int head = leader(leaders, heads[e]);
            if (tail != head) {
                leaders[tail] = head;
                count++;
                for (int node : new int[] {tails[e], heads[e]}) {
                    degree[node]++;
                    combined[node] ^= e;
                }
            }
        }
        int[] sorted = new int[count];
        int done = 0;
        for (int leaf = 0; leaf < nodes; leaf++) {
            int node = leaf;
            while (degree[node] == 1) {
                int e = combined[node];
                sorted[done++] = e;
                int other = node == tails[e] ? heads[e] : tails[e];
                degree[node]--;
                degree[other]--;
                combined[other] ^= e;
                node = other;
            }
        }
        return sorted;
    }

    private static int leader(int[] leaders, int node) {
        int at = node;
        while (leaders[at] != at) {
            leaders[at] = leaders[leaders[at]];
            at = leaders[at];
        }
        return at;
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
