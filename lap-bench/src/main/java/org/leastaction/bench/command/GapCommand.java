package org.leastaction.bench.command;

import java.io.IOException;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.transport.TransportGap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lap gap}. */
@Command(name = "gap", description = "How far a map is from optimal transport, on paired points x and T(x).",
        footer = {"", "FILE is .npy, .npz, FILE.npz:ARRAY or .csv; shape [n, d] or [n]; float32 or float64."})
final class GapCommand extends LapCommand {

    @Parameters(index = "0", paramLabel = "X", description = "Point file: x.")
    private String x;

    @Parameters(index = "1", paramLabel = "TX", description = "Point file: T(x), row by row the images of x.")
    private String tx;

    GapCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws IOException {
        PointSource from = PointSource.read(x);
        PointSource to = PointSource.read(tx);
        from.requireSameDimension(to);
        from.requireSameSize(to);
        try (Progress progress = terminal().progress("gap", Progress.UNKNOWN)) {
            Parallelism parallelism =
                    new Parallelism(options().threads()).watchedBy(new StageProgress(progress));
            TransportGap gap = BadInput.unless(() -> TransportGap.of(from.points(), to.points(), parallelism));
            return measures(gap).count("dimension", "dimension", from.points().dimension()).answer();
        }
    }

    private static Measures measures(TransportGap gap) {
        return new Measures()
                .number("displacement", "displacement D", gap.displacement())
                .number("w2_squared", "W2 squared", gap.w2Squared())
                .text("w2_method", "method", "exact")
                .number("dual_bound", "dual bound", gap.dualBound())
                .number("certificate_gap", "certificate gap", gap.certificateGap())
                .number("gelbrich_lower_bound", "Gelbrich lower bound", gap.gelbrichLowerBound())
                .number("ot_gap", "gap D - W2 squared", gap.gap())
                .number("ot_gap_relative", "relative gap", gap.relativeGap(), "nothing moves: the displacement is 0")
                .number("epsilon_sup", "epsilon, greatest", gap.epsilonSup())
                .number("epsilon_rms", "epsilon, rms", gap.epsilonRms())
                .number("reassigned_fraction", "reassigned share", gap.reassignedFraction())
                .number("monotonicity_violations", "monotonicity violations", gap.monotonicityViolations(),
                        "one point makes no pair")
                .count("samples", "points", gap.samples());
    }
}
