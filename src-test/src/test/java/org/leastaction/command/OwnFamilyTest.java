package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A family of networks that a plug-in brings is trained, studied and reported like any other. */
class OwnFamilyTest {

    private static final String SOURCE = """
            package plugin;
            import java.io.IOException;
            import java.nio.file.Path;
            import java.util.*;
            import org.leastaction.flow.*;
            import org.leastaction.flow.backend.*;
            import org.leastaction.flow.contract.*;
            import org.leastaction.flow.training.*;
            import org.leastaction.settings.*;
            public final class Shear implements FlowBackend, FlowTrainer {
                private static final Setting<Double> TILT =
                        Setting.of("tilt", SettingType.numberAbove(0), 0.5, "slope of a shear").reportedAs("tilt %s");
                private final AffineBackend affine = new AffineBackend();
                private record Family() implements NetworkFamily {
                    @Override public String key() { return "shear"; }
                    @Override public String name() { return "Shear"; }
                    @Override public String help() { return "network of shears"; }
                    @Override public SettingSchema settings() {
                        return SettingSchema.of(
                                Setting.of(BLOCKS, SettingType.oneWholeNumber(1), List.of(2), "residual blocks"), TILT);
                    }
                }
                @Override public String id() { return "shear"; }
                @Override public String version() { return "1"; }
                @Override public Set<Class<?>> roles() { return affine.roles(); }
                @Override public List<String> devices() { return affine.devices(); }
                @Override public boolean recognises(Path model) { return affine.recognises(model); }
                @Override public FlowModel open(Path model, Execution execution) throws IOException {
                    return affine.open(model, execution);
                }
                @Override public Optional<FlowTrainer> trainer() { return Optional.of(this); }
                @Override public List<NetworkFamily> families() { return List.of(new Family()); }
                @Override public List<TrainedFlow> train(List<TrainingRun> runs, Execution e, TrainingListener l)
                        throws InterruptedException {
                    return new AffineTrainer().train(runs.stream().map(Shear::affine).toList(), e, l);
                }
                private static TrainingRun affine(TrainingRun run) {
                    NetworkSpec network = AffineTrainer.FAMILY.network(run.network().input(), run.network().classes())
                            .with("blocks", run.network().stages());
                    return new TrainingRun(network, Initialisation.normal(run.network().get(TILT)), run.objective(),
                            run.options(), run.train(), run.test());
                }
            }
            """;

    @TempDir
    static Path home;

    @TempDir
    Path out;

    @BeforeAll
    static void installThePlugin() throws IOException {
        Files.createDirectory(home.resolve("plugins"));
        BadPlugins.compile(home.resolve("plugins"), "Shear", SOURCE);
    }

    private LapRun lap(Object... arguments) {
        return LapRun.in(Map.of("LAP_HOME", home.toString()), arguments);
    }

    private LapRun train(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("train", "--data", "circles", "--train-size", 40,
                "--test-size", 30, "--model", "shear", "--epochs", 2, "--out", out.resolve("run")));
        arguments.addAll(List.of(more));
        return lap(arguments.toArray());
    }

    @Test
    void itsSettingsAreOptionsAndStandInRecordAndReport() throws IOException {
        train("--blocks", 3, "--tilt", 0.25).done();

        String record = Files.readString(out.resolve("run/records.jsonl"));
        assertThat(record).contains("\"family\":\"shear\"").contains("\"tilt\":0.25").contains("\"blocks\":3")
                .contains("Shear of 3 blocks (tilt 0.25)");
        assertThat(Files.readString(out.resolve("run/summary.csv"))).contains("tilt");
        lap("report", out.resolve("run")).done();
        assertThat(out.resolve("run/report.pdf")).isNotEmptyFile();
    }

    @Test
    void helpAndErrorsKnowItsSettings() {
        LapRun help = lap("train", "--help");
        assertThat(help.out()).contains("--tilt").contains("shear: 0.5").contains("Slope of a shear");
        train("--tilt", 0).refused(2, "--tilt must be a finite number above 0, not '0'");
        train("--width", 3).refused(2, "the network shear does not use --width");
        train("--titl", 3).refused(2, "--tilt");
    }

    @Test
    void aStudyVariesItsSettings() throws IOException {
        Path study = Files.writeString(out.resolve("tilts.yaml"), """
                study: tilts
                instances: 2
                settings: {data: circles, train-size: 40, test-size: 30, model: shear, epochs: 2}
                columns: [{label: a}]
                rows:
                  - {label: flat, settings: {tilt: 0.1}}
                  - {label: steep, settings: {tilt: 2}}
                """);
        lap("study", study, "--out", out.resolve("study")).done();
        assertThat(Files.readAllLines(out.resolve("study/records.jsonl"))).hasSize(4)
                .anySatisfy(line -> assertThat(line).contains("\"tilt\":0.1"))
                .anySatisfy(line -> assertThat(line).contains("\"tilt\":2.0"));

        Files.writeString(study, Files.readString(study).replace("tilt: 2", "tilt: -2"));
        lap("study", study, "--out", out.resolve("other")).refused(2, "tilt must be a finite number above 0, not '-2'");
    }
}
