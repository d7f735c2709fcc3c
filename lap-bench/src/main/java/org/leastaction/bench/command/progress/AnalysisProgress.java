package org.leastaction.bench.command.progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.leastaction.bench.analysis.AnalysisWatch;
import org.leastaction.bench.analysis.Metric;
import org.leastaction.bench.command.progress.ProgressDisplay.DurationText;
import org.leastaction.bench.command.progress.Terminal.LineProgress;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.PartialAnalysis;

/**
 * Shows the progress of an analysis, and stores each group of measures when it is complete.
 *
 * <p>Groups take very different times: their number says nothing about the time left. Shown are the elapsed time, the
 * current group, and the time left of its current stage, if that has equal steps.
 */
public final class AnalysisProgress implements AnalysisWatch {

    /** The minimum elapsed time for an estimate of the remaining time. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ProgressDisplay progress;
    private final PartialAnalysis kept;
    private final Terminal terminal;
    private final List<Metric> metrics;
    private final List<String> failures = new ArrayList<>();
    private String stage = "";
    private String group = "";
    private long start;

    /** @param metrics in the order in which they are measured */
    public AnalysisProgress(ProgressDisplay progress, PartialAnalysis kept, Terminal terminal, List<Metric> metrics) {
        this.progress = progress;
        this.kept = kept;
        this.terminal = terminal;
        this.metrics = List.copyOf(metrics);
    }

    @Override
    public Optional<Analysis> known(Metric metric) {
        Optional<Analysis> part = kept.part(name(metric));
        if (part.isPresent()) {
            terminal.remark(name(metric) + " was measured earlier; the result is reused");
        }
        return part;
    }

    @Override
    public void measured(Metric metric, Analysis part) {
        try {
            kept.keep(name(metric), part);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void failed(Metric metric, String reason) {
        failures.add(name(metric) + ": " + reason);
    }

    @Override
    public void reached(String newStage, long done, long total) {
        if (!newStage.equals(stage)) {
            stage = newStage;
            start = System.nanoTime();
        }
        for (int i = 0; i < metrics.size(); i++) {
            group = name(metrics.get(i)).equals(newStage) ? "group " + (i + 1) + " of " + metrics.size() + ": " : group;
        }
        progress.now(group + words(newStage, done, total, Duration.ofNanos(System.nanoTime() - start)));
    }

    /** E.g. "jacobian 34 %, about 8 s left". */
    static String words(String stage, long done, long total, Duration elapsed) {
        if (total <= 0) {
            return stage;
        }
        double share = Math.min(1, done / (double) total);
        String words = "%s %d %%".formatted(stage, Math.round(100 * share));
        return done == 0 || elapsed.compareTo(PATIENCE) < 0
                ? words : words + ", about " + DurationText.of(LineProgress.left(elapsed, share)) + " left";
    }

    /** A sentence for every group that failed. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    private static String name(Metric metric) {
        return metric.name().toLowerCase(Locale.ROOT);
    }
}
