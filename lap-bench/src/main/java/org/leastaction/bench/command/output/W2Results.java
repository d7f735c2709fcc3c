package org.leastaction.bench.command.output;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.entropic.Convergence;
import org.leastaction.ot.entropic.SinkhornDivergence;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.ot.gaussian.GelbrichBound;
import org.leastaction.ot.interval.Estimators;
import org.leastaction.ot.interval.Extrapolation;
import org.leastaction.ot.interval.Interval;
import org.leastaction.ot.interval.Subsampling;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.sliced.SlicedEstimate;
import org.leastaction.ot.sliced.SlicedWasserstein;

/** The output of {@code lap w2}, with intervals from subsets if requested. */
public final class W2Results {

    private final TransportProblem problem;
    private final Optional<Subsampling> subsampling;
    private final ResultLines measures = new ResultLines();
    private Optional<Convergence> stopped = Optional.empty();

    public W2Results(TransportProblem problem, String method, String norm, Optional<Subsampling> subsampling) {
        this.problem = problem;
        this.subsampling = subsampling;
        measures.count("samples", "points", problem.x().size());
        if (problem.x().size() != problem.y().size()) {
            measures.count("samples_b", "points of B", problem.y().size());
        }
        measures.count("dimension", "dimension", problem.x().dimension()).text("w2_method", "method", method);
        if (!isSquaredEuclidean()) {
            measures.number("p", "power of the cost", problem.cost().power()).text("norm", "order of the norm", norm);
        }
        subsampling.ifPresent(s -> measures.count("subsets", "subsets", s.subsets()));
    }

    /** How the iteration ended, if it did not converge. */
    public Optional<Convergence> stopped() {
        return stopped;
    }

    /** @param remarks notes on the numbers */
    public Answer answer(List<String> remarks) {
        return measures.remarks(remarks).answer();
    }

    public void exact(TransportResult result) {
        distance(result.cost(), result.distance(), "", Estimators.exact());
        measures.number("dual_bound", "dual bound", result.certificate().dualBound())
                .number("certificate_gap", "certificate gap", result.certificate().gap());
        result.choice().ifPresent(choice -> measures.text("w2_solver", "solver", choice.toString()));
    }

    public void extrapolated(Extrapolation.Result result) {
        measures.interval("w2_squared_extrapolated", "W2 squared, extrapolated", result.limit())
                .number("extrapolation_exponent", "exponent of the bias", result.exponent())
                .counts("extrapolation_sizes", "sizes of subsets", result.sizes())
                .numbers("extrapolation_w2_squared", "W2 squared of these", result.means());
    }

    public void sinkhorn(SinkhornSolver solver) {
        SinkhornDivergence divergence = BadInput.unless(() -> solver.divergence(problem));
        Convergence convergence = divergence.convergence();
        if (convergence instanceof Convergence.Stopped) {
            stopped = Optional.of(convergence);
        }
        measures.number("epsilon", "epsilon", solver.epsilon());
        // Rounding may make the divergence of equal sets slightly negative.
        double value = Math.max(0, divergence.value());
        distance(value, root(value), ", debiased", Estimators.divergence(solver));
        measures.number("entropic_divergence", "entropic divergence", divergence.value())
                .number("entropic_plan_cost", "cost of its plan", divergence.between().transportCost())
                .number("entropic_primal", "primal", divergence.between().primal())
                .number("entropic_dual", "dual", divergence.between().dual())
                .flag("converged", "converged", convergence instanceof Convergence.Converged)
                .count("iterations", "iterations", convergence.iterations())
                .number("marginal_error", "marginal error", convergence.marginalError());
    }

    public void sliced(SlicedWasserstein slicing) {
        SlicedEstimate sliced = BadInput.unless(() -> slicing.estimate(problem));
        measures.count("projections", "projections", sliced.projections());
        Interval ofLines = new Interval(sliced.distance(), sliced.low(), sliced.high());
        Optional<Interval[]> ofPoints = intervals(new double[] {sliced.squared(), sliced.maxSquared()}, subset -> {
            SlicedEstimate estimate = slicing.withParallelism(Parallelism.sequential()).estimate(subset);
            return new double[] {estimate.squared(), estimate.maxSquared()};
        });
        if (ofPoints.isEmpty()) {
            measures.interval("sliced_w2", "sliced W2", ofLines)
                    .number("max_sliced_w2", "max-sliced W2, at least", sliced.maxDistance());
            return;
        }
        measures.interval("sliced_w2", "sliced W2", root(ofPoints.get()[0]))
                .interval("sliced_w2_lines", "... over the lines", ofLines)
                .interval("max_sliced_w2", "max-sliced W2, at least", root(ofPoints.get()[1]));
    }

    /** @return a caveat to the value, if any */
    public Optional<String> gaussian(Parallelism parallelism) {
        GelbrichBound bound = BadInput.unless(() -> GelbrichBound.of(problem, parallelism));
        distance(bound.value(), bound.distance(), "", Estimators.gaussian());
        measures.number("gelbrich_lower_bound", "Gelbrich lower bound", bound.value());
        return bound.remark();
    }

    /** Puts a cost to the power p and the distance, which is its p-th root. */
    private void distance(double cost, double distance, String remark, ToDoubleFunction<TransportProblem> estimator) {
        String power = isSquaredEuclidean() ? "w2_squared" : "wp_power";
        String root = isSquaredEuclidean() ? "w2" : "wp";
        String powerLabel = (isSquaredEuclidean() ? "W2 squared" : "Wp to the power p") + remark;
        String rootLabel = (isSquaredEuclidean() ? "W2" : "Wp") + remark;
        Optional<Interval[]> intervals = intervals(
                new double[] {cost}, subset -> new double[] {Math.max(0, estimator.applyAsDouble(subset))});
        if (intervals.isPresent()) {
            measures.interval(power, powerLabel, intervals.get()[0].within(0, Double.POSITIVE_INFINITY))
                    .interval(root, rootLabel, root(intervals.get()[0]));
        } else {
            measures.number(power, powerLabel, cost).number(root, rootLabel, distance);
        }
    }

    private Optional<Interval[]> intervals(double[] estimates, Function<TransportProblem, double[]> estimator) {
        return subsampling.map(drawn -> BadInput.unless(
                () -> drawn.intervals(problem, Subsampling.Draw.INDEPENDENT, estimates, estimator)));
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
