package org.leastaction.bench.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.leastaction.bench.command.input.PointSource;
import org.leastaction.bench.command.input.WeightSource;
import org.leastaction.bench.command.options.EnumNames;
import org.leastaction.bench.command.options.IntervalOptions;
import org.leastaction.bench.command.options.TextOptions;
import org.leastaction.bench.command.options.W2Options;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.W2Results;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.ProgressDisplay;
import org.leastaction.bench.command.progress.StageProgress;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.NpyArray;
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
    private IntervalOptions intervalOptions;

    W2Command(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws IOException {
        chosen.check();
        intervalOptions.check();
        textOptions.check();
        PointSource x = PointSource.read(a, textOptions.ofPoints());
        PointSource y = PointSource.read(b, textOptions.ofPoints());
        x.requireSameDimension(y);
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
                case EXACT -> exact(problem, measures, remarks, parallelism);
                case SINKHORN -> measures.sinkhorn(chosen.sinkhorn(parallelism));
                case SLICED -> measures.sliced(chosen.slicing(options().seed(), parallelism));
                case GAUSSIAN -> measures.gaussian(parallelism).ifPresent(remarks::add);
            }
        }
        measures.stopped().ifPresent(stopped -> terminal().remark(String.format(Locale.ROOT,
                "lap: the iteration stopped after %d steps with a marginal error of %.1e, so the result belongs to slightly"
                        + " different weights; use more --iterations or a larger --epsilon",
                stopped.iterations(), stopped.marginalError())));
        remarks.forEach(remark -> terminal().remark("lap: " + remark));
        return measures.answer(remarks);
    }

    private void exact(TransportProblem problem, W2Results measures, List<String> remarks, Parallelism parallelism)
            throws IOException {
        TransportResult result = BadInput.unless(
                () -> Wasserstein.exact(problem, chosen.exactTolerance(), parallelism));
        if (chosen.plan() != null) {
            Npy.write(chosen.plan(), array(result.plan()));
        }
        measures.exact(result);
        result.remark(chosen.exactTolerance()).ifPresent(remarks::add);
        if (chosen.isExtrapolated()) {
            measures.extrapolated(BadInput.unless(() -> chosen.isExponentFitted()
                    ? chosen.extrapolation(options().seed(), parallelism).extrapolateFitted(problem)
                    : chosen.extrapolation(options().seed(), parallelism).extrapolate(problem)));
        }
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
}
