package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.command.LapRun.Json;

/** {@code lap compare} on networks of the plane, trained here and elsewhere. */
class CompareCommandTest {

    private static final Path FOREIGN =
            Repository.root().resolve("lap-onnx/src/test/resources/golden/plane.onnx");

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    @BeforeAll
    static void trainOnce() {
        for (int seed = 1; seed <= 2; seed++) {
            train("vanilla", seed, "vanilla", 3);
            train("lap", seed, "lap", 3);
        }
        train("longer", 1, "vanilla", 6);
        train("mixed", 1, "vanilla", 3);
        train("mixed", 1, "lap", 3);
    }

    private static void train(String out, int seed, String objective, int epochs) {
        LapRun.of("train", "--data", "circles", "--train-size", 60, "--test-size", 60, "--model", "mlp", "--blocks", 3,
                "--init", "kaiming", "--objective", objective, "--epochs", epochs, "--seed", seed,
                "--out", shared.resolve(out)).done();
    }

    private LapRun compare(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("compare"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of("--data", "circles", "--train-size", 60, "--test-size", 60));
        if (!all.contains("--out")) {
            all.addAll(List.of("--out", folder.resolve("out")));
        }
        return LapRun.of(all.toArray());
    }

    @Test
    void aNetworkWithItselfIsTheSame() throws IOException {
        LapRun run = compare(FOREIGN, FOREIGN).done();
        JsonNode json = Json.object(Files.readString(folder.resolve("out/comparison.json")));
        JsonNode pair = json.at("/pairs/0");

        assertThat(run.out())
                .contains("The models A and B are the same on these 60 samples: every difference is exactly 0");
        assertThat(run.out().lines()).contains("  A: plane.onnx", "  B: plane.onnx");
        assertThat(pair.get("identical").asBoolean()).isTrue();
        pair.get("quantities").properties().forEach(quantity -> {
            JsonNode difference = quantity.getValue().get("difference");
            JsonNode value = difference.isObject() ? difference.get("value") : difference;
            assertThat(value.isNull() || value.asDouble() == 0).as(quantity.toString()).isTrue();
        });
        assertThat(pair.get("quantities").has("ot_gap")).isTrue();
        assertThat(pair.get("similarity")).hasSize(4).allSatisfy(state -> {
            assertThat(state.at("/cka_depth/value").asDouble()).isEqualTo(1);
            assertThat(state.get("procrustes_depth").asDouble()).isZero();
        });
        assertThat(Folders.files(folder.resolve("out")))
                .containsExactly("comparison.json", "comparison.pdf", "manifest.json", "summary.csv");
    }

    @Test
    void modelsOfSeveralSeedsAreComparedOverThem() throws IOException {
        JsonNode json = compare(shared.resolve("vanilla"), shared.resolve("lap"), "--json").done().json();
        JsonNode pair = json.at("/pairs/0");

        assertThat(json.at("/models/0/name").asText()).isEqualTo("vanilla");
        assertThat(json.at("/models/1/name").asText()).isEqualTo("LAP");
        assertThat(pair.get("networks")).hasSize(2);
        assertThat(pair.at("/quantities/transport_cost/interval").asText()).isEqualTo("seeds");
        assertThat(pair.at("/quantities/ot_gap/difference").has("low")).isTrue();
        assertThat(pair.at("/summary/0/text").asText()).isNotBlank();
        String text = text(folder.resolve("out/comparison.pdf"));
        assertThat(text).contains("LAP beside vanilla").contains("By depth").contains("Quantity by quantity")
                .contains(pair.at("/summary/0/text").asText().substring(0, 30));
        List<String> lines = Files.readAllLines(folder.resolve("out/summary.csv"));
        assertThat(lines.get(0)).startsWith("first,second,quantity,");
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("vanilla,LAP,transport_cost,"))
                .anySatisfy(line -> assertThat(line).startsWith("vanilla,LAP,cka_depth,1.0"));
    }

    @Test
    void threeModelsAreEachComparedWithTheFirst() {
        JsonNode json = compare(shared.resolve("vanilla/models/circles-mlp-vanilla-kaiming-1-seed-1"),
                shared.resolve("longer"), FOREIGN, "--names", "short,long,other", "--seed", 1, "--metrics", "cost",
                "--json").done().json();

        assertThat(json.get("pairs")).hasSize(2);
        assertThat(json.at("/pairs/0/second").asText()).isEqualTo("long");
        assertThat(json.at("/pairs/1/first").asText()).isEqualTo("short");
        assertThat(json.at("/pairs/0/quantities/transport_cost/interval").asText()).isEqualTo("samples");
        assertThat(json.at("/pairs/0/quantities").has("accuracy")).isFalse();
    }

    /** Two settings of one training differ in their ids, so that one report has both. */
    @Test
    void twoSettingsOfOneTrainingAreReportedTogether() throws IOException {
        LapRun.of("report", shared.resolve("vanilla"), shared.resolve("longer"), "--out", folder.resolve("both"))
                .done();

        assertThat(Files.readAllLines(folder.resolve("both/records.jsonl"))).hasSize(3);
    }

    @Test
    void aComparisonThatFailedAtItsEndGoesOnWithItsParts() throws IOException {
        Path out = folder.resolve("out");
        Files.createDirectories(out.resolve("summary.csv/in-the-way"));
        LapRun failed = compare(shared.resolve("vanilla"), shared.resolve("lap"), "--metrics", "cost,holder");
        assertThat(failed.exitCode()).isNotZero();
        assertThat(out.resolve("comparison.json")).doesNotExist();

        Files.delete(out.resolve("summary.csv/in-the-way"));
        Files.delete(out.resolve("summary.csv"));
        LapRun again = compare(shared.resolve("vanilla"), shared.resolve("lap"), "--metrics", "cost,holder").done();
        assertThat(again.err()).contains("holder was measured earlier; the result is reused");
        assertThat(Folders.files(out))
                .containsExactly("comparison.json", "comparison.pdf", "manifest.json", "summary.csv");
    }

    @Test
    void badInputIsRefusedInOneSentence() throws IOException {
        Path vanilla = shared.resolve("vanilla");
        refused("lap compare needs at least two models, not " + vanilla + " alone", vanilla);
        refused("there is no such model file or folder", vanilla, folder.resolve("nowhere.onnx"));
        refused("--names: 2 different names are needed, one for each model, not a", vanilla, FOREIGN, "--names", "a");
        refused("--names: 2 different names are needed", vanilla, FOREIGN, "--names", "a,a");
        refused("--samples must be at least 2, not 1", vanilla, FOREIGN, "--samples", 1);
        refused("--metrics: 'colour' is not one of accuracy, cost", vanilla, FOREIGN, "--metrics", "colour");
        refused("holds networks of several settings (for example, --objective is lap in one and vanilla in another)",
                vanilla, shared.resolve("mixed"));
        refused("there is no such model, and none whose name starts like this",
                vanilla, shared.resolve("vanilla/models/other-"));
        refused("were trained with the seeds 1 and 2, which divide these data differently",
                model("vanilla", 1), model("lap", 2));
    }

    private static Path model(String run, int seed) {
        return shared.resolve(run + "/models/circles-mlp-" + run + "-kaiming-1-seed-" + seed);
    }

    @Test
    void differentShapesAndClassesAreRefused() throws IOException {
        Path images = SampleData.images(folder.resolve("images.npz"), 50, 3);
        Path points = SampleData.points(folder.resolve("points.npz"), 50, 4, 3);
        LapRun.of("train", "--data", points, "--model", "mlp", "--blocks", 1, "--epochs", 1, "--out",
                folder.resolve("points")).done();
        LapRun.of("compare", folder.resolve("points"), FOREIGN, "--data", images, "--out", folder.resolve("out"))
                .refused(2, "the data have points of shape");
        refused("the data have points of shape", FOREIGN, folder.resolve("points"), "--quiet");
    }

    @Test
    void aFolderOfSomethingElseIsNotOverwritten() {
        compare(FOREIGN, FOREIGN, "--metrics", "cost").done();
        compare(FOREIGN, FOREIGN, "--metrics", "cost").done();
        compare(FOREIGN, FOREIGN, "--metrics", "cost", "--samples", 30)
                .refused(2, "contains another comparison; choose another folder");
        compare(FOREIGN, FOREIGN, "--metrics", "cost", "--out", shared.resolve("vanilla"))
                .refused(2, "contains records of networks; choose another folder");
    }

    private void refused(String sentence, Object... arguments) {
        compare(arguments).refused(2, sentence);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private static String text(Path pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
            return new PDFTextStripper().getText(document);
        }
    }
}
