package org.leastaction.bench.command.progress;

import java.time.Duration;
import java.util.Locale;
import org.leastaction.bench.command.progress.ProgressDisplay.DurationText;
import org.leastaction.bench.command.progress.Terminal.LineProgress;
import org.leastaction.ot.kernel.Parallelism.Monitor;
import org.leastaction.ot.kernel.Parallelism.Stage;

/** Reports the stage of a computation and its progress; the remaining time is that of the current stage. */
public final class StageProgress implements Monitor {

    /** The minimum elapsed time for an estimate of the remaining time. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ProgressDisplay progress;
    private Stage current = Stage.NONE;
    private long last;
    private long start;

    public StageProgress(ProgressDisplay progress) {
        this.progress = progress;
    }

    @Override
    public synchronized void reached(Stage stage, long done, long total) {
        if (stage != current || done < last) {
            current = stage;
            start = System.nanoTime();
        }
        last = done;
        progress.now(words(stage, done, total, Duration.ofNanos(System.nanoTime() - start)));
    }

    /** E.g. "certificate 34 %, about 8 s left". */
    static String words(Stage stage, long done, long total, Duration elapsed) {
        if (total == UNKNOWN) {
            return String.format(Locale.ROOT, "%,d %s", done, stage.label());
        }
        double share = total == 0 ? 1 : done / (double) total;
        String words = "%s %d %%".formatted(stage.label(), Math.round(100 * share));
        // The last points and iterations take longer or are not needed: their share does not predict the time.
        if (stage == Stage.ASSIGNMENT || stage == Stage.ITERATIONS || done == 0 || elapsed.compareTo(PATIENCE) < 0) {
            return words;
        }
        return words + ", about " + DurationText.of(LineProgress.left(elapsed, share)) + " left";
    }
}
