package org.leastaction.ot;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import org.leastaction.ot.exact.dense.AssignmentSolver;
import org.leastaction.ot.exact.sparse.MatrixFreeSolver;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.io.PointFiles;

/**
 * Times exact transport between two point files, certificate included: exact_transport.py writes the files, times the
 * peers and compares the costs. Arguments: X.npy Y.npy METHOD START TOLERANCE RUNS WARMUPS.
 *
 * <p>METHOD is {@code dense} or {@code free}; START is {@code cold}, or {@code paired} for a start from xᵢ → yᵢ. Prints
 * a line per run: milliseconds, milliseconds of the CPU (all threads), cost, certified gap.
 */
public final class ExactTransportBenchmark {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private ExactTransportBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        TransportProblem problem = TransportProblem.squaredEuclidean(
                PointFiles.read(Path.of(arguments[0])), PointFiles.read(Path.of(arguments[1])));
        TransportSolver solver = solver(problem, arguments[2], arguments[3], Double.parseDouble(arguments[4]));
        int runs = Integer.parseInt(arguments[5]);
        int warmups = Integer.parseInt(arguments[6]);
        for (int run = -warmups; run < runs; run++) {
            long start = System.nanoTime();
            long cpuStart = SYSTEM.getProcessCpuTime();
            TransportResult result = solver.solve(problem);
            double milliseconds = (System.nanoTime() - start) / 1e6;
            double cpu = (SYSTEM.getProcessCpuTime() - cpuStart) / 1e6;
            if (run >= 0) {
                System.out.printf(Locale.ROOT, "%.3f %.3f %.17g %.17g%n",
                        milliseconds, cpu, result.cost(), result.certificate().gap());
            }
        }
    }

    private static TransportSolver solver(TransportProblem problem, String method, String start, double tolerance) {
        boolean paired = start.equals("paired");
        WarmStart pairing = WarmStart.pairing(Assignment.identity(problem.size()));
        if (method.equals("dense")) {
            AssignmentSolver dense = AssignmentSolver.defaults();
            return paired ? dense.startingFrom(pairing) : dense;
        }
        MatrixFreeSolver free = MatrixFreeSolver.defaults()
                .withParallelism(Parallelism.available()).withTolerance(tolerance);
        return paired ? free.startingFrom(pairing) : free;
    }
}
