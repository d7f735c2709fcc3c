package org.leastaction.tf.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.flow.PicturePreparation;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.io.InputFileException;
import org.leastaction.tf.graph.Parameter;
import org.leastaction.tf.graph.Parameter.Change;
import org.leastaction.tf.graph.Parameter.Start;
import org.leastaction.tf.network.Networks;

class ModelFolderTest {

    private static final NetworkSpec NETWORK = Networks.family("mlp").network(List.of(2), 2).with("blocks", 1);
    private static final List<Parameter> PARAMETERS =
            List.of(new Parameter("block1/first/kernel", List.of(2, 2), Start.WEIGHT, Change.GRADIENT));
    private static final float[] VALUES = {1, -0f, Float.MIN_VALUE, (float) Math.PI};

    @TempDir
    Path folder;

    private Path written() throws IOException {
        Path model = folder.resolve("model");
        ModelFolder.write(model, NETWORK, InputDescription.unknown(),
                new NetworkWeights(Map.of("block1/first/kernel", VALUES)),
                PARAMETERS);
        return model;
    }

    @Test
    void weightsComeBackBitEqual() throws IOException {
        ModelFolder.Contents contents = ModelFolder.read(written());
        assertThat(contents.network()).isEqualTo(NETWORK);
        assertThat(contents.weights().of("block1/first/kernel", 4)).containsExactly(VALUES);
    }

    @Test
    void everySpecificationComesBackWhole() throws IOException {
        List<Integer> image = List.of(9, 7, 3);
        for (NetworkSpec network : List.of(
                Networks.family("mlp").network(List.of(2), 2).with("time-step", 0.25).with("batch-norm", false),
                Networks.family("mlp").network(List.of(2), 2).with("readout", "random"),
                Networks.family("resnet9").network(image, 10)
                        .with(Map.of("resolution", "full", "filters", 6, "classifier-layers", 3)),
                Networks.family("resnet").network(image, 5).with("time-step", 0.5).with("blocks", List.of(1, 2)),
                Networks.family("resnext50").network(image, 100).with("batch-norm", false),
                Networks.family("resnext29").network(image, 10).with("cardinality", 4))) {
            Path model = folder.resolve("spec");
            ModelFolder.write(model, network, InputDescription.unknown(), new NetworkWeights(Map.of()), List.of());
            assertThat(ModelFolder.read(model).network()).isEqualTo(network);
        }
    }

    @Test
    void theInputsComeBack() throws IOException {
        InputDescription none = InputDescription.unknown();
        InputDescription colour = none.with(
                new InputNormalisation(List.of(0.4914, 0.4822, 0.4465), List.of(0.2, 0.199, 0.201)));
        InputDescription pictures = none.with(
                new PicturePreparation(List.of(256), List.of(224, 192), "bicubic", "rgb", "down"));
        for (InputDescription known : List.of(none, colour, pictures,
                none.with(new InputNormalisation(List.of(0.13066), List.of(0.30811))),
                pictures.withClasses(List.of("tench, Tinca", "shark"), List.of("n01440764", "n01484850")),
                none.withClasses(List.of("a", "b"), List.of("a", "b")))) {
            Path model = folder.resolve("described");
            ModelFolder.write(model, NETWORK, known, new NetworkWeights(Map.of()), List.of());
            assertThat(ModelFolder.read(model).inputs()).isEqualTo(known);
        }
    }

    @Test
    void missingPartsOfThePicturesAreUnknown() throws IOException {
        Path model = folder.resolve("described");
        ModelFolder.write(model, NETWORK, InputDescription.unknown(), new NetworkWeights(Map.of()), List.of());
        Path description = model.resolve("model.json");
        Files.writeString(description, Files.readString(description)
                .replaceFirst("\\{", "{\"pictures\": {\"resize\": [4], \"colour\": null},"));

        assertThat(ModelFolder.read(model).inputs().pictures())
                .contains(new PicturePreparation(List.of(4), List.of(), "", "", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "'pictures': 3 | PicturePreparation",
            "'pictures': {'resize': [1, 2, 3]} | one or two whole numbers",
            "'pictures': {'resize': [0], 'crop': []} | one or two whole numbers",
            "'class_names': 'cat' | model.json",
            "'class_names': ['cat', null] | model.json",
            "'class_names': ['cat', ' '] | is blank",
            "'class_names': ['cat', 'dog'], 'class_folders': ['a'] | 2 names of classes and 1 names of their folders"})
    void impossibleInputsAreAnError(String fields, String problem) throws IOException {
        Path model = folder.resolve("described");
        ModelFolder.write(model, NETWORK, InputDescription.unknown(), new NetworkWeights(Map.of()), List.of());
        Path description = model.resolve("model.json");
        Files.writeString(description, Files.readString(description)
                .replaceFirst("\\{", "{" + fields.replace('\'', '"') + ","));

        assertThatThrownBy(() -> ModelFolder.read(model)).isInstanceOf(InputFileException.class)
                .hasMessageContaining("model.json").hasMessageContaining(problem);
    }

    @Test
    void anImpossibleNormalisationIsAnError() throws IOException {
        Path model = folder.resolve("normalised");
        ModelFolder.write(model, NETWORK,
                InputDescription.unknown().with(new InputNormalisation(List.of(0.5), List.of(0.25))),
                new NetworkWeights(Map.of()), List.of());
        Path description = model.resolve("model.json");
        Files.writeString(description, Files.readString(description).replace("0.25", "0.0"));

        assertThatThrownBy(() -> ModelFolder.read(model))
                .isInstanceOf(IOException.class).hasMessageContaining("model.json").hasMessageContaining("above 0");
    }

    @Test
    void foldersOfTheFirstFormatOpen() throws IOException {
        Path description = written().resolve("model.json");
        Matcher sha256 = Pattern.compile("[0-9a-f]{64}").matcher(Files.readString(description));
        assertThat(sha256.find()).isTrue();
        String first = "{\"format\": \"lap-tf/1\", \"family\": \"%s\", \"blocks\": 3, \"width\": %d, \"filters\": %d,"
                + " \"batch_norm\": true, \"input\": [%s], \"classes\": 2, \"weights_sha256\": \"%s\"}";
        Files.writeString(description, first.formatted("mlp", 4, 0, "2", sha256.group()));
        assertThat(ModelFolder.isOne(description.getParent())).isTrue();
        assertThat(ModelFolder.read(description.getParent()).network())
                .isEqualTo(Networks.family("mlp").network(List.of(2), 2).with("blocks", 3).with("width", 4));
        Files.writeString(description, first.formatted("resnet9", 0, 8, "6, 6, 1", sha256.group()));
        assertThat(ModelFolder.read(description.getParent()).network())
                .isEqualTo(Networks.family("resnet9").network(List.of(6, 6, 1), 2).with("blocks", 3)
                        .with("filters", 8));
    }

    @Test
    void foldersOfTheSecondFormatOpen() throws IOException {
        Path description = written().resolve("model.json");
        Matcher sha256 = Pattern.compile("[0-9a-f]{64}").matcher(Files.readString(description));
        assertThat(sha256.find()).isTrue();
        Files.writeString(description, """
                {"format": "lap-tf/2", "network": {"family": "resnext50", "stages": [1, 2], "width": 3, "filters": 4,
                "cardinality": 2, "batch_norm": false, "input": [6, 6, 1], "classes": 5}, "weights_sha256": "%s"}
                """.formatted(sha256.group()));
        assertThat(ModelFolder.read(description.getParent()).network())
                .isEqualTo(Networks.family("resnext50").network(List.of(6, 6, 1), 5).with(Map.of(
                        "blocks", List.of(1, 2), "width", 3, "filters", 4, "cardinality", 2, "batch-norm", false)));
    }

    @Test
    void changedWeightsAreNoticed() throws IOException {
        Path weights = written().resolve("weights.npz");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length / 2] ^= 1;
        Files.write(weights, bytes);
        assertThatThrownBy(() -> ModelFolder.read(weights.getParent()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("weights.npz")
                .hasMessageContaining("SHA-256");
    }

    @Test
    void anotherFormatIsNamed() throws IOException {
        Path description = written().resolve("model.json");
        Files.writeString(description, Files.readString(description).replace("lap-tf/3", "lap-tf/99"));
        assertThat(ModelFolder.isOne(description.getParent())).isFalse();
        assertThatThrownBy(() -> ModelFolder.read(description.getParent()))
                .hasMessageContaining("lap-tf/99")
                .hasMessageContaining("lap-tf/1")
                .hasMessageContaining("lap-tf/2")
                .hasMessageContaining("lap-tf/3");
    }

    @Test
    void unknownKeysAndImpossibleSizesAreErrors() throws IOException {
        Path description = written().resolve("model.json");
        String good = Files.readString(description);
        Files.writeString(description, good.replace("\"blocks\" : [ 1 ]", "\"blocks\" : [ 0 ]"));
        assertThatThrownBy(() -> ModelFolder.read(description.getParent()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("blocks must be a whole number of at least 1");
        Files.writeString(description, good.replace("\"width\"", "\"widht\""));
        assertThatThrownBy(() -> ModelFolder.read(description.getParent()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("widht");
    }
}
