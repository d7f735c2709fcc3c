package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.analysis.AnalysisBudget;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.data.Circles;
import org.leastaction.bench.data.DataPlaces;
import org.leastaction.bench.data.DataRequest;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.DataSets;
import org.leastaction.command.LapRun.Json;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.Optimiser.Sgd;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.ot.loops.Loops;
import org.leastaction.tf.TensorFlowBackend;
import org.leastaction.tf.network.Networks;

/** From data to a report, by the three commands one after the other. */
class TrainAnalyzeReportTest {

    private static final List<Object> CIRCLES =
            List.of("--data", "circles", "--train-size", 60, "--test-size", 40, "--seed", 3);

    @TempDir
    static Path folder;

    @TempDir
    Path other;

    private static LapRun trained;
    private static JsonNode answer;

    @BeforeAll
    static void trainOnce() {
        trained = train(folder.resolve("run"), "--json").done();
        answer = trained.json();
    }

    private static LapRun train(Path out, Object... more) {
        return run(List.of("train", "--model", "mlp", "--blocks", 3, "--width", 4, "--init", "kaiming", "--objective",
                "lap", "--epochs", 3, "--batch", 16, "--out", out), CIRCLES, List.of(more));
    }

    private static LapRun analyze(Object model, Path out, Object... more) {
        return run(List.of("analyze", "--model", model, "--budget", "Infinity", "--out", out), CIRCLES, List.of(more));
    }

    @SafeVarargs
    private static LapRun run(List<Object>... arguments) {
        return LapRun.of(List.of(arguments).stream().flatMap(List::stream).toArray());
    }

    @Test
    void trainWritesTheModelItsRecordAndTheManifest() throws IOException {
        Path run = folder.resolve("run");
        String id = answer.get("id").asText();
        JsonNode record = Json.object(Files.readString(run.resolve("records.jsonl")));

        assertThat(id).matches("circles-mlp-lap-kaiming-1-seed-3-[0-9a-f]{8}");
        assertThat(Folders.files(run)).containsExactly("flows/" + id + ".npz", "manifest.json",
                "models/" + id + "/model.json", "models/" + id + "/weights.npz", "records.jsonl", "summary.csv");
        assertThat(answer.get("model").asText()).isEqualTo(run.resolve("models").resolve(id).toString());
        assertThat(record.get("id").asText()).isEqualTo(id);
        assertThat(record.at("/training/curve/epoch")).hasSize(3);
        assertThat(record.at("/training/accuracy_last")).isEqualTo(answer.get("accuracy_last"));
        assertThat(record.has("analysis")).isFalse();
        JsonNode manifest = Json.object(Files.readString(run.resolve("manifest.json")));
        assertThat(manifest.get("command").asText()).isEqualTo("lap " + String.join(" ", trained.arguments()));
        assertThat(manifest.get("loops").asText()).isEqualTo(Loops.fastest().label());
    }

    @Test
    void analyzeGivesEveryDocumentedKeyWithConsistentNumbers() throws IOException {
        Path out = other.resolve("analysis");

        JsonNode printed = analyze(folder.resolve("run"), out, "--json").done().json();

        JsonNode analysis = Json.object(Files.readString(out.resolve("analysis.json")));
        assertThat(analysis).isEqualTo(printed);
        assertThat(Analyses.documentedKeys()).hasSizeGreaterThan(25)
                .allSatisfy(key -> assertThat(analysis.has(key)).as(key).isTrue());
        assertThat(analysis.fieldNames()).toIterable().filteredOn(key -> !key.endsWith("_reason"))
                .allSatisfy(key -> assertThat(Analyses.namedKeys()).contains(key));
        assertThat(Analyses.incompleteRows()).isEmpty();
        assertThat(analysis.get("top5").isNull()).isTrue();
        assertThat(analysis.get("top5_reason").asText()).isEqualTo("fewer than 6 classes");
        assertThat(analysis.get("samples").asInt()).isEqualTo(40);
        Analyses.requireConsistent(analysis);
        assertThat(Analyses.number(analysis, "transport_cost_elementwise"))
                .isCloseTo(Analyses.number(analysis, "transport_cost") / 2, within(1e-9));
        assertThat(Analyses.number(analysis, "accuracy"))
                .isCloseTo(answer.get("accuracy_last").asDouble(), within(1e-12));
        assertThat(Folders.files(out)).containsExactly("analysis.json",
                "flows/" + answer.get("id").asText() + ".npz", "manifest.json",
                "particles/" + answer.get("id").asText() + ".npz", "records.jsonl", "report.html", "report.pdf",
                "samples/" + answer.get("id").asText() + ".npz", "summary.csv");
        assertThat(analysis.get("summary")).as("the verdict").isNotEmpty();
        assertThat(Json.object(Files.readString(out.resolve("records.jsonl"))).get("analysis"))
                .isEqualTo(withoutVerdict(analysis));
    }

    @Test
    void analysingTwiceGivesTheSameBytes() {
        Path first = other.resolve("first");
        Path second = other.resolve("second");

        analyze(folder.resolve("run"), first).done();
        analyze(answer.get("model").asText(), second).done();

        assertThat(second.resolve("analysis.json")).hasSameBinaryContentAs(first.resolve("analysis.json"));
        assertThat(second.resolve("summary.csv")).hasSameBinaryContentAs(first.resolve("summary.csv"));
    }

    @Test
    void analysisOfASavedModelIsThatBeforeSaving() throws Exception {
        DataSet data = DataSets.standard().load(
                DataRequest.of("circles").withTrainSize(60).withTestSize(40).withCircles(Circles.defaults())
                        .withSeed(3),
                DataPlaces.of(Optional.empty(), Optional.empty(), other));
        TrainingRun run = new TrainingRun(
                Networks.family("mlp").network(List.of(2), 2).with("blocks", 3).with("width", 4),
                Initialisation.kaiming(1),
                Objective.leastAction(5, 1, 5),
                TrainingOptions.defaults().withEpochs(3).withBatch(16).withSeed(3),
                data.train(),
                data.test());
        Execution execution = new Execution(1, "auto");
        String before;
        try (TrainedFlow flow = new TensorFlowBackend().trainer().orElseThrow()
                .train(List.of(run), execution, TrainingListener.NONE).get(0)) {
            before = FlowAnalysis.defaults().withThreads(1).withSeed(3).withBudget(AnalysisBudget.unlimited())
                    .analyse(flow.model(), data.test()).analysis()
                    .toJson();
        }

        analyze(folder.resolve("run"), other.resolve("saved")).done();

        assertThat(withoutVerdict(Json.object(Files.readString(other.resolve("saved/analysis.json")))))
                .isEqualTo(Json.object(before));
    }

    private static JsonNode withoutVerdict(JsonNode analysis) {
        return ((ObjectNode) analysis.deepCopy()).without("summary");
    }

    @Test
    void samplesAreThatManyOfTheTestPoints() throws IOException {
        Path out = other.resolve("few");

        JsonNode few = analyze(folder.resolve("run"), out, "--samples", 25, "--json").done().json();

        assertThat(few.get("samples").asInt()).isEqualTo(25);
        Analyses.requireConsistent(few);
    }

    @Test
    void onlyTheMetricsAskedForAreMeasuredAndTimed() {
        LapRun run = analyze(folder.resolve("run"), other.resolve("chosen"), "--metrics", "cost,jacobian", "--timings",
                "--json").done();

        assertThat(run.json().has("transport_cost")).isTrue();
        assertThat(Analyses.number(run.json(), "lipschitz_jacobian")).isPositive();
        assertThat(run.json().get("jacobian_derivatives").asText()).isEqualTo("exact");
        assertThat(run.json().has("accuracy")).isFalse();
        assertThat(run.json().has("w2_squared")).isFalse();
        assertThat(run.err()).containsPattern("cost +[0-9.]+ s").containsPattern("jacobian +[0-9.]+ s")
                .doesNotContainPattern("robustness +[0-9.]+ s");
    }

    @Test
    void aSingleSampleHasNoPairsAndSaysSo() throws IOException {
        JsonNode one = analyze(folder.resolve("run"), other.resolve("one"), "--samples", 1, "--json").done().json();

        for (String key : List.of("monotonicity_violations", "lipschitz_pairs", "holder_exponent")) {
            assertThat(one.get(key).isNull()).as(key).isTrue();
            assertThat(one.get(key + "_reason").asText()).isEqualTo("a single sample has no pairs");
        }
        assertThat(one.get("ot_gap").asDouble()).isZero();
        assertThat(other.resolve("one/report.pdf")).exists();
    }

    @Test
    void reportsAreDrawnAgainFromTheRecordsAlone() throws IOException {
        Path out = other.resolve("analysis");
        analyze(folder.resolve("run"), out).done();
        byte[] report = Files.readAllBytes(out.resolve("report.pdf"));
        byte[] summary = Files.readAllBytes(out.resolve("summary.csv"));
        byte[] page = Files.readAllBytes(out.resolve("report.html"));
        Files.delete(out.resolve("report.pdf"));
        Files.delete(out.resolve("report.html"));
        Files.delete(out.resolve("summary.csv"));

        JsonNode told = LapRun.of("report", out, "--json").done().json();

        assertThat(told.get("reports").get(0).asText()).isEqualTo(out.resolve("report.pdf").toString());
        assertThat(out.resolve("report.pdf")).hasBinaryContent(report);
        assertThat(told.get("pages").get(0).asText()).isEqualTo(out.resolve("report.html").toString());
        assertThat(out.resolve("report.html")).hasBinaryContent(page);
        assertThat(out.resolve("summary.csv")).hasBinaryContent(summary);
    }

    @Test
    void particlesThatAreDamagedAreNamedAndTheOldReportStays() throws IOException {
        Path out = other.resolve("analysis");
        analyze(folder.resolve("run"), out).done();
        byte[] report = Files.readAllBytes(out.resolve("report.pdf"));
        Path particles = out.resolve("particles").resolve(answer.get("id").asText() + ".npz");
        Files.write(particles, Arrays.copyOf(Files.readAllBytes(particles), 200));

        LapRun.of("report", out).refused(2, particles + ": not a whole .npz file");

        assertThat(out.resolve("report.pdf")).hasBinaryContent(report);
    }

    @Test
    void aRunThatWasOnlyTrainedHasAReportToo() throws IOException {
        Path run = Folders.copy(folder.resolve("run"), other.resolve("run"));

        LapRun.of("report", run).done();

        assertThat(Files.readString(run.resolve("report.pdf"), StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
    }

    @Test
    void trainingTheSameAgainGivesTheSameModel() {
        Path again = other.resolve("again");

        train(again).done();

        String weights = "models/" + answer.get("id").asText() + "/weights.npz";
        assertThat(again.resolve(weights)).hasSameBinaryContentAs(folder.resolve("run").resolve(weights));
    }

    @Test
    void aTrainingThatIsThereIsToldNotTrainedAgain() throws IOException {
        Path run = Folders.copy(folder.resolve("run"), other.resolve("run"));
        Files.createDirectories(run.resolve("checkpoints/circles-mlp-lap-kaiming-1-seed-3/ensemble-1"));
        Files.delete(run.resolve("summary.csv"));

        LapRun again = train(run, "--json").done();

        assertThat(again.err()).contains(run + " already contains this training; delete it to train again");
        assertThat(again.json().get("seconds")).isEqualTo(answer.get("seconds"));
        assertThat(Folders.files(run)).isEqualTo(Folders.files(folder.resolve("run")));
        assertThat(run.resolve("checkpoints")).as("what a process left that was killed behind the record")
                .doesNotExist();
        for (String file : List.of("records.jsonl", "summary.csv")) {
            assertThat(run.resolve(file)).hasSameBinaryContentAs(folder.resolve("run").resolve(file));
        }
    }

    @Test
    void anotherPrecisionOrNumberOfThreadsIsNotTakenForTheTrainingThatIsThere() throws IOException {
        Path run = Folders.copy(folder.resolve("run"), other.resolve("run"));
        String held = run + " contains the record " + answer.get("id").asText();

        train(run, "--precision", "mixed").refused(2,
                held + " of another run: --precision is float there and mixed here;"
                        + " choose another folder");
        train(run, "--threads", "2").refused(2, held + " computed in float precision on 1 threads, this run would be in"
                + " float precision on 2 threads; choose another folder");

        assertThat(run.resolve("records.jsonl"))
                .hasSameBinaryContentAs(folder.resolve("run").resolve("records.jsonl"));
    }

    @Test
    void otherOptionsInTheFolderOfATrainingAreRefused() throws IOException {
        Path run = Folders.copy(folder.resolve("run"), other.resolve("run"));

        String held = run + " contains the record " + answer.get("id").asText() + " of another run: ";
        String choose = "; choose another folder or delete this one";
        train(run, "--lr", "0.5").refused(2, held + "--lr is 0.01 there and 0.5 here" + choose);
        train(run, "--tau", "2", "--mean", "0.5").refused(2, held
                + "the content of the data (--mean and --std change it too) is another, --tau is 1.0 there and 2.0 here"
                + choose);
        train(run, "--no-batch-norm").refused(2, held
                + "batch normalisation (--no-batch-norm) is true there and false here" + choose);

        assertThat(run.resolve("records.jsonl"))
                .hasSameBinaryContentAs(folder.resolve("run").resolve("records.jsonl"));
    }

    @Test
    void trainingsThatDifferInAnythingAreReportedTogether() throws IOException {
        List<List<Object>> variants = List.of(List.of("--lr", "0.02"), List.of("--momentum", "0.5"),
                List.of("--weight-decay", "0"), List.of("--uzawa-steps", "7"), List.of("--power", "3"),
                List.of("--time-step", "0.5"), List.of("--precision", "mixed"));
        List<Object> report = new ArrayList<>(List.of("report", folder.resolve("run")));
        for (List<Object> variant : variants) {
            Path run = other.resolve(variant.get(0).toString());
            train(run, variant.toArray()).done();
            report.add(run);
        }
        report.addAll(List.of("--out", other.resolve("all")));

        LapRun.of(report.toArray()).done();

        assertThat(Files.readAllLines(other.resolve("all/records.jsonl")))
                .extracting(line -> Json.object(line).get("id").asText())
                .doesNotHaveDuplicates().hasSize(variants.size() + 1);
    }

    @Test
    void recordsOfOlderVersionsAreKnownAgainAndReportedTogether() throws IOException {
        String id = answer.get("id").asText();
        String old = "circles-mlp-lap-kaiming-1-seed-3";
        Path run = older(folder.resolve("run"), id, old);
        assertThat(train(run, "--json").done().json().get("id").asText()).isEqualTo(old);
        Path first = other.resolve("slow");
        JsonNode slow = train(first, "--lr", "0.001", "--json").done().json();
        Path second = older(first, slow.get("id").asText(), old);

        LapRun.of("report", run, second, "--out", other.resolve("both")).done();

        assertThat(Files.readAllLines(other.resolve("both/records.jsonl")))
                .extracting(line -> Json.object(line).get("id").asText())
                .hasSize(2).contains(old).anyMatch(name -> name.matches(old + "-[0-9a-f]{8}"));
        LapRun.of("report", run, folder.resolve("run"), "--out", other.resolve("same")).done();
        LapRun.of("report", run, run, "--out", other.resolve("twice"))
                .refused(2, "the record " + old + " is in more than one of the folders");
    }

    /** A run as older versions wrote it: its id contains only data, method, initialisation and seed. */
    private Path older(Path run, String id, String old) throws IOException {
        Path copy = Folders.copy(run, other.resolve("old-" + run.getFileName()));
        Files.move(copy.resolve("models").resolve(id), copy.resolve("models").resolve(old));
        Path records = copy.resolve("records.jsonl");
        Files.writeString(records, Files.readString(records)
                .replaceAll(",\"files\":\\{[^}]*\\},\"crc32c\":\"[0-9a-f]{8}\"\\}", "}").replace(id, old));
        return copy;
    }

    @Test
    void otherOptionsOverTheStateOfAnUnfinishedTrainingAreRefused() throws Exception {
        Path run = other.resolve("run");
        Path state = run.resolve("checkpoints/circles-mlp-lap-kaiming-1-seed-3/ensemble-1");
        Thread worker = new Thread(() -> trainLong(run, "--checkpoint-seconds", 0, "--quiet"));
        worker.start();
        while (worker.isAlive() && !Files.exists(state.resolve("even.checkpoint"))) {
            Thread.sleep(1);
        }
        worker.interrupt();
        worker.join();
        assertThat(run.resolve("records.jsonl")).as("the training was interrupted before its end").doesNotExist();

        trainLong(run, "--quiet", "--power", 3)
                .refused(2, state + ": holds the state of another training: its objective is LeastAction[");

        assertThat(trainLong(run).done().err()).contains("the training goes on after step ");
        assertThat(run.resolve("checkpoints")).doesNotExist();
    }

    private static LapRun trainLong(Path out, Object... more) {
        return run(List.of("train", "--model", "mlp", "--blocks", 1, "--init", "kaiming", "--objective", "lap",
                "--epochs", 300, "--batch", 16, "--out", out), CIRCLES, List.of(more));
    }

    @Test
    void aDivergedTrainingFailsKeepsItsCurveAndWritesNoModel() throws IOException {
        Path run = other.resolve("diverged");
        for (int attempt = 1; attempt <= 2; attempt++) {
            LapRun told = train(run, "--lr", "1e30", "--json");

            assertThat(told.exitCode()).as("attempt %d", attempt).isEqualTo(1);
            assertThat(told.err().lines()).last().asString()
                    .startsWith("lap: the training diverged in epoch 1, at step ")
                    .contains("No model is written; the curve is in " + run.resolve("records.jsonl"));
            assertThat(told.json().get("diverged_at").asInt()).isEqualTo(1);
            assertThat(told.json().get("model").isNull()).isTrue();
            assertThat(Folders.files(run)).containsExactly("manifest.json", "records.jsonl", "summary.csv");
            assertThat(Json.object(Files.readString(run.resolve("records.jsonl"))).at("/training/curve/epoch"))
                    .isNotEmpty();
        }
        analyze(run, other.resolve("analysis")).refused(2, run + ": is a run directory without models");
        LapRun.of("report", run).done();
    }

    @Test
    void aDivergedAutoencoderFailsAndWritesNoModel() throws IOException {
        Path images = SampleData.images(other.resolve("images.npz"), 60, 3);
        Path out = other.resolve("ae");

        LapRun run = LapRun.of("train", "--model", "autoencoder", "--data", images, "--filters", 4, "--epochs", 2,
                "--lr", "1e30", "--out", out, "--json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("lap: the training diverged in epoch ").contains("No model is written");
        assertThat(run.json().get("model").isNull()).isTrue();
        assertThat(Folders.files(out)).contains("curve.csv").noneMatch(file -> file.startsWith("models/"));
    }

    @Test
    void aNetworkWithoutFiniteNumbersIsAnalysedAsFarAsItCanBe() throws Exception {
        DataSet data = DataSets.standard().load(
                DataRequest.of("circles").withTrainSize(60).withTestSize(40).withSeed(3),
                DataPlaces.of(Optional.empty(), Optional.empty(), other));
        TrainingRun run = new TrainingRun(
                Networks.family("mlp").network(List.of(2), 2), Initialisation.kaiming(1), Objective.vanilla(),
                TrainingOptions.defaults().withEpochs(1).withOptimiser(Sgd.defaults().withLearningRate(1e30)),
                data.train(), data.test());
        Path model = other.resolve("broken");
        try (TrainedFlow flow = new TensorFlowBackend().trainer().orElseThrow()
                .train(List.of(run), new Execution(1, "auto"), TrainingListener.NONE).get(0)) {
            flow.model().role(Saver.class).orElseThrow().save(model);
        }

        JsonNode analysis = analyze(model, other.resolve("analysis"), "--json").done().json();

        assertThat(analysis.get("w2_squared").isNull()).isTrue();
        assertThat(analysis.get("w2_squared_reason").asText()).contains("not finite");
        assertThat(Analyses.documentedKeys()).filteredOn(key -> !List.of("w2_method", "holder_scales").contains(key))
                .allSatisfy(key -> assertThat(analysis.has(key)).as(key).isTrue());
        assertThat(other.resolve("analysis/report.pdf")).exists();
    }
}
