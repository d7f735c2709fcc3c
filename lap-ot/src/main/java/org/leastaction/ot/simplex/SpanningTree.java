package org.leastaction.ot.simplex;

import java.util.Arrays;

/**
 * The basis: a tree over sources (0 to n − 1), targets (n to n + m − 1) and an artificial root (n + m), where every node
 * but the root knows the arc to its parent, that arc's cost and flow, and its own potential π. Reduced costs are
 * c + π[tail] − π[head]; those of tree arcs are 0.
 *
 * <p>Nodes stand in preorder in a ring ({@code thread}), so that a subtree is a run of it, ending at {@code lastSucc}
 * (Kelly and O'Neill 1991; Kovács 2015). Arcs without flow point to the root: such strongly feasible trees cannot cycle
 * (Cunningham 1976).
 */
final class SpanningTree {

    private final int sources;
    private final int root;
    /** Cost of an arc from the root: more than any other arc's, so that optimal flow does not pass through the root. */
    private final double artificialCost;
    final double[] potential;
    private final int[] parent;
    private final boolean[] up;
    private final double[] cost;
    private final long[] flow;
    private final int[] thread;
    private final int[] reverseThread;
    private final int[] successors;
    private final int[] lastSucc;
    private final int[] dirty;

    // The pivot at work.
    private int join;
    private int uIn;
    private int vIn;
    private int uOut;

    /**
     * The start: all mass goes through the root.
     *
     * @param sourceMasses of n sources
     * @param targetMasses of m targets, of the same sum
     * @param largestCost  no arc that will enter costs more
     */
    SpanningTree(long[] sourceMasses, long[] targetMasses, double largestCost) {
        this.sources = sourceMasses.length;
        this.root = sources + targetMasses.length;
        this.artificialCost = largestCost > 0 ? 2 * largestCost : 1;
        this.potential = new double[root + 1];
        this.parent = new int[root + 1];
        this.up = new boolean[root + 1];
        this.cost = new double[root + 1];
        this.flow = new long[root + 1];
        this.thread = new int[root + 1];
        this.reverseThread = new int[root + 1];
        this.successors = new int[root + 1];
        this.lastSucc = new int[root + 1];
        this.dirty = new int[root + 1];
        star(sourceMasses, targetMasses);
    }

    /** All sources send to the root and all targets take from it. */
    private void star(long[] sourceMasses, long[] targetMasses) {
        for (int u = 0; u < root; u++) {
            long mass = u < sources ? sourceMasses[u] : targetMasses[u - sources];
            parent[u] = root;
            up[u] = u < sources || mass == 0;
            flow[u] = mass;
            cost[u] = up[u] ? 0 : artificialCost;
            potential[u] = cost[u];
            thread[u] = u + 1;
            reverseThread[u + 1] = u;
            successors[u] = 1;
            lastSucc[u] = u;
        }
        parent[root] = -1;
        thread[root] = 0;
        reverseThread[0] = root;
        successors[root] = root + 1;
        lastSucc[root] = root - 1;
    }

    /** Brings the arc from a source to a target into the tree, with as much flow as its cycle allows. */
    void pivot(int source, int target, double arcCost) {
        int head = sources + target;
        join = join(source, head);
        long delta = leave(source, head);
        if (delta > 0) {
            push(source, head, delta);
        }
        boolean inUp = uIn == source;
        hang(inUp, delta, arcCost);
        double change = potential[vIn] - potential[uIn] + (inUp ? -arcCost : arcCost);
        int end = thread[lastSucc[uIn]];
        for (int u = uIn; u != end; u = thread[u]) {
            potential[u] += change;
        }
    }

    /** c + π[source] − π[target]: what a unit of flow through an arc of this cost would cost more than the tree's way. */
    double reduced(int source, int target, double arcCost) {
        return arcCost + potential[source] - potential[sources + target];
    }

    /** The dual potentials f = −π of the sources. */
    double[] f() {
        double[] f = new double[sources];
        for (int i = 0; i < sources; i++) {
            f[i] = -potential[i];
        }
        return f;
    }

    /** The dual potentials g = π of the targets. */
    double[] g() {
        return Arrays.copyOfRange(potential, sources, root);
    }

    /** Takes every arc with flow. */
    @FunctionalInterface
    interface Arc {
        void take(int source, int target, long flow);
    }

    /** Hands over the arcs with flow, ordered by the node below. */
    void forEachFlow(Arc arc) {
        for (int u = 0; u < root; u++) {
            if (flow[u] > 0) {
                if (parent[u] == root) {
                    throw new AssertionError("flow through the artificial root");
                }
                arc.take(up[u] ? u : parent[u], (up[u] ? parent[u] : u) - sources, flow[u]);
            }
        }
    }

    /** Computes the potentials anew along the tree, without the rounding that changes have left. */
    void refresh() {
        for (int u = thread[root]; u != root; u = thread[u]) {
            potential[u] = potential[parent[u]] + (up[u] ? -cost[u] : cost[u]);
        }
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

    /** Finds the arc that runs empty first; of several the last one on the cycle's way from the join node. */
    private long leave(int source, int head) {
        long delta = Long.MAX_VALUE;
        boolean onFirst = true;
        for (int u = source; u != join; u = parent[u]) {
            if (up[u] && flow[u] < delta) {
                delta = flow[u];
                uOut = u;
            }
        }
        for (int u = head; u != join; u = parent[u]) {
            if (!up[u] && flow[u] <= delta) {
                delta = flow[u];
                uOut = u;
                onFirst = false;
            }
        }
        uIn = onFirst ? source : head;
        vIn = onFirst ? head : source;
        return delta;
    }

    private void push(int source, int head, long delta) {
        for (int u = source; u != join; u = parent[u]) {
            flow[u] += up[u] ? -delta : delta;
        }
        for (int u = head; u != join; u = parent[u]) {
            flow[u] += up[u] ? delta : -delta;
        }
    }

    /** Cuts the subtree of uOut off, turns it round to uIn, and hangs it on vIn. */
    private void hang(boolean inUp, long inFlow, double inCost) {
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
        flow[uIn] = inFlow;
        cost[uIn] = inCost;
        updateLast(oldReverse, oldLast, vOut);
        for (int u = vIn; u != join; u = parent[u]) {
            successors[u] += oldSuccessors;
        }
        for (int u = vOut; u != join; u = parent[u]) {
            successors[u] -= oldSuccessors;
        }
    }

    /** The run of the subtree stays as it is and goes behind vIn. */
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
            flow[u] = flow[p];
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
