package org.leastaction.bench.command.options;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.ot.interval.Extrapolation;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.sliced.SlicedWasserstein;
import picocli.CommandLine.Option;

/** The options of {@code lap w2}. */
public final class W2Options {

    /** How the distance is computed. */
    public enum Method {
        /** With an optimal plan and a certificate. */
        EXACT,
        /** With the debiased divergence of entropic transport. */
        SINKHORN,
        /** With projections on random lines: a different distance. */
        SLICED,
        /** From means and covariances only: a lower bound, exact between Gaussians. */
        GAUSSIAN
    }

    private static final String FITTED = "fit";
    private static final String MAXIMUM_NORM = "inf";

    @Option(names = "--method", paramLabel = "METHOD", defaultValue = "exact",
            description = "exact; sinkhorn: debiased entropic transport; sliced: on random lines; or gaussian:"
                    + " Gelbrich's lower bound (default: ${DEFAULT-VALUE}).")
    private Method method;

    @Option(names = "--p", paramLabel = "P", defaultValue = "2",
            description = "For exact and sinkhorn: the power of the cost |x - y|^P, at least 1 (default:"
                    + " ${DEFAULT-VALUE}).")
    private double p;

    @Option(names = "--norm", paramLabel = "Q", defaultValue = "2",
            description = "For exact and sinkhorn: the order of the norm, at least 1, or inf (default:"
                    + " ${DEFAULT-VALUE}).")
    private String norm;

    @Option(names = "--epsilon", paramLabel = "E",
            description = "For --method sinkhorn: the blur, in units of the cost, i.e. squared lengths (default: a"
                    + " twentieth of the mean cost between points of A and B).")
    private Double epsilon;

    @Option(names = "--tolerance", paramLabel = "T",
            description = "For sinkhorn: the iteration stops at this misplaced mass (default: 1e-6). For exact: large"
                    + " problems stop at this gap between plan and certificate, relative to the cost (default: 0).")
    private Double tolerance;

    @Option(names = "--iterations", paramLabel = "N",
            description = "For --method sinkhorn: maximum number of iterations (default: 10000).")
    private Integer iterations;

    @Option(names = "--projections", paramLabel = "N",
            description = "For --method sliced: number of random lines (default: 1000).")
    private Integer projections;

    @Option(names = "--extrapolate",
            description = "For exact: also estimate W2 squared of the distributions behind the points, from subsets of"
                    + " decreasing size, with an interval.")
    private boolean extrapolate;

    @Option(names = "--exponent", paramLabel = "B",
            description = "For --extrapolate: the bias decreases as n^-B; a number in (0, 2], or fit"
                    + " (default: min(1, 2/d)).")
    private String exponent;

    public Method method() {
        return method;
    }

    /** @throws BadInput for values out of range and options of another method */
    public void check() {
        requireMethod("--epsilon", epsilon, Method.SINKHORN);
        requireMethod("--iterations", iterations, Method.SINKHORN);
        requireMethod("--projections", projections, Method.SLICED);
        requireMethod("--extrapolate", extrapolate ? Boolean.TRUE : null, Method.EXACT);
        if (exponent != null && !extrapolate) {
            throw new BadInput("--exponent needs --extrapolate");
        }
        boolean ofPlans = method == Method.EXACT || method == Method.SINKHORN;
        if (tolerance != null && !ofPlans) {
            throw new BadInput("--tolerance applies to --method exact and sinkhorn, not to " + EnumNames.name(method));
        }
        if (tolerance != null && method == Method.EXACT && !(tolerance >= 0 && tolerance < 1)) {
            throw new BadInput("--tolerance of --method exact must be in [0, 1), not " + tolerance);
        }
        if (!cost().equals(GroundCost.squaredEuclidean()) && !ofPlans) {
            throw new BadInput("--method " + EnumNames.name(method) + " supports only --p 2 and --norm 2");
        }
        if (!cost().equals(GroundCost.squaredEuclidean()) && extrapolate) {
            throw new BadInput("--extrapolate supports only --p 2 and --norm 2");
        }
        if (extrapolate) {
            extrapolation(0, Parallelism.sequential());
        }
    }

    private void requireMethod(String option, @Nullable Object value, Method of) {
        if (value != null && method != of) {
            throw new BadInput(
                    option + " applies to --method " + EnumNames.name(of) + ", not to " + EnumNames.name(method));
        }
    }

    /** @throws BadInput for a norm or power out of range */
    public GroundCost cost() {
        double q;
        try {
            q = norm.equals(MAXIMUM_NORM) ? Double.POSITIVE_INFINITY : Double.parseDouble(norm);
        } catch (NumberFormatException refused) {
            throw new BadInput("--norm must be a number of at least 1, or inf, not '" + norm + "'", refused);
        }
        return BadInput.unless(() -> GroundCost.norm(q, p));
    }

    /** The order of the norm as given. */
    public String norm() {
        return norm;
    }

    /** Relative gap at which exact methods may stop. */
    public double exactTolerance() {
        return tolerance == null ? 0 : tolerance;
    }

    /** @throws BadInput for values out of range */
    public SinkhornSolver sinkhorn(TransportProblem problem, Parallelism parallelism) {
        return BadInput.unless(() -> {
            SinkhornSolver solver = SinkhornSolver.of(
                    epsilon == null ? SinkhornSolver.usualEpsilon(problem, parallelism) : epsilon)
                    .withParallelism(parallelism);
            solver = tolerance == null ? solver : solver.withTolerance(tolerance);
            return iterations == null ? solver : solver.withMaxIterations(iterations);
        });
    }

    /** @throws BadInput for too few lines */
    public SlicedWasserstein slicing(long seed, Parallelism parallelism) {
        SlicedWasserstein usual = SlicedWasserstein.of(seed).withParallelism(parallelism);
        return projections == null ? usual : BadInput.unless(() -> usual.withProjections(projections));
    }

    public boolean isExtrapolated() {
        return extrapolate;
    }

    public boolean isExponentFitted() {
        return FITTED.equals(exponent);
    }

    /** @throws BadInput for an exponent out of range */
    public Extrapolation extrapolation(long seed, Parallelism parallelism) {
        Extrapolation usual = Extrapolation.of(seed).withParallelism(parallelism);
        OptionalDouble given = exponent();
        return given.isEmpty() ? usual : BadInput.unless(() -> usual.withExponent(given.getAsDouble()));
    }

    private OptionalDouble exponent() {
        if (exponent == null || isExponentFitted()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(exponent));
        } catch (NumberFormatException refused) {
            throw new BadInput("--exponent must be a number in (0, 2], or fit, not '" + exponent + "'", refused);
        }
    }
}
