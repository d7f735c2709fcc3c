package org.leastaction.bench.command.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.Terminal.LineProgress;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.PartialAnalysis;

/** The time left is estimated from steps of equal length alone, never from the number of groups. */
class AnalysisProgressTest {

    @TempDir
    Path folder;

    private final List<String> shown = new ArrayList<>();
    private final List<Long> steps = new ArrayList<>();

    private final ProgressDisplay progress = new ProgressDisplay() {

        @Override
        public void reached(long done) {
            steps.add(done);
        }

        @Override
        public void now(String what) {
            shown.add(what);
        }
    };

    @Test
    void theCurrentGroupIsNamedAndNoGroupCountsAsAStep() throws Exception {
        AnalysisProgress watch = new AnalysisProgress(progress, PartialAnalysis.in(folder, "key"),
                new Terminal(Surroundings.of(System.out, System.err), Terminal.Loudness.QUIET),
                List.of("cost", "gap", "jacobian"));
        watch.reached("pass", 10, 100);
        watch.reached("gap", 0, 0);
        watch.measured("gap", Analysis.builder(1).build());
        watch.reached("jacobian", 0, 0);
        watch.reached("blocks of J", 5, 10);
        assertThat(shown).containsExactly("pass 10 %", "group 2 of 3: gap", "group 3 of 3: jacobian",
                "group 3 of 3: blocks of J 50 %");
        assertThat(steps).isEmpty();
    }

    @Test
    void stepsOfEqualLengthPredictTheTimeOfTheirStage() {
        assertThat(AnalysisProgress.words("pass", 25, 100, Duration.ofSeconds(10)))
                .isEqualTo("pass 25 %, about 30 s left");
        assertThat(AnalysisProgress.words("pass", 25, 100, Duration.ofMillis(900))).isEqualTo("pass 25 %");
        assertThat(AnalysisProgress.words("gap", 0, 0, Duration.ofMinutes(10))).isEqualTo("gap");
        assertThat(LineProgress.line("measuring", 0, 0, ProgressDisplay.UNKNOWN, Duration.ofSeconds(70)))
                .isEqualTo("measuring: 1 min 10 s so far");
    }
}
