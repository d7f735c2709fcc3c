package org.leastaction.ot.exact.simplex;

import java.util.Arrays;
import org.leastaction.ot.Masses;

/**
 * The basis: a tree over sources (0 to n − 1), targets (n to n + m − 1) and an artificial root (n + m), where every
 * node except the root has the arc to its parent, that arc's cost and flow, and a potential π. Reduced costs are c +
 * π[tail] − π[head]; those of tree arcs are 0.
 *
 * <p>Arcs from sources to the root have cost 0 and carry no flow. In a basis that is optimal including them, the dual
 * potentials f are the largest feasible values that are at most 0: no potential is larger than a sum of costs of arcs
 * that carry flow, however distant other points are.
 *
 * <p>Nodes are linked in preorder in a ring ({@code thread}), so that a subtree is a contiguous run, ending at
 * {@code lastSucc} (Kelly and O'Neill 1991; Kovács 2015). Arcs without flow point to the root: such strongly feasible
 * trees cannot cycle (Cunningham 1976).
 *
 * <p>Only differences of potentials matter, so a pivot changes those of the smaller part of the tree, also if the root
 * is in it. Between two {@linkplain #refresh refreshments} it adds in double precision, unless the tree is set to be
 * precise.
 */
final class SpanningTree {

    /** Sums in double precision after which potentials are recomputed along the tree. */
    private static final int SUMS_BETWEEN_REFRESHMENTS = 256;

    private final int sources;
    private final int root;
    /** Index of the root's potential after a refreshment. */
    private final int origin;
    private final PrecisePotentials potentials;
    /** π, rounded. */
    final double[] potential;
    private final int[] parent;
    private final boolean[] up;
    private final double[] cost;
    private final Masses flow;
    private final Masses total;
    private final int[] thread;
    private final int[] reverseThread;
    private final int[] successors;
    private final int[] lastSucc;
    private final int[] dirty;
    private boolean isPrecise;
    private int roundings;

    // State of the current pivot.
    private int join;
    private int uIn;
    private int vIn;
    private int uOut;
    private final Masses delta;

    /** The tree of a first basis, each of whose trees hangs on the root by an arc without flow. */
    SpanningTree(FirstBasis basis) {
        this.sources = basis.sourceCount();
        this.root = sources + basis.targetCount();
        this.origin = root + 1;
        this.potentials = new PrecisePotentials(root + 2);
        this.potential = potentials.rounded;
        this.parent = new int[root + 1];
        this.up = new boolean[root + 1];
        this.cost = new double[root + 1];
        this.flow = Masses.zeros(root + 1, basis.flows());
        this.total = Masses.zeros(1, flow);
        this.delta = Masses.zeros(1, flow);
        this.thread = new int[root + 1];
        this.reverseThread = new int[root + 1];
        this.successors = new int[root + 1];
        this.lastSucc = new int[root + 1];
        this.dirty = new int[root + 1];
        hangAll(basis);
        countAll();
        refresh();
    }

    /** Sets parents, arcs, flows and the preorder, depth first. */
    private void hangAll(FirstBasis basis) {
        int[] latest = new int[root];
        int[] earlier = new int[2 * basis.size()];
        Arrays.fill(latest, -1);
        for (int arc = 0; arc < basis.size(); arc++) {
            total.add(0, basis.flows(), arc);
            earlier[2 * arc] = latest[basis.source(arc)];
            latest[basis.source(arc)] = 2 * arc;
            earlier[2 * arc + 1] = latest[node(basis.target(arc))];
            latest[node(basis.target(arc))] = 2 * arc + 1;
        }
        int[] stack = new int[root];
        int height = 0;
        for (int source : basis.roots()) {
            parent[source] = root;
            up[source] = true;
            stack[height++] = source;
        }
        parent[root] = -1;
        int previous = root;
        while (height > 0) {
            int u = stack[--height];
            link(previous, u);
            previous = u;
            for (int end = latest[u]; end >= 0; end = earlier[end]) {
                int arc = end / 2;
                int child = u < sources ? node(basis.target(arc)) : basis.source(arc);
                if (child != parent[u]) {
                    parent[child] = u;
                    up[child] = child < sources;
                    cost[child] = basis.cost(arc);
                    flow.set(child, basis.flows(), arc);
                    stack[height++] = child;
                }
            }
        }
        link(previous, root);
    }

    /** Sets the sizes and ends of all subtrees. */
    private void countAll() {
        Arrays.fill(lastSucc, -1);
        Arrays.fill(successors, 1);
        for (int u = reverseThread[root]; u != root; u = reverseThread[u]) {
            lastSucc[u] = lastSucc[u] < 0 ? u : lastSucc[u];
            lastSucc[parent[u]] = lastSucc[parent[u]] < 0 ? lastSucc[u] : lastSucc[parent[u]];
            successors[parent[u]] += successors[u];
        }
    }

    /** The node of a target. */
    int node(int target) {
        return sources + target;
    }

    /** Whether pivots change potentials in twice the precision. The tree must have been refreshed before. */
    void setPrecise(boolean precise) {
        isPrecise = precise;
    }

    /** Number of sums in double precision that a potential may contain. */
    int roundings() {
        return roundings;
    }

    /**
     * Brings the arc from a source to a target or the root into the tree, with as much flow as its cycle allows.
     *
     * @param head node of the target, or the root
     */
    void pivot(int source, int head, double arcCost) {
        join = join(source, head);
        leave(source, head);
        if (!delta.isZero(0)) {
            push(source, true);
            push(head, false);
        }
        hang(uIn == source, arcCost);
        shift(uIn, vIn, uIn == source ? -arcCost : arcCost);
    }

    /** Brings the arc from a source to the root into the tree. */
    void pivotOnRoot(int source) {
        pivot(source, root, 0);
        refresh();
    }

    /** Makes the arc from a parent to the subtree of a child tight. */
    private void shift(int child, int above, double costBetween) {
        int after = thread[lastSucc[child]];
        boolean isBelow = 2 * successors[child] <= root + 1;
        potentials.shift(isBelow ? child : after, isBelow ? after : child, thread, child, above, costBetween, !isBelow,
                isPrecise);
        if (!isPrecise && ++roundings == SUMS_BETWEEN_REFRESHMENTS) {
            refresh();
        }
    }

    /** c + π[tail] − π[head], accurate to the last digit but one of the result. Requires refreshed potentials. */
    double reduced(int tail, int head, double arcCost) {
        return potentials.reduced(tail, head, arcCost);
    }

    /** The source with the greatest f above 0, or −1 if there is none. Requires refreshed potentials. */
    int aboveRoot() {
        int greatest = -1;
        for (int i = 0; i < sources; i++) {
            if (potential[i] < (greatest < 0 ? 0 : potential[greatest])) {
                greatest = i;
            }
        }
        return greatest;
    }

    /** Whether a single arc joins all sources and targets to the root. */
    boolean isConnected() {
        return successors[thread[root]] == root;
    }

    /** The dual potentials f = −π of the sources. Requires refreshed potentials. */
    double[] f() {
        double[] f = new double[sources];
        for (int i = 0; i < sources; i++) {
            f[i] = 0 - potential[i];
        }
        return f;
    }

    /** The dual potentials g = π of the targets. Requires refreshed potentials. */
    double[] g() {
        return Arrays.copyOfRange(potential, sources, root);
    }

    /** Makes the potential of a source 0, by a change of all potentials. Requires refreshed potentials. */
    void makeZero(int source) {
        potentials.subtract(origin, source);
        refresh();
    }

    /** Receives every arc with flow. */
    @FunctionalInterface
    interface Arc {

        /** @param flow the flow is entry {@code at} of these, which must not be modified */
        void take(int source, int target, Masses flow, int at);
    }

    /** Passes the arcs with flow to the consumer, ordered by their child node. */
    void forEachFlow(Arc arc) {
        for (int u = 0; u < root; u++) {
            if (!flow.isZero(u)) {
                if (parent[u] == root) {
                    throw new AssertionError("flow through the artificial root");
                }
                arc.take(up[u] ? u : parent[u], (up[u] ? parent[u] : u) - sources, flow, u);
            }
        }
    }

    /** The cost of the flow, as a share of the total mass. */
    double flowCost() {
        double sum = 0;
        for (int u = 0; u < root; u++) {
            if (!flow.isZero(u)) {
                sum += cost[u] * flow.quotient(u, total, 0);
            }
        }
        return sum;
    }

    /** Recomputes the potentials along the tree, which removes the rounding accumulated by updates. */
    void refresh() {
        potentials.copy(root, origin);
        for (int u = thread[root]; u != root; u = thread[u]) {
            potentials.set(u, parent[u], up[u] ? -cost[u] : cost[u]);
        }
        roundings = 0;
    }

    private int join(int first, int second) {
        int u = first;
        int v = second;
        while (u != v) {
            if (successors[u] < successors[v]) {
                u = parent[u];
            } else {
                v = parent[v];
            }
        }
        return u;
    }

    /** Finds the arc whose flow reaches 0 first; of several, the last one on the cycle's path from the join node. */
    private void leave(int source, int head) {
        delta.setGreatest(0);
        boolean onFirst = true;
        for (int u = source; u != join; u = parent[u]) {
            if (up[u] && flow.compare(u, delta, 0) < 0) {
                delta.set(0, flow, u);
                uOut = u;
            }
        }
        for (int u = head; u != join; u = parent[u]) {
            if (!up[u] && flow.compare(u, delta, 0) <= 0) {
                delta.set(0, flow, u);
                uOut = u;
                onFirst = false;
            }
        }
        uIn = onFirst ? source : head;
        vIn = onFirst ? head : source;
    }

    /** Sends the flow along the path of one end of the entering arc up to the join node. */
    private void push(int end, boolean isSource) {
        for (int u = end; u != join; u = parent[u]) {
            if (up[u] == isSource) {
                flow.subtract(u, delta, 0);
            } else {
                flow.add(u, delta, 0);
            }
        }
    }

    /** Detaches the subtree of uOut, re-roots it at uIn, and attaches it to vIn. */
    private void hang(boolean inUp, double inCost) {
        int oldReverse = reverseThread[uOut];
        int oldSuccessors = successors[uOut];
        int oldLast = lastSucc[uOut];
        int vOut = parent[uOut];
        if (uIn == uOut) {
            parent[uIn] = vIn;
            moveRun(oldReverse, oldLast);
        } else {
            turn(oldReverse, oldLast);
            successors[uIn] = oldSuccessors;
        }
        up[uIn] = inUp;
        flow.set(uIn, delta, 0);
        cost[uIn] = inCost;
        updateLast(oldReverse, oldLast, vOut);
        for (int u = vIn; u != join; u = parent[u]) {
            successors[u] += oldSuccessors;
        }
        for (int u = vOut; u != join; u = parent[u]) {
            successors[u] -= oldSuccessors;
        }
    }

    /** Moves the run of the subtree unchanged to the position after vIn. */
    private void moveRun(int oldReverse, int oldLast) {
        if (thread[vIn] == uOut) {
            return;
        }
        link(oldReverse, thread[oldLast]);
        int after = thread[vIn];
        link(vIn, uOut);
        link(oldLast, after);
    }

    private void link(int before, int after) {
        thread[before] = after;
        reverseThread[after] = before;
    }

    /** Reverses the stem, the path from uIn up to uOut: children become parents. */
    private void turn(int oldReverse, int oldLast) {
        int continuation = oldReverse == vIn ? thread[oldLast] : thread[vIn];
        int stem = uIn;
        int newParent = vIn;
        int last = lastSucc[uIn];
        int after = thread[last];
        int count = 0;
        thread[vIn] = uIn;
        dirty[count++] = vIn;
        while (stem != uOut) {
            int next = parent[stem];
            thread[last] = next;
            dirty[count++] = last;
            link(reverseThread[stem], after);
            parent[stem] = newParent;
            newParent = stem;
            stem = next;
            last = lastSucc[stem] == lastSucc[newParent] ? reverseThread[newParent] : lastSucc[stem];
            after = thread[last];
        }
        parent[uOut] = newParent;
        link(last, continuation);
        lastSucc[uOut] = last;
        if (oldReverse != vIn) {
            link(oldReverse, after);
        }
        for (int k = 0; k < count; k++) {
            reverseThread[thread[dirty[k]]] = dirty[k];
        }
        int size = 0;
        int end = lastSucc[uOut];
        int u = uOut;
        while (u != uIn) {
            int p = parent[u];
            up[u] = !up[p];
            flow.set(u, flow, p);
            cost[u] = cost[p];
            size += successors[u] - successors[p];
            successors[u] = size;
            lastSucc[p] = end;
            u = p;
        }
    }

    private void updateLast(int oldReverse, int oldLast, int vOut) {
        int limit = lastSucc[join] == vIn ? join : -1;
        int lastOut = lastSucc[uOut];
        for (int u = vIn; u != -1 && lastSucc[u] == vIn; u = parent[u]) {
            lastSucc[u] = lastOut;
        }
        int replacement = join != oldReverse && vIn != oldReverse ? oldReverse : lastOut;
        for (int u = vOut; u != limit && u != -1 && lastSucc[u] == oldLast && replacement != oldLast; u = parent[u]) {
            lastSucc[u] = replacement;
        }
    }
}
