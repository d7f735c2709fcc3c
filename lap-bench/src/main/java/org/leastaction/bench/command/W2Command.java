package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.Wasserstein;
import org.leastaction.ot.entropic.Convergence;
import org.leastaction.ot.entropic.SinkhornDivergence;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.ot.gaussian.GelbrichBound;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.sliced.SlicedEstimate;
import org.leastaction.ot.sliced.SlicedWasserstein;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.NpyArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lap w2}. */
@Command(name = "w2", description = "Wasserstein distance W2 between two sets of points.",
        footer = {"", "FILE is .npy, .npz, FILE.npz:ARRAY or .csv; shape [n, d] or [n]; float32 or float64."})
final class W2Command extends LapCommand {

    /** How the distance is found. */
    enum Method {
        /** By an optimal plan, with a certificate. */
        EXACT,
        /** By the debiased divergence of entropic transport. */
        SINKHORN,
        /** On random lines: a distance of its own. */
        SLICED,
        /** From means and covariances alone: a lower bound, exact between Gaussians. */
        GAUSSIAN
    }

    @Parameters(index = "0", paramLabel = "A", description = "Point file.")
    private String a;

    @Parameters(index = "1", paramLabel = "B", description = "Point file.")
    private String b;

    @Option(names = "--method", paramLabel = "METHOD", defaultValue = "exact",
            description = "exact; sinkhorn: debiased entropic transport; sliced: on random lines; or gaussian: Gelbrich's"
                    + " lower bound (default: ${DEFAULT-VALUE}).")
    private Method method;

    @Option(names = "--weights-a", paramLabel = "FILE",
            description = "Weights of the points of A, one each, at least 0 (default: uniform).")
    private String weightsA;

    @Option(names = "--weights-b", paramLabel = "FILE", description = "Weights of the points of B.")
    private String weightsB;

    @Option(names = "--epsilon", paramLabel = "E",
            description = "Of --method sinkhorn, which needs it: its blur, in squared lengths.")
    private Double epsilon;

    @Option(names = "--projections", paramLabel = "N",
            description = "Of --method sliced: number of random lines (default: 1000).")
    private Integer projections;

    @Option(names = "--plan", paramLabel = "FILE",
            description = "Write the optimal plan, .npy. Uniform sets of one size: int32, point i of A goes to point"
                    + " plan[i] of B. Else float64 [entries, 3]: point of A, point of B, mass.")
    private Path plan;

    W2Command(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws IOException {
        checkOptions();
        PointSource x = PointSource.read(a);
        PointSource y = PointSource.read(b);
        x.requireSameDimension(y);
        TransportProblem problem = TransportProblem.squaredEuclidean(x.points(), y.points());
        TransportProblem weighted =
                problem.withWeights(WeightSource.of(weightsA, x), WeightSource.of(weightsB, y));
        try (Progress progress = terminal().progress("W2 " + EnumNames.name(method), Progress.UNKNOWN)) {
            Parallelism parallelism =
                    new Parallelism(options().threads()).watchedBy(new StageProgress(progress));
            return switch (method) {
                case EXACT -> exact(weighted, parallelism);
                case SINKHORN -> sinkhorn(weighted, parallelism);
                case SLICED -> sliced(weighted, parallelism);
                case GAUSSIAN -> gaussian(weighted, parallelism);
            };
        }
    }

    private void checkOptions() {
        if (plan != null && method != Method.EXACT) {
            throw new BadInput("--plan needs --method exact; " + EnumNames.name(method) + " has no optimal plan");
        }
        if (epsilon != null && method != Method.SINKHORN) {
            throw new BadInput("--epsilon is of --method sinkhorn, not of " + EnumNames.name(method));
        }
        if (epsilon == null && method == Method.SINKHORN) {
            throw new BadInput("--method sinkhorn needs --epsilon, in squared lengths, e.g. 1 % of the mean squared"
                    + " distance");
        }
        if (projections != null && method != Method.SLICED) {
            throw new BadInput("--projections is of --method sliced, not of " + EnumNames.name(method));
        }
    }

    private Answer exact(TransportProblem problem, Parallelism parallelism) throws IOException {
        TransportResult result = BadInput.unless(() -> Wasserstein.exact(problem, parallelism));
        if (plan != null) {
            Npy.write(plan, array(result.plan()));
        }
        return start(problem)
                .number("w2_squared", "W2 squared", result.cost())
                .number("w2", "W2", result.distance())
                .number("dual_bound", "dual bound", result.certificate().dualBound())
                .number("certificate_gap", "certificate gap", result.certificate().gap())
                .answer();
    }

    private static NpyArray array(TransportPlan plan) {
        if (plan instanceof Assignment assignment) {
            int[] targets = assignment.toArray();
            return NpyArray.of(targets, targets.length);
        }
        double[] entries = new double[plan.entries() * 3];
        for (int e = 0; e < plan.entries(); e++) {
            entries[3 * e] = plan.source(e);
            entries[3 * e + 1] = plan.target(e);
            entries[3 * e + 2] = plan.mass(e);
        }
        return NpyArray.of(entries, plan.entries(), 3);
    }

    private Answer sinkhorn(TransportProblem problem, Parallelism parallelism) {
        SinkhornDivergence divergence = BadInput.unless(
                () -> SinkhornSolver.of(epsilon).withParallelism(parallelism).divergence(problem));
        Convergence convergence = divergence.convergence();
        // Rounding may leave the divergence of equal sets a little below 0.
        double squared = Math.max(0, divergence.value());
        return start(problem)
                .number("epsilon", "epsilon", epsilon)
                .number("w2_squared", "W2 squared, debiased", squared)
                .number("w2", "W2, debiased", Math.sqrt(squared))
                .number("entropic_divergence", "entropic divergence", divergence.value())
                .number("entropic_plan_cost", "cost of its plan", divergence.between().transportCost())
                .number("entropic_primal", "primal", divergence.between().primal())
                .number("entropic_dual", "dual", divergence.between().dual())
                .text("convergence", "convergence",
                        convergence instanceof Convergence.Converged ? "converged" : "stopped")
                .count("iterations", "iterations", convergence.iterations())
                .number("marginal_error", "marginal error", convergence.marginalError())
                .answer();
    }

    private Answer sliced(TransportProblem problem, Parallelism parallelism) {
        SlicedEstimate sliced = BadInput.unless(() -> {
            SlicedWasserstein slicing = SlicedWasserstein.of(options().seed()).withParallelism(parallelism);
            return (projections == null ? slicing : slicing.withProjections(projections)).estimate(problem);
        });
        return start(problem)
                .count("projections", "projections", sliced.projections())
                .interval("sliced_w2", "sliced W2", sliced.distance(), sliced.low(), sliced.high())
                .number("max_sliced_w2", "max-sliced W2, at least", sliced.maxDistance())
                .answer();
    }

    private Answer gaussian(TransportProblem problem, Parallelism parallelism) {
        GelbrichBound bound = BadInput.unless(() -> GelbrichBound.of(problem, parallelism));
        return start(problem)
                .number("w2_squared", "W2 squared", bound.value())
                .number("w2", "W2", Math.sqrt(bound.value()))
                .number("gelbrich_lower_bound", "Gelbrich lower bound", bound.value())
                .answer();
    }

    private Measures start(TransportProblem problem) {
        Measures measures = new Measures().count("samples", "points", problem.x().size());
        if (problem.x().size() != problem.y().size()) {
            measures.count("samples_b", "points of B", problem.y().size());
        }
        return measures.count("dimension", "dimension", problem.x().dimension())
                .text("w2_method", "method", EnumNames.name(method));
    }
}
