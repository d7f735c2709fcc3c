package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.assignment.AssignmentSolver;
import org.leastaction.ot.gaussian.GelbrichBound;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.NpyArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lap w2}. */
@Command(name = "w2", description = "Wasserstein distance W2 between two sets of points with uniform weights.",
        footer = {"", "FILE is .npy, .npz, FILE.npz:ARRAY or .csv; shape [n, d] or [n]; float32 or float64."})
final class W2Command extends LapCommand {

    /** How the distance is found. */
    enum Method {
        /** By the optimal assignment, with a certificate. */
        EXACT,
        /** From means and covariances alone: a lower bound, exact between Gaussians. */
        GAUSSIAN
    }

    @Parameters(index = "0", paramLabel = "A", description = "Point file.")
    private String a;

    @Parameters(index = "1", paramLabel = "B", description = "Point file.")
    private String b;

    @Option(names = "--method", paramLabel = "METHOD", defaultValue = "exact",
            description = "exact, or gaussian: Gelbrich's lower bound (default: ${DEFAULT-VALUE}).")
    private Method method;

    @Option(names = "--plan", paramLabel = "FILE",
            description = "Write the optimal assignment, .npy of int32: point i of A goes to point plan[i] of B.")
    private Path plan;

    W2Command(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws IOException {
        if (plan != null && method != Method.EXACT) {
            throw new BadInput("--plan needs --method exact; " + EnumNames.name(method) + " has no assignment");
        }
        PointSource x = PointSource.read(a);
        PointSource y = PointSource.read(b);
        x.requireSameDimension(y);
        Parallelism parallelism = new Parallelism(options().threads());
        try (Progress progress = terminal().progress("W2 " + EnumNames.name(method), Progress.UNKNOWN)) {
            return switch (method) {
                case EXACT -> exact(x, y, parallelism);
                case GAUSSIAN -> gaussian(x, y, parallelism);
            };
        }
    }

    private Answer exact(PointSource x, PointSource y, Parallelism parallelism) throws IOException {
        x.requireSameSize(y);
        TransportResult result = BadInput.unless(() -> AssignmentSolver.defaults()
                .withParallelism(parallelism)
                .solve(TransportProblem.squaredEuclidean(x.points(), y.points())));
        if (plan != null) {
            int[] targets = result.assignment().toArray();
            Npy.write(plan, NpyArray.of(targets, targets.length));
        }
        return shape(x)
                .text("w2_method", "method", EnumNames.name(method))
                .number("w2_squared", "W2 squared", result.cost())
                .number("w2", "W2", result.distance())
                .number("dual_bound", "dual bound", result.certificate().dualBound())
                .number("certificate_gap", "certificate gap", result.certificate().gap())
                .answer();
    }

    private Answer gaussian(PointSource x, PointSource y, Parallelism parallelism) {
        GelbrichBound bound = BadInput.unless(() -> GelbrichBound.between(x.points(), y.points(), parallelism));
        return shape(x)
                .text("w2_method", "method", EnumNames.name(method))
                .number("w2_squared", "W2 squared", bound.value())
                .number("w2", "W2", Math.sqrt(bound.value()))
                .number("gelbrich_lower_bound", "Gelbrich lower bound", bound.value())
                .answer();
    }

    private static Measures shape(PointSource x) {
        return new Measures()
                .count("samples", "points", x.points().size())
                .count("dimension", "dimension", x.points().dimension());
    }
}
