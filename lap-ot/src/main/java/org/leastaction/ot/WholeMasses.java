package org.leastaction.ot;

import java.util.Arrays;

/**
 * The weights of a problem as whole numbers with one common sum, so that masses add up exactly, and ties stay ties.
 *
 * <p>Uniform weights 1/n and 1/m are n·m mass, m on each source and n on each target (less their common divisor). Others
 * are rounded to multiples of 2⁻⁶⁰, and what that changes in the sum is given to the heaviest point.
 */
public final class WholeMasses {

    private static final long FINE = 1L << 60;

    private final long[] sources;
    private final long[] targets;
    private final long total;

    private WholeMasses(long[] sources, long[] targets, long total) {
        this.sources = sources;
        this.targets = targets;
        this.total = total;
    }

    /** The masses of a problem's weights. */
    public static WholeMasses of(TransportProblem problem) {
        return of(problem.a(), problem.b());
    }

    /** The masses of sources with weights a and targets with weights b. */
    public static WholeMasses of(Weights a, Weights b) {
        if (a.isUniform() && b.isUniform()) {
            long divisor = greatestCommonDivisor(a.size(), b.size());
            long[] sources = new long[a.size()];
            long[] targets = new long[b.size()];
            Arrays.fill(sources, b.size() / divisor);
            Arrays.fill(targets, a.size() / divisor);
            return new WholeMasses(sources, targets, a.size() * (b.size() / divisor));
        }
        return new WholeMasses(fine(a), fine(b), FINE);
    }

    /** Masses of the sources; the array itself, to be read only. */
    public long[] sources() {
        return sources;
    }

    /** Masses of the targets; the array itself, to be read only. */
    public long[] targets() {
        return targets;
    }

    /** The sum of either, at most 2⁶². */
    public long total() {
        return total;
    }

    private static long[] fine(Weights weights) {
        long[] masses = new long[weights.size()];
        long left = FINE;
        int heaviest = 0;
        for (int i = 0; i < masses.length; i++) {
            masses[i] = Math.round(weights.get(i) * FINE);
            left -= masses[i];
            heaviest = masses[i] > masses[heaviest] ? i : heaviest;
        }
        masses[heaviest] += left;
        return masses;
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
