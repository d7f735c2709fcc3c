package org.leastaction.ot.simplex;

import java.util.Arrays;
import java.util.Objects;
import org.leastaction.ot.Certificate;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.SparsePlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.TransportSolver;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.cost.CostMatrix;
import org.leastaction.ot.kernel.Monitor;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Stage;

/**
 * Exact transport between any weights and sizes: the network simplex method on the dense matrix of costs, n·m doubles of
 * memory. The plan has at most n + m − 1 entries. Masses are whole numbers, so ties and zero weights are exact.
 *
 * @param parallelism threads for matrix and certificate; the result is the same for any number
 */
public record NetworkSimplex(Parallelism parallelism) implements TransportSolver {

    /** Reduced costs below this share of the largest cost are rounding. */
    private static final double ROUNDING = 1e-14;
    private static final int PIVOTS_BETWEEN_CHECKS = 1024;

    public NetworkSimplex {
        Objects.requireNonNull(parallelism, "parallelism");
    }

    /** All processors. */
    public static NetworkSimplex defaults() {
        return new NetworkSimplex(Parallelism.available());
    }

    /** @throws IllegalArgumentException also if the matrix of costs does not fit the Java heap */
    @Override
    public TransportResult solve(TransportProblem problem) {
        CostMatrix costs = CostMatrix.of(problem.cost(), problem.x(), problem.y(), parallelism);
        WholeMasses masses = WholeMasses.of(problem);
        double largest = largest(costs);
        SpanningTree tree = new SpanningTree(costs, masses, largest);
        cheapestArcs(tree, costs);
        run(tree, new BlockSearch(costs, tree.potential, ROUNDING * largest), parallelism.in(Stage.PIVOTS));
        SparsePlan.Builder entries = SparsePlan.builder(costs.size() + costs.columns());
        tree.forEachFlow((i, j, flow) -> entries.add(i, j, (double) flow / masses.total()));
        SparsePlan plan = entries.build();
        DualPotentials potentials = potentials(tree.potential, costs.size());
        return new TransportResult(
                problem, plan, potentials, Certificate.of(problem, plan, potentials, parallelism));
    }

    private static void run(SpanningTree tree, BlockSearch search, Parallelism execution) {
        int pivots = 0;
        boolean improved = true;
        while (improved) {
            improved = false;
            while (search.find()) {
                tree.pivot(search.source(), search.target());
                improved = true;
                if (++pivots % PIVOTS_BETWEEN_CHECKS == 0) {
                    execution.reached(pivots, Monitor.UNKNOWN);
                }
            }
            // What looks optimal may be so by rounding alone: look again with fresh potentials.
            tree.refresh();
        }
    }

    /** Brings in, for every target, the arc from the nearest source: most of the first pivots, without their search. */
    private static void cheapestArcs(SpanningTree tree, CostMatrix costs) {
        int[] nearest = new int[costs.columns()];
        double[] least = costs.row(0).clone();
        for (int i = 1; i < costs.size(); i++) {
            double[] row = costs.row(i);
            for (int j = 0; j < row.length; j++) {
                if (row[j] < least[j]) {
                    least[j] = row[j];
                    nearest[j] = i;
                }
            }
        }
        for (int j = 0; j < nearest.length; j++) {
            if (least[j] + tree.potential[nearest[j]] - tree.potential[costs.size() + j] < 0) {
                tree.pivot(nearest[j], j);
            }
        }
    }

    private static double largest(CostMatrix costs) {
        double largest = 0;
        for (int i = 0; i < costs.size(); i++) {
            for (double c : costs.row(i)) {
                largest = Math.max(largest, c);
            }
        }
        return largest;
    }

    private static DualPotentials potentials(double[] potential, int sources) {
        double[] f = Arrays.copyOf(potential, sources);
        for (int i = 0; i < sources; i++) {
            f[i] = -f[i];
        }
        return DualPotentials.of(f, Arrays.copyOfRange(potential, sources, potential.length - 1));
    }
}
