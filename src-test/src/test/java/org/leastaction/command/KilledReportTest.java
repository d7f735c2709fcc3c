package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.io.AtomicFiles;

/** {@code lap report A B --out both} in a process of its own that is killed at random moments (kill −9). */
@EnabledOnOs({OS.LINUX, OS.MAC})
class KilledReportTest {

    @TempDir
    private Path folder;

    @Test
    void aMergedReportIsWholeOrNotThere() throws Exception {
        requireWholeOrNotThere(10, System.nanoTime());
    }

    @Test
    @EnabledIfSystemProperty(named = "lap.kills", matches = "\\d+", disabledReason = "takes minutes; -Dlap.kills=50")
    void aMergedReportIsWholeOrNotThereAfterManyKills() throws Exception {
        requireWholeOrNotThere(Integer.getInteger("lap.kills"), System.nanoTime());
    }

    private void requireWholeOrNotThere(int kills, long seed) throws Exception {
        for (String run : List.of("a", "b")) {
            LapRun.of("demo", "--seeds", 1, "--epochs", 2, "--quiet", "--seed", run.equals("a") ? 1 : 2,
                    "--out", folder.resolve(run)).done();
        }
        Path undisturbed = folder.resolve("undisturbed");
        long begun = System.currentTimeMillis();
        assertThat(start(undisturbed).waitFor()).as(log()).isZero();
        long working = System.currentTimeMillis() - begun;
        Path both = folder.resolve("both");
        Random random = new Random(seed);
        int killed = 0;
        int whole = 0;
        for (int i = 0; killed < kills; i++) {
            if (i % 2 == 0) {
                AtomicFiles.delete(both);
            }
            begun = System.currentTimeMillis();
            Process process = start(both);
            // The first half of the time is that of the start of the program.
            process.waitFor(working / 2 + (long) (0.6 * working * random.nextDouble()), TimeUnit.MILLISECONDS);
            process.destroyForcibly();
            if (process.waitFor() == 0) {
                // The machine is faster than it was.
                working = Math.min(working, System.currentTimeMillis() - begun);
            } else {
                killed++;
            }
            if (i % 10 == 9) {
                System.err.printf("reports: started %d times, killed %d times, seed %d%n", i + 1, killed, seed);
            }
            if (Files.exists(both.resolve("records.jsonl"))) {
                whole++;
                requireSame(both, undisturbed, "seed " + seed + ", run " + i + ": ", false);
            } else {
                LapRun.of("report", both).refused(2,
                        Files.exists(both) ? "contains no records.jsonl" : "no such folder");
            }
        }
        System.err.printf("reports: killed %d times, %d times whole, seed %d%n", killed, whole, seed);

        assertThat(start(both).waitFor()).as(log()).isZero();
        requireSame(both, undisturbed, "at the end, seed " + seed + ": ", true);
    }

    private static void requireSame(Path both, Path undisturbed, String what, boolean ended) throws IOException {
        List<String> visible = Folders.files(both).stream()
                .filter(file -> ended || !("/" + file).contains("/.")).toList();
        assertThat(visible).as(what).isEqualTo(Folders.files(undisturbed));
        for (String file : visible) {
            assertThat(both.resolve(file)).as(what + file).hasSameBinaryContentAs(undisturbed.resolve(file));
        }
    }

    private Process start(Path out) throws IOException {
        return LapProcess.start(folder.resolve("log"),
                List.of("report", folder.resolve("a").toString(), folder.resolve("b").toString(), "--out",
                        out.toString()));
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }
}
