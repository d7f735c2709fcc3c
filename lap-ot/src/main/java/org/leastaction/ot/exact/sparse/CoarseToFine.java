package org.leastaction.ot.exact.sparse;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.dense.AssignmentSolver;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Stage;
import org.leastaction.ot.pricing.PricedRows;
import org.leastaction.ot.pricing.Pricer;
import org.leastaction.points.DoublePoints;

/**
 * The coarse-to-fine scheme. The potentials of the problem with every fourth point are extended to all points by a
 * c-transform, gⱼ = minₛ c(xₛ, yⱼ) − fₛ. They determine the candidates and leave little work to the shortest paths.
 */
final class CoarseToFine {

    /** Up to this size the dense solver is fast. */
    private static final int DENSE = 512;
    /** The same in many dimensions, where most of the time is spent on costs and both methods compute all of them. */
    private static final int DENSE_IN_MANY_DIMENSIONS = 1024;
    private static final int STRIDE = 4;
    /** Relative gap to which all levels except the finest are solved. */
    private static final double COARSE_TOLERANCE = 1e-3;

    private final GroundCost cost;
    private final Pairing pairing;
    private final int neighbours;
    private final boolean isPatient;
    private final Parallelism parallelism;

    /** @param isPatient whether to go on if paths make long detours */
    CoarseToFine(GroundCost cost, Pairing pairing, int neighbours, boolean isPatient, Parallelism parallelism) {
        this.cost = cost;
        this.pairing = pairing;
        this.neighbours = neighbours;
        this.isPatient = isPatient;
        this.parallelism = parallelism.in(Stage.PRICING);
    }

    /** An assignment with matching potentials. */
    record Solution(Assignment assignment, DualPotentials potentials) {
    }

    /**
     * Solves without initial potentials.
     *
     * @param tolerance gap primal − dual at which to stop, relative to the primal cost
     * @return empty if it gave up
     */
    Optional<Solution> solve(DoublePoints x, DoublePoints y, double tolerance) {
        Pricer pricer = Pricer.repeated(cost, x, y);
        Optional<SparseMatching> paired = pairing == Pairing.ARBITRARY ? Optional.empty()
                : new PairingLevel(cost, x, y, neighbours, pricer, parallelism).start();
        if (paired.isPresent()) {
            return finish(new ColumnGeneration(cost, x, y, pricer, paired.get(), neighbours, tolerance, parallelism));
        }
        if (x.size() <= (x.dimension() > Pricer.MANY_DIMENSIONS ? DENSE_IN_MANY_DIMENSIONS : DENSE)) {
            return Optional.of(dense(x, y));
        }
        int[] thinned = IntStream.range(0, (x.size() + STRIDE - 1) / STRIDE).map(s -> s * STRIDE).toArray();
        DoublePoints coarseX = x.select(thinned);
        CoarseToFine coarser = pairing == Pairing.MEANT ? this
                : new CoarseToFine(cost, Pairing.ARBITRARY, neighbours, isPatient, parallelism);
        Optional<Solution> known = coarser.solve(coarseX, y.select(thinned), Math.max(tolerance, COARSE_TOLERANCE));
        if (known.isEmpty()) {
            return known;
        }
        Solution coarse = known.get();
        PricedRows tight = transform(y, coarseX, values(coarseX.size(), coarse.potentials()::f));
        double[] v = IntStream.range(0, y.size()).mapToDouble(j -> tight.reduced(j, 0)).toArray();
        if (pairing == Pairing.MEANT) {
            lowerHalfway(x, y, transform(x, y.select(thinned), values(thinned.length, coarse.potentials()::g)), v);
        }
        ColumnGeneration level = new ColumnGeneration(cost, x, y, pricer, v, neighbours, tolerance, parallelism);
        for (int j = 0; j < v.length; j++) {
            level.offer(thinned[tight.column(j, 0)], j);
        }
        return finish(level);
    }

    /**
     * If xⱼ → yⱼ is optimal then c(xⱼ, yⱼ) − minₛ (c(xⱼ, yₛ) − gₛ) is a lower bound of gⱼ, and the c-transform an upper
     * bound. In many dimensions the two are far apart, and a column at its upper bound would attract all rows; the
     * midpoint is used.
     */
    private void lowerHalfway(DoublePoints x, DoublePoints y, PricedRows rows, double[] v) {
        for (int j = 0; j < v.length; j++) {
            double lower = cost.between(x, j, y, j) - rows.reduced(j, 0);
            if (lower < v[j]) {
                v[j] = 0.5 * (lower + v[j]);
            }
        }
    }

    /** Solves from initial potentials of the columns. */
    Optional<Solution> solveFrom(DoublePoints x, DoublePoints y, DualPotentials start, double tolerance) {
        return finish(new ColumnGeneration(cost, x, y, Pricer.repeated(cost, x, y), values(y.size(), start::g),
                neighbours, tolerance, parallelism));
    }

    private static double[] values(int size, IntToDoubleFunction potential) {
        return IntStream.range(0, size).mapToDouble(potential).toArray();
    }

    private Optional<Solution> finish(ColumnGeneration level) {
        level.offerPairing();
        return level.run(isPatient).map(matching -> new Solution(
                Assignment.of(matching.columnOf), DualPotentials.of(level.rowPotentials(), matching.v)));
    }

    private Solution dense(DoublePoints x, DoublePoints y) {
        TransportResult result = AssignmentSolver.defaults().withParallelism(parallelism)
                .solve(TransportProblem.of(x, y, cost));
        return new Solution(result.assignment(), result.potentials());
    }

    private PricedRows transform(DoublePoints rows, DoublePoints columns, double[] potentials) {
        double[] noBounds = new double[rows.size()];
        Arrays.fill(noBounds, Double.POSITIVE_INFINITY);
        return Pricer.of(cost, rows, columns)
                .least(IntStream.range(0, rows.size()).toArray(), potentials, noBounds, 1, parallelism);
    }
}
