package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.flow.objective.ObjectiveProvider;

/** {@code lap study --isolate}: units in child processes, some of which native code aborts. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(300)
class IsolatedStudyTest {

    /** An objective that sends its process a signal while a graph is built; with a file, only until that exists. */
    private static final String FATAL = """
            package plugin;
            import java.io.File;
            import java.util.Map;
            import org.leastaction.flow.objective.*;
            import org.leastaction.settings.*;
            public final class Fatal implements ObjectiveProvider {
                @Override public String key() { return "fatal"; }
                @Override public String help() { return "aborts its process"; }
                @Override public SettingSchema settings() { return SettingSchema.of(); }
                @Override public Objective create(Settings settings) { return new Aborting(); }
                record Aborting() implements Objective {
                    @Override public String key() { return "fatal"; }
                    @Override public String formula() { return "CE"; }
                    @Override public Map<String, Object> parameters() { return Map.of(); }
                    @Override public Multiplier multiplier() { return Multiplier.none(); }
                    @Override public <T> T term(BatchFlow<T> flow, Arithmetic<T> a) {
                        String signal = System.getenv("FATAL_SIGNAL");
                        String once = System.getenv("FATAL_ONCE");
                        try {
                            if (signal != null && (once == null || new File(once).createNewFile())) {
                                System.out.println("engine.cc:42 Check failed: a planted abort");
                                new ProcessBuilder("kill", "-" + signal, "" + ProcessHandle.current().pid())
                                        .start().waitFor();
                                Thread.sleep(60_000);
                            }
                        } catch (Exception broken) {
                            throw new IllegalStateException(broken);
                        }
                        return TransportPenalty.defaults().of(flow, a);
                    }
                    @Override public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> a) {
                        return crossEntropy;
                    }
                }
            }
            """;

    private static final String STUDY = """
            study: small
            instances: 3
            measure: cost
            figures: [plane]
            settings: {data: circles, train-size: 40, test-size: 20, model: mlp, blocks: 2, epochs: %d, batch: 8}
            columns: [{label: plain, settings: {no-batch-norm: true}}, {label: normalised}]
            rows:
              - {label: vanilla}
              - {label: other, settings: {objective: %s}}
            """;

    @TempDir
    private Path folder;

    private Path study(int epochs, String objective) throws IOException {
        return Files.writeString(folder.resolve("study.yaml"), STUDY.formatted(epochs, objective));
    }

    private Map<String, String> installed() throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("home").resolve("plugins"));
        BadPlugins.compile(plugins, "Fatal", FATAL, ObjectiveProvider.class);
        return Map.of("LAP_HOME", folder.resolve("home").toString());
    }

    private static Map<String, String> and(Map<String, String> some, String... more) {
        Map<String, String> all = new TreeMap<>(some);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    @Test
    void recordsAndTablesAreThoseOfThreads() throws Exception {
        Path file = study(4, "lap");
        LapRun.of("study", file, "--quiet", "--no-isolate", "--out", folder.resolve("threads")).done();
        LapRun.of("study", file, "--quiet", "--isolate", "--out", folder.resolve("isolated")).done();
        LapRun two = LapRun.of("study", file, "--workers", 2, "--out", folder.resolve("two")).done();

        assertThat(two.err()).containsPattern("[12] child process(es)?, ready after \\d+\\.\\d s on average");
        for (String made : List.of("isolated", "two")) {
            StudyFolders.requireSame(folder.resolve(made), folder.resolve("threads"), made);
        }
        // In the order in which one worker runs them.
        assertThat(StudyFolders.lines(folder.resolve("isolated")))
                .isEqualTo(StudyFolders.lines(folder.resolve("threads")));
    }

    @ParameterizedTest
    @CsvSource({"ABRT, 'signal 6 (SIGABRT, native code aborted), exit status 134'",
            "KILL, 'signal 9 (SIGKILL, as when memory runs out), exit status 137'"})
    void aUnitWhoseNativeCodeAbortsIsListedAndTheOthersAreComplete(String signal, String how) throws Exception {
        Path file = study(2, "fatal");
        Path out = folder.resolve("out");

        LapRun run = LapRun.in(and(installed(), "FATAL_SIGNAL", signal), "study", file, "--isolate", "--out", out);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(StudyFolders.records(out).keySet()).hasSize(6).allSatisfy(id -> assertThat(id).contains("-r1c"));
        List<JsonNode> failures = new ArrayList<>();
        new ObjectMapper().readTree(out.resolve("failures.json").toFile()).forEach(failures::add);
        assertThat(failures).hasSize(6).allSatisfy(failure -> {
            assertThat(failure.get("id").asText()).contains("-r2c");
            assertThat(failure.get("reason").asText()).contains("in the last of 2 attempts").contains(how)
                    .contains("its last lines: ").contains("engine.cc:42 Check failed: a planted abort");
        });
        assertThat(run.out()).contains("failed: small-r2c1-001: ");

        LapRun.in(installed(), "study", file, "--isolate", "--out", out).done();
        LapRun.in(installed(), "study", file, "--out", folder.resolve("threads")).done();
        StudyFolders.requireSame(out, folder.resolve("threads"), "after " + signal);
    }

    @Test
    void anAbortThatDoesNotComeAgainCostsNothing() throws Exception {
        Path file = study(2, "fatal");
        Map<String, String> once =
                and(installed(), "FATAL_SIGNAL", "ABRT", "FATAL_ONCE", folder.resolve("once").toString());

        LapRun.in(once, "study", file, "--isolate", "--out", folder.resolve("out")).done();

        LapRun.in(installed(), "study", file, "--out", folder.resolve("threads")).done();
        StudyFolders.requireSame(folder.resolve("out"), folder.resolve("threads"), "after one abort");
    }

    @ParameterizedTest
    @CsvSource({"--attempts, 3", "--attempts=3, --no-isolate"})
    void attemptsNeedProcesses(String first, String second) throws Exception {
        LapRun.of("study", study(2, "lap"), first, second, "--out", folder.resolve("out")).refused(2,
                "--attempts is for units in processes of their own; add --isolate");
    }

    @Test
    void noChildSurvivesAKilledParentAndTheFolderIsFree() throws Exception {
        Path file = study(200_000, "lap");
        Path out = folder.resolve("out");
        List<String> arguments = List.of("study", file.toString(), "--workers", "2", "--out", out.toString());
        Process parent = LapProcess.start(folder.resolve("log"), arguments);
        List<ProcessHandle> children = List.of();
        while (parent.isAlive() && children.size() < 2) {
            Thread.sleep(20);
            try (Stream<ProcessHandle> there = parent.descendants()) {
                children = there.toList();
            }
        }
        assertThat(children).as(Files.readString(folder.resolve("log"))).hasSize(2);

        parent.destroyForcibly();
        parent.waitFor();

        for (int i = 0; i < 200 && children.stream().anyMatch(ProcessHandle::isAlive); i++) {
            Thread.sleep(50);
        }
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        // The lock went with the parent: another study is refused for its settings, not because the folder is in use.
        LapRun.of("study", study(2, "lap"), "--out", out).refused(2, "with other settings than these");
    }
}
