package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.objective.ObjectiveProvider;

/**
 * Network families and objectives in {@code plugins/} that fail in any of their methods: they are named, nothing is
 * half-written, the exit code is not 0, and trainings without them are as before.
 */
class BadTrainingPluginsTest {

    private static final String ACT = "plugin.act";
    /** For processes of their own; in this process the system property decides. */
    private static final String VARIABLE = "PLUGIN_ACT";

    /** Does what the property says, "METHOD ACT", where METHOD is called; true if the method is to give nothing. */
    private static final String DEED = """
                static boolean act(String method) {
                    String said = System.getProperty("plugin.act");
                    said = said != null ? said : System.getenv().getOrDefault("PLUGIN_ACT", "");
                    if (!said.startsWith(method + " ")) {
                        return false;
                    }
                    switch (said.substring(method.length() + 1)) {
                        case "state": throw new IllegalStateException("boom in " + method);
                        case "error": throw new Error("boom in " + method);
                        case "link": throw new NoClassDefFoundError("boom in " + method);
                        case "stack": return act(method) || act(method);
                        case "death": throw new ThreadDeath();
                        case "exit": System.exit(0);
                        case "loop":
                            // Until its test has ended: an abandoned call must not outlive it.
                            while (said == System.getProperty("plugin.act")) {
                                try {
                                    Thread.sleep(20);
                                } catch (InterruptedException unheard) {
                                }
                            }
                            throw new IllegalStateException("given up in " + method);
                        default: return true;
                    }
                }
            """;

    private static final String OBJECTIVE = """
            package plugin;
            import java.util.Map;
            import org.leastaction.flow.objective.*;
            import org.leastaction.settings.*;
            public final class BadObjective implements ObjectiveProvider {
            %s
                public BadObjective() { act("constructor"); }
                @Override public String key() { return act("key") ? null : "bad"; }
                @Override public String help() { return act("help") ? null : "fails"; }
                @Override public SettingSchema settings() { return act("settings") ? null : SettingSchema.of(); }
                @Override public Objective create(Settings settings) { return act("create") ? null : new Bad(); }
                record Bad() implements Objective {
                    @Override public String key() { return act("objective-key") ? null : "bad"; }
                    @Override public String formula() { return act("formula") ? null : "CE"; }
                    @Override public Map<String, Object> parameters() { return act("parameters") ? null : Map.of(); }
                    @Override public Multiplier multiplier() { return act("multiplier") ? null : Multiplier.none(); }
                    @Override public <T> T term(BatchFlow<T> flow, Arithmetic<T> a) {
                        return act("term") ? null : TransportPenalty.defaults().of(flow, a);
                    }
                    @Override public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> a) {
                        return act("loss") ? null : crossEntropy;
                    }
                }
            }
            """.formatted(DEED);

    private static final String FAMILY = """
            package plugin;
            import java.nio.file.Path;
            import java.util.*;
            import org.leastaction.flow.*;
            import org.leastaction.flow.backend.*;
            import org.leastaction.flow.contract.*;
            import org.leastaction.flow.training.*;
            import org.leastaction.settings.*;
            public final class BadFamily implements FlowBackend, FlowTrainer {
            %s
                private final AffineBackend affine = new AffineBackend();
                private record Family() implements NetworkFamily {
                    @Override public String key() { return act("key") ? null : "bad-family"; }
                    @Override public String name() { return act("name") ? null : "Bad"; }
                    @Override public String help() { return act("help") ? null : "fails"; }
                    @Override public SettingSchema settings() {
                        return act("settings") ? null : SettingSchema.of(
                                Setting.of(BLOCKS, SettingType.oneWholeNumber(1), List.of(2), "residual blocks"));
                    }
                    @Override public Settings usual(List<Integer> input, int classes) {
                        return act("usual") ? null : NetworkFamily.super.usual(input, classes);
                    }
                    @Override public void check(Settings settings, List<Integer> input, int classes) { act("check"); }
                    @Override public List<Integer> stages(Settings settings) {
                        return act("stages") ? null : NetworkFamily.super.stages(settings);
                    }
                    @Override public Initialisation usualInitialisation() {
                        return act("usualInitialisation") ? null : NetworkFamily.super.usualInitialisation();
                    }
                    @Override public TrainingOptions usualTraining() {
                        return act("usualTraining") ? null : NetworkFamily.super.usualTraining();
                    }
                }
                @Override public String id() { return "bad"; }
                @Override public String version() { return "1"; }
                @Override public Set<Class<?>> roles() { return affine.roles(); }
                @Override public List<String> devices() { return affine.devices(); }
                @Override public boolean recognises(Path model) { return false; }
                @Override public FlowModel open(Path model, Execution e) { throw new UnsupportedOperationException(); }
                @Override public Optional<FlowTrainer> trainer() { return act("trainer") ? null : Optional.of(this); }
                @Override public List<NetworkFamily> families() { return act("families") ? null : List.of(new Family()); }
                @Override public List<TrainedFlow> train(List<TrainingRun> runs, Execution e, TrainingListener l)
                        throws InterruptedException {
                    if (act("train")) {
                        return null;
                    }
                    return new AffineTrainer().train(runs.stream().map(BadFamily::affine).toList(), e, l);
                }
                private static TrainingRun affine(TrainingRun run) {
                    NetworkSpec network = AffineTrainer.FAMILY.network(run.network().input(), run.network().classes())
                            .with("blocks", run.network().stages());
                    return new TrainingRun(network, Initialisation.normal(0.1), run.objective(),
                            run.options(), run.train(), run.test());
                }
            }
            """.formatted(DEED);

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private Path out;

    @BeforeAll
    static void installThePlugins() throws IOException {
        Path plugins = Files.createDirectory(home.resolve("plugins"));
        BadPlugins.compile(plugins, "BadObjective", OBJECTIVE, ObjectiveProvider.class);
        BadPlugins.compile(plugins, "BadFamily", FAMILY);
    }

    @BeforeEach
    void nameTheOutput() {
        out = folder.resolve("out");
    }

    @AfterEach
    void behave() {
        System.clearProperty(ACT);
    }

    /** A thread that looped on would take processor time from all later tests. */
    @AfterAll
    static void abandonedCallsHaveEnded() throws InterruptedException {
        for (int i = 0; i < 100 && !inPlugins().isEmpty(); i++) {
            Thread.sleep(50);
        }
        assertThat(inPlugins()).isEmpty();
    }

    private static List<String> inPlugins() {
        return Thread.getAllStackTraces().values().stream().flatMap(Arrays::stream).map(StackTraceElement::toString)
                .filter(frame -> frame.contains("plugin.Bad")).toList();
    }

    private Object[] training(String model, String objective, Object... more) {
        List<Object> arguments =
                new ArrayList<>(List.of("train", "--data", "circles", "--train-size", 40, "--test-size", 30,
                        "--model", model, "--objective", objective, "--epochs", 2, "--out", out, "--quiet"));
        arguments.addAll(List.of(more));
        return arguments.toArray();
    }

    private static LapRun lap(Object... arguments) {
        return LapRun.in(Map.of("LAP_HOME", home.toString()), arguments);
    }

    private void isRefused(LapRun run, String... names) {
        assertThat(run.exitCode()).as(run.err()).isNotZero();
        assertThat(run.err().lines()).singleElement().asString().startsWith("lap: ").contains(names);
        assertThat(run.out()).isEmpty();
        assertThat(out.resolve("records.jsonl")).doesNotExist();
        assertThat(out.resolve("models")).doesNotExist();
    }

    @Test
    void soundPluginsTrain() {
        lap(training("mlp", "bad", "--blocks", 1)).done();
        out = folder.resolve("family");
        lap(training("bad-family", "vanilla")).done();
    }

    /** What an objective is asked for before a training: its provider is left out or it is refused. */
    @ParameterizedTest
    @ValueSource(
            strings = {"constructor", "key", "help", "settings", "create", "objective-key", "formula", "parameters",
                    "multiplier", "term", "loss"})
    void anObjectiveThatFailsIsNamed(String method) {
        for (String act : List.of("state", "error", "link", "stack", "death", "null")) {
            if (method.equals("constructor") && act.equals("null")) {
                continue;
            }
            System.setProperty(ACT, method + " " + act);
            isRefused(lap(training("mlp", "bad", "--blocks", 1)), "bad");
        }
        // The others work.
        lap(training("mlp", "fixed", "--blocks", 1)).done();
    }

    @ParameterizedTest
    @ValueSource(strings = {"trainer", "families", "key", "name", "help", "settings", "usual", "check", "stages",
            "usualInitialisation", "usualTraining", "train"})
    void aFamilyThatFailsIsNamed(String method) {
        for (String act : List.of("state", "error", "link", "stack", "death", "null")) {
            if (method.equals("check") && act.equals("null")) {
                continue;
            }
            System.setProperty(ACT, method + " " + act);
            isRefused(lap(training("bad-family", "vanilla")), "the backend 'bad' failed: ", method);
        }
        // The others work.
        lap(training("mlp", "vanilla", "--blocks", 1)).done();
    }

    @ParameterizedTest
    @CsvSource({"bad-family, vanilla, train, the backend 'bad' failed: no sign of it in train",
            "mlp, bad, term, in plugin.BadObjective", "mlp, bad, loss, in plugin.BadObjective"})
    void whatLoopsIsGivenUpAfterTheTimeout(String model, String objective, String method, String sentence) {
        System.setProperty(ACT, method + " loop");
        // Longer than the start of an engine takes on a busy machine.
        isRefused(lap(training(model, objective, "--blocks", 1, "--timeout", 8)), sentence,
                "its timeout; it was given up");
    }

    @Test
    void aStudyGivesUpToo() throws IOException {
        Path study = Files.writeString(folder.resolve("study.yaml"), """
                study: s
                settings: {data: circles, train-size: 40, test-size: 30, model: bad-family, epochs: 2}
                rows: [{label: a}]
                columns: [{label: b}]
                """);
        System.setProperty(ACT, "train loop");
        LapRun run = lap("study", study, "--out", out, "--timeout", 1, "--quiet");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err() + run.out()).contains("the backend 'bad' failed: no sign of it in train for 1.0 s");
        assertThat(out.resolve("records.jsonl")).doesNotExist();
    }

    @Test
    void aTrainingInTimeIsTheSameWithATimeout() throws IOException {
        lap(training("mlp", "vanilla", "--blocks", 1)).done();
        Path plain = out;
        out = folder.resolve("timed");
        lap(training("mlp", "vanilla", "--blocks", 1, "--timeout", 60)).done();

        assertThat(curve(out)).isEqualTo(curve(plain));
    }

    private static String curve(Path run) throws IOException {
        return LapRun.Json.object(Files.readString(run.resolve("records.jsonl"))).at("/training/curve").toString();
    }

    /** In a process of its own. */
    @ParameterizedTest
    @CsvSource({"mlp, bad, key", "mlp, bad, create", "mlp, bad, loss", "bad-family, vanilla, families",
            "bad-family, vanilla, check", "bad-family, vanilla, train"})
    void whatEndsTheProgramHasFailedIt(String model, String objective, String method) throws Exception {
        Path log = folder.resolve("log");
        Process process =
                LapProcess.start(log, Arrays.stream(training(model, objective)).map(Object::toString).toList(),
                        Map.of("LAP_HOME", home.toString(), VARIABLE, method + " exit"));

        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(log)).contains("called System.exit before the command was complete");
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(out.resolve("records.jsonl")).doesNotExist();
    }
}
