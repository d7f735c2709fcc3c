package org.leastaction.ot.exact.simplex;

import java.util.Arrays;
import org.leastaction.ot.Masses;

/**
 * A plan from which the network simplex method starts. Each arc carries as much as its source and its target have left,
 * so that at least one of them has nothing left afterwards. Hence the arcs are a forest, all flows are above 0, and
 * each tree of it contains one arc, its last, after which neither end has anything left.
 */
final class FirstBasis {

    private final Masses atSources;
    private final Masses atTargets;
    private final Masses flows;
    private final int[] sources;
    private final int[] targets;
    private final double[] costs;
    private final int[] lastSources;
    private int size;
    private int trees;

    /**
     * @param sourceMasses masses of n sources, above 0
     * @param targetMasses masses of m targets, above 0, with the same sum
     */
    FirstBasis(Masses sourceMasses, Masses targetMasses) {
        int most = sourceMasses.size() + targetMasses.size() - 1;
        this.atSources = sourceMasses.copy();
        this.atTargets = targetMasses.copy();
        this.flows = Masses.zeros(most, sourceMasses);
        this.sources = new int[most];
        this.targets = new int[most];
        this.costs = new double[most];
        this.lastSources = new int[Math.min(sourceMasses.size(), targetMasses.size())];
    }

    int sourceCount() {
        return atSources.size();
    }

    int targetCount() {
        return atTargets.size();
    }

    /** Whether a source has mass left. */
    boolean isSourceOpen(int source) {
        return !atSources.isZero(source);
    }

    /** Whether a target has mass left to receive. */
    boolean isTargetOpen(int target) {
        return !atTargets.isZero(target);
    }

    /** Sends as much as possible from a source to a target. Both must be open. */
    void send(int source, int target, double cost) {
        int comparison = atSources.compare(source, atTargets, target);
        Masses less = comparison <= 0 ? atSources : atTargets;
        flows.set(size, less, comparison <= 0 ? source : target);
        atSources.subtract(source, flows, size);
        atTargets.subtract(target, flows, size);
        sources[size] = source;
        targets[size] = target;
        costs[size++] = cost;
        if (comparison == 0) {
            lastSources[trees++] = source;
        }
    }

    /** Number of arcs. */
    int size() {
        return size;
    }

    int source(int arc) {
        return sources[arc];
    }

    int target(int arc) {
        return targets[arc];
    }

    double cost(int arc) {
        return costs[arc];
    }

    /** The flows of all arcs: the internal object, which must not be modified. */
    Masses flows() {
        return flows;
    }

    /** For each tree of the forest, the source of its last arc. */
    int[] roots() {
        return Arrays.copyOf(lastSources, trees);
    }
}
