package org.leastaction.bench.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.analysis.AnalysedFlow.DistanceMetrics;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.command.input.PointSource;
import org.leastaction.bench.command.input.StandardInput;
import org.leastaction.bench.command.options.EnumNames;
import org.leastaction.bench.command.options.IntervalOptions;
import org.leastaction.bench.command.options.TextOptions;
import org.leastaction.bench.command.options.W2Options;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.ResultLines;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.ProgressDisplay;
import org.leastaction.bench.command.progress.StageProgress;
import org.leastaction.bench.command.solution.SolutionOptions;
import org.leastaction.io.InputFileException;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.entropic.Convergence;
import org.leastaction.ot.entropic.SinkhornDivergence;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.gaussian.GelbrichBound;
import org.leastaction.ot.interval.Estimators;
import org.leastaction.ot.interval.Extrapolation;
import org.leastaction.ot.interval.Interval;
import org.leastaction.ot.interval.Subsampling;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.sliced.SlicedEstimate;
import org.leastaction.ot.sliced.SlicedWasserstein;
import org.leastaction.points.Points;
import org.leastaction.points.io.TextHeader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lap w2}. */
@Command(name = "w2", description = "Wasserstein distance W2 between two sets of points.",
        footer = {"", PointSource.FILES})
final class W2Command extends LapCommand {

    @Parameters(index = "0", paramLabel = "A", description = "Point file.")
    private String a;

    @Parameters(index = "1", paramLabel = "B", description = "Point file.")
    private String b;

    @Option(names = "--weights-a", paramLabel = "FILE",
            description = "Weights of the points of A, one each, at least 0 (default: uniform).")
    private String weightsA;

    @Option(names = "--weights-b", paramLabel = "FILE", description = "Weights of the points of B.")
    private String weightsB;

    @Mixin
    private TextOptions textOptions;

    @Mixin
    private W2Options chosen;

    @Mixin
    private SolutionOptions solutionOptions;

    @Mixin
    private IntervalOptions intervalOptions;

    W2Command(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws IOException {
        chosen.check();
        solutionOptions.check(chosen.method());
        StandardInput.checkOnce(a, b, weightsA, weightsB, solutionOptions.map());
        intervalOptions.check();
        textOptions.check();
        PointSource x = PointSource.read(a, textOptions.ofPoints());
        PointSource y = PointSource.read(b, textOptions.ofPoints());
        x.requireSameDimension(y);
        @Nullable
        PointSource newSource = solutionOptions.newPoints(x, textOptions.ofPoints());
        @Nullable
        Points newPoints = newSource == null ? null : newSource.points();
        WeightSource ofX = WeightSource.of(weightsA, x, textOptions.ofNumbers());
        WeightSource ofY = WeightSource.of(weightsB, y, textOptions.ofNumbers());
        TransportProblem problem = TransportProblem.of(x.points(), y.points(), chosen.cost())
                .withWeights(ofX.weights(), ofY.weights());
        List<String> remarks = new ArrayList<>(Stream.of(x.remarks(), y.remarks(), ofX.remarks(), ofY.remarks())
                .flatMap(List::stream).distinct().toList());
        W2Results measures;
        String name = EnumNames.name(chosen.method());
        try (ProgressDisplay progress = terminal().progress("W2 " + name, ProgressDisplay.UNKNOWN)) {
            Parallelism parallelism = new Parallelism(options().threads()).watchedBy(new StageProgress(progress));
            measures = new W2Results(problem, name, chosen.norm(),
                    intervalOptions.subsampling(options().seed(), parallelism));
            switch (chosen.method()) {
                case EXACT -> exact(problem, newPoints, measures, remarks, parallelism);
                case SINKHORN -> sinkhorn(problem, newPoints, measures, parallelism);
                case SLICED -> measures.sliced(chosen.slicing(options().seed(), parallelism));
                case GAUSSIAN -> measures.gaussian(parallelism).ifPresent(remarks::add);
            }
        }
        measures.stopped().ifPresent(stopped -> terminal().remark(String.format(Locale.ROOT,
                "lap: the iteration stopped after %d steps with a marginal error of %.1e, so the result belongs to"
                        + " slightly different weights; use more --iterations or a larger --epsilon",
                stopped.iterations(), stopped.marginalError())));
        remarks.forEach(remark -> terminal().remark("lap: " + remark));
        return measures.answer(remarks);
    }

    private void sinkhorn(TransportProblem problem, @Nullable Points newPoints, W2Results measures,
            Parallelism parallelism)
            throws IOException {
        SinkhornSolver solver = chosen.sinkhorn(problem, parallelism);
        SinkhornDivergence divergence = BadInput.unless(() -> solver.divergence(problem));
        solutionOptions.files().write(divergence.between(), newPoints, divergence::gradient, parallelism);
        measures.sinkhorn(solver, divergence);
    }

    private void exact(TransportProblem problem, @Nullable Points newPoints, W2Results measures, List<String> remarks,
            Parallelism parallelism) throws IOException {
        TransportResult result = BadInput.unless(
                () -> Wasserstein.exact(problem, chosen.exactTolerance(), parallelism));
        solutionOptions.files().write(result, newPoints, result::gradient, parallelism);
        measures.exact(result);
        result.remark(chosen.exactTolerance()).ifPresent(remarks::add);
        if (chosen.isExtrapolated()) {
            measures.extrapolated(BadInput.unless(() -> chosen.isExponentFitted()
                    ? chosen.extrapolation(options().seed(), parallelism).extrapolateFitted(problem)
                    : chosen.extrapolation(options().seed(), parallelism).extrapolate(problem)));
        }
    }

    /**
     * Weights from a file named on the command line.
     *
     * @param weights one weight per point
     * @param remarks notes for the user about the reading
     */
    private record WeightSource(Weights weights, List<String> remarks) {

        /**
         * The weights of a file, or uniform ones.
         *
         * @param name   FILE, FILE.npz:ARRAY, or null for uniform weights
         * @param header whether the first line of a text file is a header
         * @throws InputFileException if the file is missing, damaged or contains no numbers
         * @throws BadInput           unless it contains a weight for each point, each at least 0, and not all 0
         */
        static WeightSource of(String name, PointSource points, TextHeader header) throws InputFileException {
            if (name == null) {
                return new WeightSource(Weights.uniform(points.points().size()), List.of());
            }
            PointSource weights = PointSource.read(
                    name, header, "weight %d (counted from 0) is NaN or infinite; all must be finite");
            if (weights.points().dimension() != 1 || weights.points().size() != points.points().size()) {
                throw new BadInput(name + " has " + weights.shape() + ": weights of " + points.name() + " need shape ["
                        + points.points().size() + "], one number per point");
            }
            try {
                return new WeightSource(Weights.of(weights.points().toDouble().toArray()), weights.remarks());
            } catch (IllegalArgumentException refused) {
                throw new BadInput(name + ": " + refused.getMessage(), refused);
            }
        }
    }

    /** The output of {@code lap w2}, with intervals from subsets if requested. */
    private static final class W2Results {

        private final TransportProblem problem;
        private final Optional<Subsampling> subsampling;
        private final ResultLines measures = new ResultLines();
        private Optional<Convergence> stopped = Optional.empty();

        W2Results(TransportProblem problem, String method, String norm, Optional<Subsampling> subsampling) {
            this.problem = problem;
            this.subsampling = subsampling;
            measures.count("samples", "points", problem.x().size());
            if (problem.x().size() != problem.y().size()) {
                measures.count("samples_b", "points of B", problem.y().size());
            }
            measures.count("dimension", "dimension", problem.x().dimension()).text(GapMeasures.W2_METHOD, method);
            if (!isSquaredEuclidean()) {
                measures.number("p", "power of the cost", problem.cost().power()).text("norm", "order of the norm",
                        norm);
            }
            subsampling.ifPresent(s -> measures.count("subsets", "subsets", s.subsets()));
        }

        /** How the iteration ended, if it did not converge. */
        Optional<Convergence> stopped() {
            return stopped;
        }

        /** @param remarks notes on the numbers */
        Answer answer(List<String> remarks) {
            return measures.remarks(remarks).answer();
        }

        void exact(TransportResult result) {
            distance(result.cost(), result.distance(), "", Estimators.exact());
            measures.number(GapMeasures.DUAL_BOUND, result.certificate().dualBound())
                    .number(GapMeasures.CERTIFICATE_GAP, result.certificate().gap());
            result.choice().ifPresent(choice -> measures.text("w2_solver", "solver", choice.toString()));
        }

        void extrapolated(Extrapolation.Result result) {
            measures.interval(DistanceMetrics.W2_SQUARED_EXTRAPOLATED, result.limit())
                    .number(DistanceMetrics.EXTRAPOLATION_EXPONENT, result.exponent())
                    .counts(DistanceMetrics.EXTRAPOLATION_SIZES, result.sizes())
                    .numbers(DistanceMetrics.EXTRAPOLATION_W2_SQUARED, result.means());
        }

        void sinkhorn(SinkhornSolver solver, SinkhornDivergence divergence) {
            Convergence convergence = divergence.convergence();
            if (convergence instanceof Convergence.Stopped) {
                stopped = Optional.of(convergence);
            }
            measures.number("epsilon", "epsilon", solver.epsilon());
            // Rounding may make the divergence of equal sets slightly negative.
            double value = Math.max(0, divergence.value());
            distance(value, root(value), ", debiased", Estimators.divergence(solver));
            measures.number(GapMeasures.ENTROPIC_DIVERGENCE, divergence.value())
                    .number(DistanceMetrics.ENTROPIC_PLAN_COST, divergence.between().transportCost())
                    .number(DistanceMetrics.ENTROPIC_PRIMAL, divergence.between().primal())
                    .number(DistanceMetrics.ENTROPIC_DUAL, divergence.between().dual())
                    .flag(DistanceMetrics.CONVERGED, convergence instanceof Convergence.Converged)
                    .count("iterations", "iterations", convergence.iterations())
                    .number(DistanceMetrics.MARGINAL_ERROR, convergence.marginalError());
        }

        void sliced(SlicedWasserstein slicing) {
            SlicedEstimate sliced = BadInput.unless(() -> slicing.estimate(problem));
            measures.count("projections", "projections", sliced.projections());
            Interval ofLines = new Interval(sliced.distance(), sliced.low(), sliced.high());
            Optional<Interval[]> ofPoints = intervals(new double[] {sliced.squared(), sliced.maxSquared()}, subset -> {
                SlicedEstimate estimate = slicing.withParallelism(Parallelism.sequential()).estimate(subset);
                return new double[] {estimate.squared(), estimate.maxSquared()};
            });
            if (ofPoints.isEmpty()) {
                measures.interval(GapMeasures.SLICED_W2, ofLines)
                        .number(GapMeasures.MAX_SLICED_W2, sliced.maxDistance());
                return;
            }
            measures.interval(GapMeasures.SLICED_W2, root(ofPoints.get()[0]))
                    .interval("sliced_w2_lines", "... over the lines", ofLines)
                    .interval(GapMeasures.MAX_SLICED_W2, root(ofPoints.get()[1]));
        }

        /** @return a caveat to the value, if any */
        Optional<String> gaussian(Parallelism parallelism) {
            GelbrichBound bound = BadInput.unless(() -> GelbrichBound.of(problem, parallelism));
            distance(bound.value(), bound.distance(), "", Estimators.gaussian());
            measures.number(GapMeasures.GELBRICH_LOWER_BOUND, bound.value());
            return bound.remark();
        }

        /** Puts a cost to the power p and the distance, which is its p-th root. */
        private void distance(double cost, double distance, String remark,
                ToDoubleFunction<TransportProblem> estimator) {
            MetricDefinition power = isSquaredEuclidean() ? GapMeasures.W2_SQUARED : DistanceMetrics.WP_POWER;
            MetricDefinition root = isSquaredEuclidean() ? DistanceMetrics.W2 : DistanceMetrics.WP;
            String powerLabel = power.name() + remark;
            String rootLabel = root.name() + remark;
            Optional<Interval[]> intervals = intervals(
                    new double[] {cost}, subset -> new double[] {Math.max(0, estimator.applyAsDouble(subset))});
            if (intervals.isPresent()) {
                measures.interval(power.key(), powerLabel, intervals.get()[0].within(0, Double.POSITIVE_INFINITY))
                        .interval(root.key(), rootLabel, root(intervals.get()[0]));
            } else {
                measures.number(power.key(), powerLabel, cost).number(root.key(), rootLabel, distance);
            }
        }

        private Optional<Interval[]> intervals(double[] estimates, Function<TransportProblem, double[]> estimator) {
            return subsampling.map(drawn -> BadInput.unless(
                    () -> drawn.intervals(problem, Subsampling.Sampling.INDEPENDENT, estimates, estimator)));
        }

        private Interval root(Interval power) {
            return power.within(0, Double.POSITIVE_INFINITY).map(this::root);
        }

        private double root(double power) {
            double p = problem.cost().power();
            return p == 2 ? Math.sqrt(power) : Math.pow(power, 1 / p);
        }

        private boolean isSquaredEuclidean() {
            return problem.cost().equals(GroundCost.squaredEuclidean());
        }
    }
}
