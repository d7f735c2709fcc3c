package org.leastaction.ot.exact.simplex;

import java.util.Arrays;
import org.leastaction.ot.Masses;
import org.leastaction.ot.loops.Loops;

/**
 * Potentials nearer to the optimum than those by which the candidate arcs were found: a few of Sinkhorn's iterations
 * among the candidates. They spread the sources over the targets that are nearly as good as the best, so that the first
 * basis needs about half as many pivots.
 */
final class SmoothedPotentials {

    private static final int ITERATIONS = 10;
    /** ε as a share of the mean difference of the greatest and the least reduced cost of a source's candidates. */
    private static final double SHARE = 0.125;
    private static final double SMALLEST_EXPONENT = -600;

    private final CandidateArcs arcs;
    private final double epsilon;
    private final double[] exponents;

    private SmoothedPotentials(CandidateArcs arcs, double epsilon) {
        this.arcs = arcs;
        this.epsilon = epsilon;
        this.exponents = new double[arcs.size()];
    }

    /**
     * Improves potentials.
     *
     * @param u      potentials of the sources. Modified: the greatest that the candidates allow.
     * @param v      potentials of the targets. Modified.
     * @param spread mean difference of the greatest and the least reduced cost of a source's candidates
     */
    static void improve(CandidateArcs arcs, double[] u, double[] v, Masses a, Masses b, double spread) {
        double epsilon = SHARE * spread;
        if (!(epsilon > 0)) {
            return;
        }
        SmoothedPotentials smoothing = new SmoothedPotentials(arcs, epsilon);
        Side sources = new Side(arcs.tails, arcs.size(), 0, u, logarithms(a));
        Side targets = new Side(arcs.heads, arcs.size(), u.length, v, logarithms(b));
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            smoothing.update(sources, targets);
            smoothing.update(targets, sources);
        }
        Arrays.fill(u, Double.POSITIVE_INFINITY);
        for (int e = 0; e < arcs.size(); e++) {
            int source = arcs.tails[e];
            u[source] = Math.min(u[source], arcs.costs[e] - v[arcs.heads[e] - u.length]);
        }
    }

    private static double[] logarithms(Masses masses) {
        Masses total = Masses.zeros(1, masses);
        for (int i = 0; i < masses.size(); i++) {
            total.add(0, masses, i);
        }
        double[] logarithms = new double[masses.size()];
        Arrays.setAll(logarithms, i -> Math.log(masses.quotient(i, total, 0)));
        return logarithms;
    }

    /**
     * One side of the arcs.
     *
     * @param nodes      of all arcs, from a first node on
     * @param order      arcs in the order of their nodes
     * @param starts     where the arcs of each node start in that order
     * @param potentials of the nodes
     * @param logarithms of the masses
     */
    private record Side(int[] nodes, int first, int[] order, int[] starts, double[] potentials, double[] logarithms) {

        Side(int[] nodes, int arcs, int first, double[] potentials, double[] logarithms) {
            this(nodes, first, new int[arcs], new int[potentials.length + 1], potentials, logarithms);
            for (int e = 0; e < arcs; e++) {
                starts[nodes[e] - first + 1]++;
            }
            for (int i = 0; i < potentials.length; i++) {
                starts[i + 1] += starts[i];
            }
            int[] next = starts.clone();
            for (int e = 0; e < arcs; e++) {
                order[next[nodes[e] - first]++] = e;
            }
        }
    }

    /** Sets the potentials of one side to −ε ln Σ massₛ e^((potentialₛ − c)/ε) over the arcs from the other. */
    private void update(Side side, Side other) {
        double[] greatest = new double[side.potentials.length];
        double scale = 1 / epsilon;
        for (int i = 0; i < greatest.length; i++) {
            double most = Double.NEGATIVE_INFINITY;
            for (int t = side.starts[i]; t < side.starts[i + 1]; t++) {
                int e = side.order[t];
                int s = other.nodes[e] - other.first;
                exponents[t] = (other.potentials[s] - arcs.costs[e]) * scale + other.logarithms[s];
                most = Math.max(most, exponents[t]);
            }
            for (int t = side.starts[i]; t < side.starts[i + 1]; t++) {
                exponents[t] = Math.max(SMALLEST_EXPONENT, exponents[t] - most);
            }
            greatest[i] = most;
        }
        Loops.fastest().exponentiate(exponents);
        for (int i = 0; i < greatest.length; i++) {
            double sum = 0;
            for (int t = side.starts[i]; t < side.starts[i + 1]; t++) {
                sum += exponents[t];
            }
            if (sum > 0) {
                side.potentials[i] = -epsilon * (greatest[i] + Math.log(sum));
            }
        }
    }
}
