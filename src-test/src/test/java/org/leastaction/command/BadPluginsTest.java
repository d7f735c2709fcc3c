package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.command.LapRun.Json;

/** Backends in {@code plugins/} that fail: they are named, and the analysis of other models is not affected. */
class BadPluginsTest {

    private static final Path NETWORK = Repository.root().resolve("lap-onnx/src/test/resources/golden/plane.onnx");

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private Path out;

    @BeforeAll
    static void fillThePluginsFolder() throws IOException {
        Path plugins = Files.createDirectories(home.resolve("plugins"));
        BadPlugins.misbehaving(plugins);
        BadPlugins.thatThrowsWhenConstructed(plugins);
        BadPlugins.withoutNativeLibrary(plugins);
        BadPlugins.withoutDevices(plugins);
        BadPlugins.empty(plugins);
        Files.writeString(plugins.resolve("text.jar"), "no archive");
    }

    @BeforeEach
    void nameTheOutput() {
        out = folder.resolve("out");
    }

    private static LapRun lap(Object... arguments) {
        return LapRun.in(Map.of("LAP_HOME", home.toString()), arguments);
    }

    private Object[] analysis(Path model) {
        return new Object[] {"analyze", "--model", model, "--data", "circles", "--test-size", 40, "--samples", 40,
                "--metrics", "accuracy,cost,gap", "--out", out, "--json"};
    }

    /** Of a model that is refused, without remarks on the way. */
    private LapRun failing(Path model) {
        List<Object> arguments = new ArrayList<>(List.of(analysis(model)));
        arguments.add("--quiet");
        return lap(arguments.toArray());
    }

    private Path model(String behaviour) throws IOException {
        return Files.writeString(folder.resolve(behaviour.replace(' ', '-') + ".misbehaving"), behaviour);
    }

    @Test
    void backendsNamesEachThatFailedToStartWithItsReason() {
        LapRun run = lap("backends").done();

        assertThat(run.out().lines())
                .contains("failed: plugin.Stillborn in " + home.resolve("plugins/stillborn.jar")
                        + ": IllegalStateException: no licence")
                .anySatisfy(line -> assertThat(line).startsWith("failed: plugin.Unlinked in ")
                        .endsWith("unlinked.jar: UnsatisfiedLinkError: no libengine"))
                .anySatisfy(line -> assertThat(line).startsWith("failed: ").contains("plugin.Nowhere not found"))
                .anySatisfy(line -> assertThat(line).startsWith("  devices  none: the engine does not start: ")
                        .endsWith("no driver"));
        assertThat(run.err()).isEmpty();
        assertThat(lap("backends", "--json").json().get("backends")).extracting(one -> one.get("id").asText())
                .contains("tensorflow", "onnx", "misbehaving", "deviceless").doesNotContain("stillborn", "unlinked");
    }

    @Test
    void modelsOfOtherBackendsAreAnalysedAsWithoutThem() {
        JsonNode beside = lap(analysis(NETWORK)).done().json();
        out = folder.resolve("alone");
        JsonNode alone = LapRun.of(analysis(NETWORK)).done().json();

        assertThat(beside).isEqualTo(alone);
        assertThat(alone.get("transport_cost_blocks")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"argument, java.lang.IllegalArgumentException", "state, java.lang.IllegalStateException",
            "arithmetic, java.lang.ArithmeticException", "error, java.lang.Error",
            "link, java.lang.UnsatisfiedLinkError"})
    void aBackendThatThrowsIsNamed(String act, String exception) throws IOException {
        for (String method : List.of("shape", "encode", "transport", "classify")) {
            failing(model(method + " " + act)).refused(1, "the backend 'misbehaving' failed: " + method + " threw "
                    + exception + ": boom in " + method);
        }
        Path unopened = model("open " + act);
        failing(unopened).refused(1, "the backend 'misbehaving' failed: open of " + unopened + " threw " + exception
                + ": boom in open");
        assertThat(out).doesNotExist();
    }

    @Test
    void aBackendThatGivesNothingIsNamed() throws IOException {
        for (String method : List.of("shape", "encode", "classify")) {
            failing(model(method + " null")).refused(1,
                    "the backend 'misbehaving' failed: " + method + " gave nothing");
        }
        failing(model("transport null")).refused(1,
                "the backend 'misbehaving' failed: transport showed 0 of 1 blocks");
        Path unopened = model("open null");
        failing(unopened).refused(1, "the backend 'misbehaving' failed: open of " + unopened + " gave nothing");
        failing(model("role")).refused(1,
                "the backend 'misbehaving' failed: role threw java.lang.IllegalStateException: no such part");
        assertThat(out).doesNotExist();
    }

    @Test
    void aBackendThatLoopsIsGivenUpAfterTheTimeout() throws IOException {
        for (String method : List.of("open", "shape", "encode", "transport", "classify")) {
            List<Object> arguments = new ArrayList<>(List.of(analysis(model(method + " loop"))));
            arguments.addAll(List.of("--timeout", "0.5", "--quiet"));
            String of = method.equals("open") ? " of " + folder.resolve("open-loop.misbehaving") : "";
            lap(arguments.toArray()).refused(1, "the backend 'misbehaving' failed: no sign of it in " + method + of
                    + " for 0.5 s, its timeout; it was given up");
        }
        assertThat(out).doesNotExist();
        lap("analyze", "--model", NETWORK, "--data", "circles", "--timeout", "0")
                .refused(2, "--timeout must be a number of seconds from 0.001 to 1e9, not 0.0");
    }

    @Test
    void modelsThatAnswerInTimeAreAnalysedAsWithoutATimeout() {
        JsonNode plain = lap(analysis(NETWORK)).done().json();
        out = folder.resolve("timed");
        List<Object> arguments = new ArrayList<>(List.of(analysis(NETWORK)));
        arguments.addAll(List.of("--timeout", "60"));

        assertThat(lap(arguments.toArray()).done().json()).isEqualTo(plain);
    }

    /** In a process of its own: a backend may end it in any call. */
    @ParameterizedTest
    @ValueSource(strings = {"open", "shape", "encode", "transport", "classify"})
    void aBackendThatEndsTheProgramHasFailedIt(String method) throws Exception {
        Path log = folder.resolve("log");
        List<String> arguments = new ArrayList<>(Arrays.stream(analysis(model(method + " exit")))
                .map(Object::toString).toList());
        arguments.add("--quiet");
        Process process = LapProcess.start(log, arguments, Map.of("LAP_HOME", home.toString()));

        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(log)).isEqualTo("lap: plugin.Misbehaving.act called System.exit before"
                + " the command was complete; a plug-in must not do this" + System.lineSeparator());
        assertThat(process.exitValue()).isEqualTo(1);
        if (Files.exists(out)) {
            assertThat(out).as("nothing but the lock of the process that ended").isDirectoryNotContaining(
                    file -> !file.endsWith(".lap.lock"));
        }
    }

    @Test
    void wrongShapesAreNamed() throws IOException {
        failing(model("wide")).refused(1,
                "the backend 'misbehaving' failed: transport gave [1, 3], [16, 2] is right");
        assertThat(out).doesNotExist();
    }

    @Test
    void nanIsReportedAsSuchInTheRecordThatNamesTheBackend() throws IOException {
        LapRun run = lap(analysis(model("nan"))).done();
        JsonNode analysis = run.json();

        assertThat(run.err()).containsOnlyOnce("the backend 'misbehaving' gave NaN in transport");
        assertThat(analysis.get("w2_squared").isNull()).isTrue();
        assertThat(analysis.get("w2_squared_reason").asText()).contains("not finite");
        JsonNode record = Json.object(Files.readString(out.resolve("records.jsonl")));
        assertThat(record.get("backend").get("id").asText()).isEqualTo("misbehaving");
    }

    @Test
    void hangingOnCloseIsNamedAndLeftBehind() throws IOException {
        LapRun run = lap(analysis(model("hang"))).done();

        assertThat(run.json().get("transport_cost").asDouble()).isEqualTo(2);
        assertThat(run.err())
                .contains("the backend 'misbehaving' has not closed its model after 10 s; going on without");
    }
}
