package org.leastaction.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.command.Lap;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.flow.objective.ObjectiveProvider;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** The objective of docs/own-objective.md works as the page describes, with no change in the product. */
class OwnObjectiveGuideTest {

    @TempDir
    static Path home;

    private static Path classes;

    @TempDir
    Path folder;

    @BeforeAll
    static void compile() throws IOException {
        classes = GuideCode.compile("own-objective.md", ObjectiveProvider.class, home);
        GuideCode.jar(classes, Files.createDirectories(home.resolve("plugins")).resolve("acceleration.jar"));
    }

    @Test
    void aProgramTrainsWithIt() throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            var train = loader.loadClass("org.example.objective.TrainStraight")
                    .getMethod("train", double.class, LabelledPoints.class, LabelledPoints.class);
            List<?> free = (List<?>) train.invoke(null, 0.0, halves(64), halves(16));
            List<?> straight = (List<?>) train.invoke(null, 1.0, halves(64), halves(16));
            assertThat((Double) straight.get(19)).as("changes of velocity at weight 1, against weight 0")
                    .isPositive().isLessThan(0.5 * (Double) free.get(19));
        }
    }

    @Test
    void itIsEvaluatedByHand() throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            assertThat(loader.loadClass("org.example.objective.AccelerationByHand").getMethod("term").invoke(null))
                    .isEqualTo(2.5);
        }
    }

    @Test
    void theCommandTrainsWithItAndReportsIt() throws IOException {
        Path out = folder.resolve("run");
        lap(0, "train", "--data", "circles", "--train-size", 64, "--test-size", 32, "--model", "mlp", "--epochs", 2,
                "--objective", "acceleration", "--objective-weight", 0.5, "--seed", 1, "--out", out);
        JsonNode objective = records(out).get(0).get("objective");
        assertThat(objective.get("name").asText()).isEqualTo("acceleration");
        assertThat(objective.get("class").asText()).isEqualTo("org.example.objective.Acceleration");
        assertThat(objective.get("formula").asText()).isEqualTo("CE + λ·Σ mean |v_k − v_(k−1)|²");
        assertThat(objective.get("weight").asDouble()).isEqualTo(0.5);
        assertThat(objective.get("lambda0").isNull()).as("a parameter of other objectives").isTrue();
        assertThat(records(out).get(0).at("/training/curve/lambda/1").asDouble()).isEqualTo(0.5);
        lap(0, "report", out, "--out", folder.resolve("report"));
        assertThat(folder.resolve("report/report.pdf")).isNotEmptyFile();
        String again = lap(0, "train", "--data", "circles", "--train-size", 64, "--test-size", 32, "--model", "mlp",
                "--epochs", 2, "--objective", "acceleration", "--objective-weight", 0.5, "--seed", 1, "--out", out);
        assertThat(again).as("the same training asked for again").contains("already contains this training");
    }

    @Test
    void wrongSettingsAreRefused() {
        for (String value : List.of("-1", "NaN", "much")) {
            assertThat(lap(2, "train", "--data", "circles", "--model", "mlp", "--objective", "acceleration",
                    "--objective-weight", value, "--out", folder.resolve("bad")))
                    .isEqualTo("lap: --objective-weight must be a finite number of at least 0, not '" + value + "'\n");
        }
        assertThat(lap(2, "train", "--data", "circles", "--model", "mlp", "--objective-weight", 1, "--out",
                folder.resolve("bad"))).contains("the objective vanilla does not use --objective-weight");
        assertThat(lap(2, "train", "--data", "circles", "--model", "mlp", "--objective", "acceleration", "--tau", 1,
                "--out", folder.resolve("bad"))).contains("the objective acceleration does not use --tau");
        assertThat(folder.resolve("bad")).doesNotExist();
    }

    @Test
    void aStudyTrainsWithItOnTheSeedsOfTheOthers() throws IOException {
        Path file = Files.writeString(folder.resolve("own.yaml"), """
                study: own
                title: An objective of one's own
                instances: 2
                settings: {data: circles, model: mlp, blocks: 3, train-size: 64, test-size: 32, epochs: 2}
                columns:
                  - label: accuracy
                rows:
                  - {label: vanilla}
                  - {label: undivided, settings: {objective: lap, objective-form: undivided}}
                  - {label: control, settings: {objective: control}}
                  - {label: straight, settings: {objective: acceleration, objective-weight: 0.5}}
                """);
        Path out = folder.resolve("study");
        lap(0, "study", file, "--out", out);
        List<JsonNode> records = records(out);
        assertThat(records).hasSize(8);
        assertThat(records).extracting(record -> record.at("/objective/name").asText())
                .contains("vanilla", "lap", "control", "acceleration");
        assertThat(records).filteredOn(record -> record.at("/objective/name").asText().equals("lap"))
                .extracting(record -> record.at("/objective/objective_form").asText()).containsOnly("undivided");
        assertThat(records.stream().map(record -> record.at("/training/seed").asLong()).distinct())
                .as("seeds, which the objectives share").hasSize(2);
    }

    private static List<JsonNode> records(Path run) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("records.jsonl"))) {
            records.add(new ObjectMapper().readTree(line));
        }
        return records;
    }

    private static LabelledPoints halves(int points) {
        float[] values = new float[2 * points];
        int[] labels = new int[points];
        for (int i = 0; i < points; i++) {
            values[2 * i] = (float) Math.cos(i);
            values[2 * i + 1] = (float) Math.sin(i);
            labels[i] = values[2 * i] > 0 ? 1 : 0;
        }
        return new LabelledPoints(FloatPoints.wrap(values, points, 2), labels, 2, List.of(2));
    }

    /** Standard error of a run of the command with the plug-in. */
    private static String lap(int exitCode, Object... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> words = new ArrayList<>(Arrays.stream(arguments).map(Object::toString).toList());
        words.addAll(List.of("--threads", "1"));
        Surroundings surroundings = Surroundings.of(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))
                .withEnvironment(Map.of("LAP_HOME", home.toString()));
        int actual = Lap.run(words.toArray(String[]::new), surroundings);
        assertThat(actual).as("lap %s: %s", String.join(" ", words), err.toString(StandardCharsets.UTF_8))
                .isEqualTo(exitCode);
        return err.toString(StandardCharsets.UTF_8);
    }
}
