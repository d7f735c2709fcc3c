package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.command.LapRun.Json;

/** Backends in {@code plugins/} that fail: they are named, and do not take the analysis of other models down. */
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
        return Files.writeString(folder.resolve(behaviour + ".misbehaving"), behaviour);
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

    @Test
    void aBackendThatThrowsIsNamed() throws IOException {
        failing(model("throw")).refused(1,
                "the backend 'misbehaving' failed: transport threw java.lang.ArithmeticException: out of luck");
        failing(model("role")).refused(1,
                "the backend 'misbehaving' failed: role threw java.lang.IllegalStateException: no such part");
        Path unopened = model("open");
        failing(unopened).refused(1, "the backend 'misbehaving' failed to open " + unopened
                + ": java.lang.UnsatisfiedLinkError: no engine");
        assertThat(out).doesNotExist();
    }

    @Test
    void wrongShapesAreNamed() throws IOException {
        failing(model("shape")).refused(1,
                "the backend 'misbehaving' failed: transport gave [1, 3], [40, 2] is right");
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
                .contains("the backend 'misbehaving' has not closed its model after 10.0 s; going on without");
    }
}
