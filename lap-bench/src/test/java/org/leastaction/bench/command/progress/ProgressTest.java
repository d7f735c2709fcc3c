package org.leastaction.bench.command.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.process.Surroundings.ErrorStream;
import org.leastaction.bench.command.progress.Terminal.LineProgress;
import org.leastaction.bench.command.progress.Terminal.Loudness;
import org.leastaction.ot.kernel.Parallelism.Monitor;
import org.leastaction.ot.kernel.Parallelism.Stage;

class ProgressTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Surroundings surroundings(ErrorStream stream) {
        PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Surroundings.of(print, print).withErrorStream(stream);
    }

    private void work(Terminal terminal, int milliseconds) throws InterruptedException {
        try (ProgressDisplay progress = terminal.progress("training", 100)) {
            progress.reached(25);
            Thread.sleep(milliseconds);
            progress.reached(50);
        }
    }

    /** A busy machine may be late. */
    private void waitFor(String shown) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!err.toString(StandardCharsets.UTF_8).contains(shown)) {
            assertThat(System.nanoTime()).as("nothing showed '%s' in 20 s", shown).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Test
    void shortWorkShowsNothing() throws InterruptedException {
        work(new Terminal(surroundings(ErrorStream.TERMINAL), Loudness.SHOWN), 10);
        work(new Terminal(surroundings(ErrorStream.FILE), Loudness.SHOWN), 10);

        assertThat(err.size()).isZero();
    }

    @Test
    void longWorkShowsABarOnATerminal() throws InterruptedException {
        try (ProgressDisplay progress = new Terminal(surroundings(ErrorStream.TERMINAL), Loudness.SHOWN)
                .progress("training", 100)) {
            progress.reached(25);
            waitFor("25%");
        }

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("training");
    }

    @Test
    void longWorkOfUnknownLengthShowsTheTime() throws InterruptedException {
        try (ProgressDisplay progress = new Terminal(surroundings(ErrorStream.TERMINAL), Loudness.SHOWN)
                .progress("W2 exact", ProgressDisplay.UNKNOWN)) {
            waitFor("W2 exact: 2 s so far");
        }
    }

    @Test
    void quietShowsNothing() throws InterruptedException {
        work(new Terminal(surroundings(ErrorStream.TERMINAL), Loudness.QUIET), 2_300);

        assertThat(err.size()).isZero();
    }

    @Test
    void linesComeAtTheirInterval() throws InterruptedException {
        PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
        try (ProgressDisplay progress = new LineProgress("training", 100, print, Duration.ofMillis(50))) {
            progress.reached(25);
            waitFor("25 %");
        }

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .allMatch(line -> line.matches("training: 25 %, about \\d+ s left"));
    }

    @Test
    void stagesAreShownWithWhatIsLeftOfThem() throws InterruptedException {
        try (ProgressDisplay progress = new Terminal(surroundings(ErrorStream.TERMINAL), Loudness.SHOWN)
                .progress("W2 exact", ProgressDisplay.UNKNOWN)) {
            new StageProgress(progress).reached(Stage.PRICING, 1, 4);
            waitFor("W2 exact: 2 s so far, pricing 25 %");
        }

        assertThat(StageProgress.words(Stage.CERTIFICATE, 1, 4, Duration.ofSeconds(3)))
                .isEqualTo("certificate 25 %, about 9 s left");
        assertThat(StageProgress.words(Stage.CERTIFICATE, 1, 4, Duration.ofMillis(300))).isEqualTo("certificate 25 %");
        assertThat(StageProgress.words(Stage.ASSIGNMENT, 9, 10, Duration.ofSeconds(3))).isEqualTo("assignment 90 %");
        assertThat(StageProgress.words(Stage.PIVOTS, 12_288, Monitor.UNKNOWN, Duration.ofSeconds(3)))
                .isEqualTo("12,288 pivots");
    }

    @Test
    void linesSayTheShareAndTheTimeLeft() {
        assertThat(LineProgress.line("training", 0, 25, 100, Duration.ofSeconds(30)))
                .isEqualTo("training: 25 %, about 1 min 30 s left");
        assertThat(LineProgress.line("training", 0, 1, 1000, Duration.ofSeconds(10)))
                .isEqualTo("training: 0 %, about 2 h 46 min left");
        assertThat(LineProgress.line("training", 0, 100, 100, Duration.ofSeconds(30)))
                .isEqualTo("training: 100 %, about 0 s left");
        assertThat(LineProgress.line("training", 0, 0, 100, Duration.ofSeconds(12)))
                .isEqualTo("training: 12 s so far");
    }

    @Test
    void whatWasThereBeforeCountsForNothingInTheTimeLeft() {
        assertThat(LineProgress.line("epochs", 80, 85, 100, Duration.ofSeconds(10)))
                .isEqualTo("epochs: 85 %, about 30 s left");
        assertThat(LineProgress.line("epochs", 80, 80, 100, Duration.ofSeconds(10)))
                .isEqualTo("epochs: 10 s so far");
    }
}
