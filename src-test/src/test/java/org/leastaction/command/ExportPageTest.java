package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * The Python code of docs/export.md, and of the guide's section on tokens, writes files that LAP analyses, with blocks
 * named by their modules. {@code $LAP_PEERS} names a Python, or several with {@link File#pathSeparator} between, as optimum needs
 * another version of transformers than the rest; a part of the page runs with the first that has its libraries, and is
 * skipped where none has.
 */
@Tag("peer")
class ExportPageTest {

    private static final Path PAGE = Repository.root().resolve("docs/export.md");
    private static final Path GUIDE = Repository.root().resolve("docs/guide.md");
    private static final List<String> PYTHONS = Stream.of(System.getenv().getOrDefault("LAP_PEERS", "")
            .split(File.pathSeparator)).filter(python -> !python.isBlank()).toList();

    @TempDir
    Path folder;

    @BeforeAll
    static void needsPython() {
        assumeTrue(!PYTHONS.isEmpty(), "LAP_PEERS does not name a Python with torch, torchvision, onnx and onnxscript");
    }

    @Test
    void bothExportersOfPyTorchKeepTheNamesOfTheBlocks() throws Exception {
        run("torch, torchvision, onnxscript", blocks(PAGE, "## PyTorch", "python"));
        List<String> modules = Stream.of("layer1.0", "layer1.1", "layer2.0", "layer2.1", "layer3.0", "layer3.1",
                "layer4.0", "layer4.1").toList();

        assertThat(names("network.onnx")).allSatisfy(name -> assertThat(name).matches("/layer./layer.\\.[01]/.*"));
        assertThat(analysed("network.onnx")).isEqualTo(modules);
        assertThat(analysed("old.onnx")).isEqualTo(modules);
    }

    @Test
    void thePreprocessingInTheFileIsUsed() throws Exception {
        List<String> code = new ArrayList<>(blocks(PAGE, "## PyTorch", "python"));
        code.addAll(blocks(PAGE, "## Preprocessing in the file", "python"));
        run("torch, torchvision, onnxscript, onnx", code);
        LapRun run = analyse("described.onnx", List.of("--no-labels"));

        assertThat(run.done().err()).contains("as in the model's training");
        assertThat(run.json().get("transport_cost").asDouble())
                .isEqualTo(analyse("network.onnx", preprocessing()).done().json().get("transport_cost").asDouble());
    }

    @Test
    void aTransformerOfHuggingFace() throws Exception {
        run("torch, transformers, onnxscript", blocks(PAGE, "## Hugging Face", "python"));

        assertThat(analysed("vit.onnx")).hasSize(6).allSatisfy(name -> assertThat(name).matches(".*[0-2]/.*"));
    }

    /** The page's network is on a hub, from which nothing is loaded here: one of the same kind is in a folder. */
    @Test
    void theCommandOfOptimum() throws Exception {
        String python = run("torch, transformers, optimum.exporters.onnx", List.of("""
                import transformers
                config = transformers.ViTConfig(image_size=64, hidden_size=48, num_hidden_layers=3, num_attention_heads=3,
                                                intermediate_size=96)
                transformers.ViTForImageClassification(config).save_pretrained("own")
                transformers.ViTImageProcessor(size={"height": 64, "width": 64}).save_pretrained("own")
                """));
        List<String> lines = blocks(PAGE, "## Hugging Face", "sh").get(0).strip().lines().toList();
        List<String> export = words(lines.get(0).replace("google/vit-base-patch16-224", "own"));
        Path optimum = Path.of(python).resolveSibling(export.get(0));
        assumeTrue(Files.isExecutable(optimum), "no " + optimum);
        export.set(0, optimum.toString());
        execute(export);
        List<String> analyze = words(lines.get(1).replace("224,224", "64,64"));
        LapRun run = analyse(analyze.get(analyze.indexOf("--model") + 1),
                analyze.subList(analyze.indexOf("--no-labels"), analyze.size())).done();

        assertThat(run.err()).contains("as in the model's training", "as preprocessor_config.json states");
        assertThat(run.json().get("block_names").asText().split(", ")).containsExactly("layer.0", "layer.0/output",
                "layer.1", "layer.1/output", "layer.2", "layer.2/output");
    }

    @Test
    void keras() throws Exception {
        run("keras, torch, onnxscript", blocks(PAGE, "## Keras and TensorFlow", "python").subList(0, 1));

        assertThat(names("keras.onnx")).hasSize(3);
        assertThat(analyse("keras.onnx", List.of("--no-labels", "--resize", "32,32"))).satisfies(LapRun::done);
    }

    /** The guide's model and sentences are the reader's: here a small model and random tokens take their place. */
    @Test
    void theNetworkOfTokensOfTheGuide() throws Exception {
        String code = blocks(GUIDE, "### Tokens and several inputs", "python").get(0);
        run("torch, transformers, onnxscript", List.of("""
                import numpy as np, torch, transformers
                torch.manual_seed(0)
                model = transformers.BertForSequenceClassification(transformers.BertConfig(
                    vocab_size=50, hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=64,
                    num_labels=3)).eval()
                mask = (torch.arange(12) < torch.randint(4, 11, (24, 1))).long()
                batch = {"input_ids": torch.randint(1, 50, (24, 12)) * mask, "attention_mask": mask,
                         "token_type_ids": torch.zeros(24, 12, dtype=torch.long)}
                labels = np.arange(24) % 3
                """, code.substring(code.indexOf("names = "))));

        assertThat(names("bert.onnx")).hasSize(6);
        JsonNode layers = LapRun.of("analyze", "--model", folder.resolve("bert.onnx"), "--data",
                folder.resolve("sentences.npz"), "--particle", "mean", "--blocks", "layers", "--metrics",
                "accuracy,cost", "--html-points", 0, "--out", folder.resolve("means"), "--json").done().json();
        assertThat(layers.get("transport_cost_blocks")).hasSize(3);
    }

    private static List<String> preprocessing() {
        String analyze = blocks(PAGE, "## PyTorch", "sh").get(0);
        return words(analyze.substring(analyze.indexOf("--no-labels")));
    }

    private static List<String> words(String line) {
        return new ArrayList<>(List.of(line.strip().split(" ")));
    }

    /** The names of an analysis with the page's options. */
    private List<String> analysed(String file) throws IOException {
        return List.of(analyse(file, preprocessing()).done().json().get("block_names").asText().split(", "));
    }

    private LapRun analyse(String file, List<String> options) throws IOException {
        List<Object> words = new ArrayList<>(List.of("analyze", "--model", folder.resolve(file), "--data",
                pictures(), "--metrics", "accuracy,cost", "--html-points", 0, "--out",
                folder.resolve("analysis-" + file.replace('/', '-') + options.size()), "--json"));
        words.addAll(options);
        return LapRun.of(words.toArray());
    }

    private List<String> names(String file) {
        List<String> names = new ArrayList<>();
        for (JsonNode segment : LapRun.of("inspect", folder.resolve(file), "--json").done().json().get("segments")) {
            segment.get("blocks").forEach(block -> names.add(block.get("name").asText()));
        }
        return names;
    }

    private Path pictures() throws IOException {
        Path place = folder.resolve("pictures");
        Random random = new Random(1);
        for (int i = 0; i < 8 && !Files.exists(place.resolve("test/b/7.png")); i++) {
            BufferedImage picture = new BufferedImage(80, 90, BufferedImage.TYPE_INT_RGB);
            int seed = random.nextInt();
            IntStream.range(0, 80 * 90).forEach(p -> picture.setRGB(p % 80, p / 80,
                    Color.getHSBColor((p + seed) % 97 / 97f, 1, p % 90 / 90f).getRGB()));
            Path file = place.resolve(i % 2 == 0 ? "test/a" : "test/b").resolve(i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(picture, "png", file.toFile());
        }
        return place;
    }

    /** The blocks of a language in a section of a page. */
    private static List<String> blocks(Path file, String heading, String language) {
        try {
            String page = Files.readString(file);
            int start = page.indexOf(heading + "\n");
            assertThat(start).as(heading).isPositive();
            int end = page.indexOf("\n" + heading.substring(0, heading.indexOf(' ') + 1), start + 1);
            return Pattern.compile("(?s)```" + language + "\n(.*?)```")
                    .matcher(page.substring(start, end < 0 ? page.length() : end)).results()
                    .map(match -> match.group(1)).toList();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Runs blocks of code as one program in the folder, with the Python that is returned; without one, skips the test. */
    private String run(String libraries, List<String> code) throws Exception {
        String python = python(libraries);
        Path program = Files.writeString(folder.resolve("page.py"), String.join("\n", code));
        execute(List.of(python, program.toString()));
        return python;
    }

    /** The first Python that has libraries. */
    private static String python(String libraries) throws Exception {
        List<String> missing = new ArrayList<>();
        for (String python : PYTHONS) {
            Process imports = new ProcessBuilder(python, "-c", "import " + libraries).redirectErrorStream(true).start();
            String printed = new String(imports.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (imports.waitFor() == 0) {
                return python;
            }
            missing.add(python + " lacks one of " + libraries + ": " + printed);
        }
        throw new TestAbortedException(String.join("\n", missing));
    }

    private void execute(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("KERAS_BACKEND", "torch");
        builder.environment().put("HF_HUB_OFFLINE", "1");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, printed).isZero();
    }
}
