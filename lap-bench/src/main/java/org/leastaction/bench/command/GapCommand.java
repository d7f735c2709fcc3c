package org.leastaction.bench.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.EntropicBlur;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.command.input.PointSource;
import org.leastaction.bench.command.input.StandardInput;
import org.leastaction.bench.command.options.EntropicOptions;
import org.leastaction.bench.command.options.IntervalOptions;
import org.leastaction.bench.command.options.TextOptions;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.ResultLines;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.ProgressDisplay;
import org.leastaction.bench.command.progress.StageProgress;
import org.leastaction.io.InputFileException;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.entropic.Convergence;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.interval.Interval;
import org.leastaction.ot.interval.Subsampling;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Differences;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.io.TextHeader;
import org.leastaction.transport.ClassGaps;
import org.leastaction.transport.EntropicGap;
import org.leastaction.transport.FlowGap;
import org.leastaction.transport.TransportGap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lap gap}. */
@Command(name = "gap", description = "How far a map is from optimal transport, on paired points x and T(x).",
        footer = {"", PointSource.FILES})
final class GapCommand extends LapCommand {

    private static final String NOTHING_MOVES = "nothing moves: the displacement is 0";

    @Parameters(index = "0", paramLabel = "X", description = "Point file: x.")
    private String x;

    @Parameters(index = "1", paramLabel = "TX", description = "Point file: T(x), row by row the images of x.")
    private String tx;

    @Option(names = "--labels", paramLabel = "FILE",
            description = "Classes of the points, whole numbers from 0: also the gap of each class's own map.")
    private String labels;

    @Mixin
    private TextOptions textOptions;

    @Mixin
    private EntropicOptions entropicOptions;

    @Mixin
    private IntervalOptions intervalOptions;

    GapCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws IOException {
        EntropicBlur blur = entropicOptions.blur();
        intervalOptions.check();
        textOptions.check();
        StandardInput.checkOnce(x, tx, labels);
        PointSource from = PointSource.read(x, textOptions.ofPoints());
        PointSource to = PointSource.read(tx, textOptions.ofPoints());
        from.requireSameDimension(to);
        from.requireSameSize(to);
        Optional<LabelSource> classes =
                labels == null ? Optional.empty() : Optional.of(
                        LabelSource.read(labels, from, textOptions.ofNumbers()));
        List<String> remarks = new ArrayList<>(
                Stream.of(from.remarks(), to.remarks(), classes.map(LabelSource::remarks).orElse(List.of()))
                        .flatMap(List::stream).distinct().toList());
        ResultLines measures = new ResultLines();
        Optional<EntropicGap> entropic = Optional.empty();
        try (ProgressDisplay progress = terminal().progress("gap", ProgressDisplay.UNKNOWN)) {
            Parallelism parallelism =
                    new Parallelism(options().threads()).watchedBy(new StageProgress(progress));
            TransportGap gap = BadInput.unless(() -> TransportGap.of(from.points(), to.points(), parallelism));
            GapIntervals intervals =
                    new GapIntervals(intervalOptions.subsampling(options().seed(), parallelism), from, to);
            put(measures, gap, intervals.of(gap));
            gap.remark().ifPresent(remarks::add);
            if (blur.isWanted(from.points().size())) {
                entropic = Optional.of(BadInput.unless(() -> EntropicGap.of(
                        from.points(), to.points(), blur.epsilon(), parallelism)));
            }
            put(measures, entropic, entropic.flatMap(intervals::of), blur);
            measures.count("samples", "points", gap.samples())
                    .count("dimension", "dimension", from.points().dimension());
            classes.ifPresent(known -> put(measures, BadInput.unless(() -> ClassGaps.of(
                    from.points(), to.points(), known.labels(), known.classes(), parallelism))));
        }
        remarks.forEach(remark -> terminal().remark("lap: " + remark));
        entropic.map(EntropicGap::convergence).filter(Convergence.Stopped.class::isInstance)
                .ifPresent(stopped -> terminal().remark(String.format(Locale.ROOT,
                        "lap: the iteration of the entropic divergence stopped after %d steps with a marginal error of"
                                + " %.1e, so the result belongs to slightly different weights; use a larger --epsilon",
                        stopped.iterations(), stopped.marginalError())));
        return measures.remarks(remarks).answer();
    }

    private static void put(ResultLines measures, TransportGap gap, Optional<Interval[]> intervals) {
        measures.interval(CostMeasures.DISPLACEMENT, gap.displacement(), intervals.map(i -> i[0]))
                .interval(GapMeasures.W2_SQUARED, gap.w2Squared(), intervals.map(i -> i[1]))
                .text(GapMeasures.W2_METHOD, "exact")
                .number(GapMeasures.DUAL_BOUND, gap.dualBound())
                .number(GapMeasures.CERTIFICATE_GAP, gap.certificateGap())
                .number(GapMeasures.GELBRICH_LOWER_BOUND, gap.gelbrichLowerBound())
                .interval(GapMeasures.OT_GAP, gap.gap(), intervals.map(i -> i[2]));
        if (gap.displacement() > 0) {
            measures.interval(GapMeasures.OT_GAP_RELATIVE, gap.relativeGap(), intervals.map(i -> i[3]));
        } else {
            measures.number(GapMeasures.OT_GAP_RELATIVE, Double.NaN, NOTHING_MOVES);
        }
        measures.number(GapMeasures.EPSILON_SUP, gap.epsilonSup())
                .interval(GapMeasures.EPSILON_RMS, gap.epsilonRms(), intervals.map(i -> i[4]))
                .interval(GapMeasures.REASSIGNED_FRACTION, gap.reassignedFraction(), intervals.map(i -> i[5]))
                .number(GapMeasures.MONOTONICITY_VIOLATIONS, gap.monotonicityViolations(), "one point makes no pair");
    }

    private static void put(
            ResultLines measures, Optional<EntropicGap> entropic, Optional<Interval[]> intervals, EntropicBlur blur) {
        if (entropic.isEmpty()) {
            measures.number(GapMeasures.ENTROPIC_DIVERGENCE, Double.NaN, blur.reason());
            return;
        }
        EntropicGap gap = entropic.get();
        measures.interval(GapMeasures.ENTROPIC_DIVERGENCE, gap.divergence(), intervals.map(i -> i[0]))
                .interval(GapMeasures.ENTROPIC_GAP, gap.gap(), intervals.map(i -> i[1]))
                .number(GapMeasures.MONGE_GAP_ENTROPIC, gap.mongeGap())
                .number("entropic_epsilon", GapMeasures.ENTROPIC_EPSILON_SEGMENTS.name(), gap.epsilon())
                .text(GapMeasures.ENTROPIC_CONVERGENCE,
                        gap.convergence() instanceof Convergence.Converged ? "converged" : "stopped");
    }

    private static void put(ResultLines measures, ClassGaps gaps) {
        measures.counts(GapMeasures.SAMPLES_CLASSES, gaps.samples())
                .numbers(CostMeasures.DISPLACEMENT.byClass(), gaps.of(FlowGap::displacement))
                .numbers(GapMeasures.W2_SQUARED.byClass(), gaps.of(FlowGap::w2Squared))
                .numbers(GapMeasures.OT_GAP.byClass(), gaps.of(FlowGap::gap))
                .numbers(GapMeasures.OT_GAP_RELATIVE.byClass(), gaps.of(FlowGap::relativeGap))
                .numbers(GapMeasures.EPSILON_SUP.byClass(), gaps.of(FlowGap::epsilonSup))
                .numbers(GapMeasures.EPSILON_RMS.byClass(), gaps.of(FlowGap::epsilonRms))
                .numbers(GapMeasures.REASSIGNED_FRACTION.byClass(), gaps.of(FlowGap::reassignedFraction));
    }

    /**
     * Intervals of gap quantities from subsets of the pairs. The maximum of ε has none: subsets do not show the
     * variation of a maximum.
     *
     * @param subsampling empty if no intervals are requested
     */
    private record GapIntervals(Optional<Subsampling> subsampling, PointSource from, PointSource to) {

        private static final double ANY = Double.POSITIVE_INFINITY;

        /** The intervals of D, W₂², G, G/D, the root mean square of ε and the reassigned share, in this order. */
        Optional<Interval[]> of(TransportGap gap) {
            return intervals(
                    new double[] {gap.displacement(), gap.w2Squared(), gap.gap(),
                            gap.displacement() > 0 ? gap.relativeGap() : 0, gap.epsilonRms(), gap.reassignedFraction()},
                    new double[] {0, 0, 0, 0, 0, 0}, new double[] {ANY, ANY, ANY, 1, ANY, 1}, GapIntervals::quantities);
        }

        /** The intervals of the divergence and its gap, both with the ε of all points. */
        Optional<Interval[]> of(EntropicGap gap) {
            if (gap.epsilon() == 0) {
                return Optional.empty();
            }
            return intervals(new double[] {gap.divergence(), gap.gap()}, new double[] {-ANY, -ANY},
                    new double[] {ANY, ANY},
                    pairs -> {
                        EntropicGap part = EntropicGap.of(
                                pairs.x(), pairs.y(), OptionalDouble.of(gap.epsilon()), Parallelism.sequential());
                        return new double[] {part.divergence(), part.gap()};
                    });
        }

        private Optional<Interval[]> intervals(
                double[] estimates, double[] least, double[] greatest, Function<TransportProblem, double[]> ofSubset) {
            return subsampling.map(drawn -> BadInput.unless(() -> {
                Interval[] intervals = drawn.intervals(TransportProblem.squaredEuclidean(from.points(), to.points()),
                        Subsampling.Sampling.PAIRED, estimates, ofSubset);
                for (int k = 0; k < intervals.length; k++) {
                    intervals[k] = intervals[k].within(least[k], greatest[k]);
                }
                return intervals;
            }));
        }

        private static double[] quantities(TransportProblem pairs) {
            int n = pairs.size();
            Assignment optimal = Wasserstein.exact(pairs, Parallelism.sequential()).assignment();
            CompensatedSum displacement = new CompensatedSum();
            CompensatedSum saved = new CompensatedSum();
            double squares = 0;
            double reassigned = 0;
            for (int i = 0; i < n; i++) {
                int j = optimal.target(i);
                double own = pairs.cost().between(pairs.x(), i, pairs.y(), i);
                double apart = Differences.squared(pairs.y(), i, pairs.y(), j);
                displacement.add(own);
                if (apart > 0) {
                    saved.add(own - pairs.cost().between(pairs.x(), i, pairs.y(), j));
                    squares += apart;
                    reassigned++;
                }
            }
            double moved = displacement.value() / n;
            double gap = Math.max(0, saved.value() / n);
            return new double[] {
                    moved, moved - gap, gap, moved > 0 ? gap / moved : 0, Math.sqrt(squares / n), reassigned / n};
        }
    }

    /**
     * Class labels from a file named on the command line.
     *
     * @param labels  one label per point, from 0
     * @param classes number of classes: the greatest label plus 1
     * @param remarks notes for the user about the reading
     */
    private record LabelSource(int[] labels, int classes, List<String> remarks) {

        private static final int MOST_CLASSES = 100_000;

        /**
         * The labels of a point file with one column: integers, of any data type.
         *
         * @param header whether the first line of a text file is a header
         * @throws InputFileException if the file is missing or damaged
         * @throws BadInput           unless it contains an integer from 0 for each point
         */
        static LabelSource read(String name, PointSource points, TextHeader header) throws InputFileException {
            PointSource column = PointSource.read(name, header);
            if (column.points().dimension() != 1) {
                throw new BadInput(name + " has " + column.points().dimension() + " columns; labels have exactly one");
            }
            int n = points.points().size();
            if (column.points().size() != n) {
                throw new BadInput(name + " has " + column.points().size() + " labels: " + points.name() + " has " + n
                        + " points, and each needs one");
            }
            int[] labels = new int[n];
            int greatest = 0;
            for (int i = 0; i < n; i++) {
                double label = column.points().get(i, 0);
                if (label != Math.rint(label)) {
                    throw new BadInput(name + ": label " + label + " of point " + i + " is not a whole number");
                }
                if (label < 0 || label >= MOST_CLASSES) {
                    throw new BadInput(name + ": label " + (long) label + " of point " + i
                            + "; labels are whole numbers from 0 to " + (MOST_CLASSES - 1));
                }
                labels[i] = (int) label;
                greatest = Math.max(greatest, labels[i]);
            }
            return new LabelSource(labels, greatest + 1, column.remarks());
        }
    }
}
