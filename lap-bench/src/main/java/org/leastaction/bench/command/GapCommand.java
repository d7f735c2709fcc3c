package org.leastaction.bench.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.leastaction.bench.analysis.EntropicBlur;
import org.leastaction.bench.command.input.LabelSource;
import org.leastaction.bench.command.input.PointSource;
import org.leastaction.bench.command.options.EntropicOptions;
import org.leastaction.bench.command.options.IntervalOptions;
import org.leastaction.bench.command.options.TextOptions;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.ResultLines;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.ProgressDisplay;
import org.leastaction.bench.command.progress.StageProgress;
import org.leastaction.ot.entropic.Convergence;
import org.leastaction.ot.interval.Interval;
import org.leastaction.ot.kernel.Parallelism;
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
        put(measures, "displacement", "displacement D", gap.displacement(), intervals.map(i -> i[0]));
        put(measures, "w2_squared", "W2 squared", gap.w2Squared(), intervals.map(i -> i[1]));
        measures.text("w2_method", "method", "exact")
                .number("dual_bound", "dual bound", gap.dualBound())
                .number("certificate_gap", "certificate gap", gap.certificateGap())
                .number("gelbrich_lower_bound", "Gelbrich lower bound", gap.gelbrichLowerBound());
        put(measures, "ot_gap", "gap D - W2 squared", gap.gap(), intervals.map(i -> i[2]));
        if (gap.displacement() > 0) {
            put(measures, "ot_gap_relative", "relative gap", gap.relativeGap(), intervals.map(i -> i[3]));
        } else {
            measures.number("ot_gap_relative", "relative gap", Double.NaN, NOTHING_MOVES);
        }
        measures.number("epsilon_sup", "epsilon, greatest", gap.epsilonSup());
        put(measures, "epsilon_rms", "epsilon, rms", gap.epsilonRms(), intervals.map(i -> i[4]));
        put(measures, "reassigned_fraction", "reassigned share", gap.reassignedFraction(), intervals.map(i -> i[5]));
        measures.number("monotonicity_violations", "monotonicity violations", gap.monotonicityViolations(),
                        "one point makes no pair");
    }

    private static void put(ResultLines measures, String key, String label, double value, Optional<Interval> interval) {
        if (interval.isPresent()) {
            measures.interval(key, label, interval.get());
        } else {
            measures.number(key, label, value);
        }
    }

    private static void put(
            ResultLines measures, Optional<EntropicGap> entropic, Optional<Interval[]> intervals, EntropicBlur blur) {
        if (entropic.isEmpty()) {
            measures.number("entropic_divergence", "entropic divergence", Double.NaN, blur.reason());
            return;
        }
        EntropicGap gap = entropic.get();
        put(measures, "entropic_divergence", "entropic divergence", gap.divergence(), intervals.map(i -> i[0]));
        put(measures, "entropic_gap", "D - this divergence", gap.gap(), intervals.map(i -> i[1]));
        measures.number("entropic_epsilon", "epsilon of it", gap.epsilon())
                .text("entropic_convergence", "convergence",
                        gap.convergence() instanceof Convergence.Converged ? "converged" : "stopped");
    }

    private static void put(ResultLines measures, ClassGaps gaps) {
        measures.counts("samples_classes", "by class: points", gaps.samples())
                .numbers("displacement_classes", "... displacement D", gaps.of(FlowGap::displacement))
                .numbers("w2_squared_classes", "... W2 squared", gaps.of(FlowGap::w2Squared))
                .numbers("ot_gap_classes", "... gap", gaps.of(FlowGap::gap))
                .numbers("ot_gap_relative_classes", "... relative gap", gaps.of(FlowGap::relativeGap))
                .numbers("epsilon_sup_classes", "... epsilon, greatest", gaps.of(FlowGap::epsilonSup))
                .numbers("epsilon_rms_classes", "... epsilon, rms", gaps.of(FlowGap::epsilonRms))
                .numbers("reassigned_fraction_classes", "... reassigned share",
                        gaps.of(FlowGap::reassignedFraction));
    }
}
