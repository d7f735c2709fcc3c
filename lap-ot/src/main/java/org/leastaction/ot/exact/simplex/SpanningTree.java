package org.leastaction.ot.exact.simplex;

import java.util.Arrays;
import org.leastaction.ot.Masses;

/**
 * The basis: a tree over sources (0 to n − 1), targets (n to n + m − 1) and an artificial root (n + m), where every
 * node except the root has the arc to its parent, that arc's cost and flow, and a potential π. Reduced costs are c +
 * π[tail] − π[head]; those of tree arcs are 0.
 *
 * <p>Arcs from the root to targets cost more than any sum of others. This cost is not a number but a second component,
 * which is compared first: a potential is π plus {@code level} times the cost of such an arc, with level 0 or 1. So no
 * large number causes small costs to be rounded.
 *
 * <p>Arcs from sources to the root have cost 0 and carry no flow in the end. In a basis that is optimal including them,
 * the dual potentials f are the largest feasible values that are at most 0: no potential is larger than a sum of costs
 * of arcs that carry flow, however distant other points are.
 *
 * <p>Nodes are linked in preorder in a ring ({@code thread}), so that a subtree is a contiguous run, ending at
 * {@code lastSucc} (Kelly and O'Neill 1991; Kovács 2015). Arcs without flow point to the root: such strongly feasible
 * trees cannot cycle (Cunningham 1976).
 */
final class SpanningTree {

    private final int sources;
    private final int root;
    private final PrecisePotentials potentials;
    /** π, rounded. */
    final double[] potential;
    /** Number of artificial arcs on the path from the root, 0 or 1. */
    private final byte[] level;
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

    // State of the current pivot.
    private int join;
    private int uIn;
    private int vIn;
    private int uOut;
    private final Masses delta;

    /** Number of nodes of level 1. */
    private int raised;
    private long levelChanges;

    /**
     * The initial tree: all mass goes through the root.
     *
     * @param sourceMasses masses of n sources
     * @param targetMasses masses of m targets, with the same sum
     */
    SpanningTree(Masses sourceMasses, Masses targetMasses) {
        this.sources = sourceMasses.size();
        this.root = sources + targetMasses.size();
        this.potentials = new PrecisePotentials(root + 1);
        this.potential = potentials.rounded;
        this.level = new byte[root + 1];
        this.parent = new int[root + 1];
        this.up = new boolean[root + 1];
        this.cost = new double[root + 1];
        this.flow = Masses.zeros(root + 1, sourceMasses);
        this.total = Masses.zeros(1, sourceMasses);
        for (int i = 0; i < sources; i++) {
            total.add(0, sourceMasses, i);
        }
        this.delta = Masses.zeros(1, sourceMasses);
        this.thread = new int[root + 1];
        this.reverseThread = new int[root + 1];
        this.successors = new int[root + 1];
        this.lastSucc = new int[root + 1];
        this.dirty = new int[root + 1];
        star(sourceMasses, targetMasses);
    }

    /** All sources send their mass to the root, and all targets receive theirs from it. */
    private void star(Masses sourceMasses, Masses targetMasses) {
        for (int u = 0; u < root; u++) {
            if (u < sources) {
                flow.set(u, sourceMasses, u);
            } else {
                flow.set(u, targetMasses, u - sources);
            }
            parent[u] = root;
            up[u] = u < sources || flow.isZero(u);
            level[u] = (byte) (up[u] ? 0 : 1);
            raised += level[u];
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

    /**
     * Brings the arc from a source to a target into the tree, with as much flow as its cycle allows.
     *
     * @param target index of the target, or m for the root
     */
    void pivot(int source, int target, double arcCost) {
        int head = sources + target;
        join = join(source, head);
        leave(source, head);
        if (!delta.isZero(0)) {
            push(source, head);
        }
        boolean inUp = uIn == source;
        hang(inUp, arcCost);
        shift(uIn, vIn, inUp ? -arcCost : arcCost);
    }

    /** Makes the arc from a parent to the subtree of a child tight. */
    private void shift(int child, int above, double costBetween) {
        double[] change = potentials.change(child, above, costBetween);
        int levels = level[above] - level[child];
        int end = thread[lastSucc[child]];
        for (int u = child; u != end; u = thread[u]) {
            potentials.add(u, change);
        }
        if (levels != 0) {
            levelChanges++;
            for (int u = child; u != end; u = thread[u]) {
                level[u] = (byte) (level[u] + levels);
                raised += levels;
            }
        }
    }

    /**
     * c + π[source] − π[target], without levels: the extra cost of a unit of flow through an arc of this cost, compared
     * with the path in the tree. Accurate to the last digit but one of the result.
     */
    double reduced(int source, int target, double arcCost) {
        return potentials.reduced(source, sources + target, arcCost);
    }

    /** Level of the source minus level of the target: −1, 0 or 1. */
    int levels(int source, int target) {
        return level[source] - level[sources + target];
    }

    /** Number of artificial arcs on the tree's path to a node: a source, or n plus a target. */
    int level(int node) {
        return level[node];
    }

    /** Number of pivots so far that have changed the level of any node. */
    long levelChanges() {
        return levelChanges;
    }

    /** Whether the tree has artificial arcs that carry flow. */
    boolean isArtificial() {
        return raised > 0;
    }

    /** The source with the greatest f above 0, or −1 if there is none. */
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

    /** Index of the root in place of a target. */
    int rootAsTarget() {
        return root - sources;
    }

    /** The dual potentials f = −π of the sources. */
    double[] f() {
        double[] f = new double[sources];
        for (int i = 0; i < sources; i++) {
            f[i] = 0 - potential[i];
        }
        return f;
    }

    /** The dual potentials g = π of the targets. */
    double[] g() {
        return Arrays.copyOfRange(potential, sources, root);
    }

    /** Makes the potential of a source 0, by a change of all potentials. */
    void makeZero(int source) {
        potentials.subtract(root, source);
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

    /** The cost of the flow, as a share of the total mass; 0 while artificial arcs carry flow. */
    double flowCost() {
        double sum = 0;
        for (int u = 0; u < root && !isArtificial(); u++) {
            if (!flow.isZero(u)) {
                sum += cost[u] * flow.quotient(u, total, 0);
            }
        }
        return sum;
    }

    /** Recomputes the potentials along the tree, which removes the rounding accumulated by updates. */
    void refresh() {
        for (int u = thread[root]; u != root; u = thread[u]) {
            potentials.set(u, parent[u], up[u] ? -cost[u] : cost[u]);
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

    private void push(int source, int head) {
        for (int u = source; u != join; u = parent[u]) {
            change(u, up[u]);
        }
        for (int u = head; u != join; u = parent[u]) {
            change(u, !up[u]);
        }
    }

    private void change(int u, boolean down) {
        if (down) {
            flow.subtract(u, delta, 0);
        } else {
            flow.add(u, delta, 0);
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
