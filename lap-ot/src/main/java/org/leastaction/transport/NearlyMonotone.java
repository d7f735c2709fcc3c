package org.leastaction.transport;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.pricing.PricedRows;
import org.leastaction.ot.pricing.Pricer;

/**
 * Finds the pairs that violate monotonicity by pricing, if they are few: cᵢⱼ + cⱼᵢ &lt; cᵢᵢ + cⱼⱼ implies that cᵢⱼ or
 * cⱼᵢ is below (cᵢᵢ + cⱼⱼ)/2. Equivalently, one of the two reduced costs is negative when the potentials are half the
 * pairing's costs.
 */
final class NearlyMonotone {

    /** With this many candidate pairs in one row, pricing is no longer worthwhile. */
    private static final int MANY = 32;
    private static final int SAMPLE = 64;
    /** A bound on the rounding of costs, with a margin. */
    private static final double ROUNDING = 1e-12;

    private NearlyMonotone() {
    }

    /** Two points, i &lt; j. */
    record Pair(int i, int j) {
    }

    /** All pairs that may violate monotonicity, each once; empty if there are too many. */
    static Optional<Stream<Pair>> suspects(TransportProblem problem, Parallelism parallelism) {
        int n = problem.size();
        double[] half = new double[n];
        double greatest = 0;
        for (int i = 0; i < n; i++) {
            half[i] = 0.5 * problem.cost().between(problem.x(), i, problem.y(), i);
            greatest = Math.max(greatest, half[i]);
        }
        double[] bounds = new double[n];
        for (int i = 0; i < n; i++) {
            bounds[i] = half[i] + ROUNDING * (half[i] + greatest);
        }
        Pricer pricer = Pricer.of(problem.cost(), problem.x(), problem.y());
        int[] sample = IntStream.range(0, Math.min(n, SAMPLE))
                .map(s -> (int) ((long) s * n / Math.min(n, SAMPLE))).toArray();
        if (isMany(pricer.least(sample, half, bounds, MANY, parallelism), sample.length)) {
            return Optional.empty();
        }
        PricedRows priced = pricer.least(IntStream.range(0, n).toArray(), half, bounds, MANY, parallelism);
        return isMany(priced, n) ? Optional.empty() : Optional.of(IntStream.range(0, n).boxed()
                .flatMap(i -> IntStream.range(0, priced.count(i)).map(t -> priced.column(i, t))
                        .filter(j -> j != i)
                        .mapToObj(j -> new Pair(Math.min(i, j), Math.max(i, j))))
                .distinct());
    }

    private static boolean isMany(PricedRows priced, int rows) {
        return IntStream.range(0, rows).anyMatch(r -> priced.count(r) == MANY);
    }
}
