package org.leastaction.tf.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.flow.PicturePreparation;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.ImageEncoderSpec;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.io.InputFileException;
import org.leastaction.io.damage.DamagedFiles;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;
import org.leastaction.tf.graph.Parameter;
import org.leastaction.tf.graph.Parameter.Change;
import org.leastaction.tf.graph.Parameter.Start;
import org.leastaction.tf.network.Networks;

/** Damaged model folders are read or refused by one sentence. */
class DamagedModelFolderTest {

    private static final List<Integer> IMAGE = List.of(9, 7, 3);
    private static final List<Parameter> PARAMETERS =
            List.of(new Parameter("block1/first/kernel", List.of(2, 2), Start.WEIGHT, Change.GRADIENT));
    private static final NetworkWeights WEIGHTS =
            new NetworkWeights(Map.of("block1/first/kernel", new float[] {1, 2, 3, 4}));

    private static final InputDescription INPUTS = InputDescription.unknown()
            .with(new InputNormalisation(List.of(0.5), List.of(0.25)))
            .with(new PicturePreparation(List.of(256), List.of(224, 224), "bicubic", "rgb", "even"))
            .withClasses(List.of("tench", "shark"), List.of("n01440764", "n01484850"));

    @TempDir
    private Path folder;

    private Path written(NetworkSpec network) throws IOException {
        Path model = folder.resolve("model");
        ModelFolder.write(model, network, INPUTS, WEIGHTS, PARAMETERS);
        return model;
    }

    private static NetworkSpec network(String family) {
        return Networks.family(family).network(family.equals("mlp") ? List.of(2) : IMAGE, 2).with("blocks", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "resnet9", "resnet", "resnext29"})
    void descriptions(String family) throws IOException {
        Path model = written(network(family));
        Path file = model.resolve("model.json");

        DamagedFiles.of("model.json of " + family, file, Files.readAllBytes(file)).isReadOrRefused(() -> {
            ModelFolder.isOne(model);
            ModelFolder.read(model);
        });
    }

    /** Their hash is put right, so that the reader encounters the damage. */
    @Test
    void weights() throws IOException {
        Path model = written(network("mlp"));
        Path description = model.resolve("model.json");
        String json = Files.readString(description);
        Path file = model.resolve("weights.npz");

        DamagedFiles.of("weights.npz", file, Files.readAllBytes(file)).withRepair(bytes -> {
            try {
                Files.writeString(description, json.replaceFirst("[0-9a-f]{64}", sha256(bytes)));
                return bytes;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }).isReadOrRefused(() -> ModelFolder.read(model));
    }

    @Test
    void weightsThatAreIntegersAreRefused() throws IOException {
        Path model = written(network("mlp"));
        Path description = model.resolve("model.json");
        Path file = model.resolve("weights.npz");
        Map<String, NpyArray> arrays = new LinkedHashMap<>(Npz.read(file));
        String name = arrays.keySet().iterator().next();
        arrays.put(name, NpyArray.of(new int[] {1, 2}, 2));
        Npz.write(file, arrays);
        Files.writeString(description,
                Files.readString(description).replaceFirst("[0-9a-f]{64}", sha256(Files.readAllBytes(file))));

        assertThatThrownBy(() -> ModelFolder.read(model)).isInstanceOf(InputFileException.class)
                .hasMessage(
                        file + ": its parameter " + name + " is an array of dtype int32, float32 or float64 is needed");
    }

    @Test
    void autoencoders() throws IOException {
        Path model = folder.resolve("autoencoder");
        AutoencoderSpec spec = new AutoencoderSpec(ImageEncoderSpec.full(6), true, IMAGE);
        AutoencoderFolder.write(
                model, spec, INPUTS, WEIGHTS, PARAMETERS);
        Path file = model.resolve("autoencoder.json");

        DamagedFiles.of("autoencoder.json", file, Files.readAllBytes(file))
                .isReadOrRefused(() -> AutoencoderFolder.read(model));
    }

    /** A JSON reader takes the first bytes of a file for the mark of UTF-16 or UTF-32. */
    @ParameterizedTest
    @ValueSource(
            strings = {"fffe0000", "0000feff", "fffe7b00d800", "feffd8007b00", "0000007b00110000", "7b000000ffff0000",
                    "efbbbf", "00", "ff", "7b22666f726d6174223a22c3", ""})
    void bytesThatAreNoTextAreRefused(String hex) throws IOException {
        Path model = written(network("mlp"));
        Path file = model.resolve("model.json");
        Files.write(file, HexFormat.of().parseHex(hex));

        assertThat(ModelFolder.isOne(model)).isFalse();
        assertThatThrownBy(() -> ModelFolder.read(model)).isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(file + ": ");
    }

    @Test
    void utf16IsReadAsJsonReadersDo() throws IOException {
        Path model = written(network("mlp"));
        Path file = model.resolve("model.json");
        Files.write(file, Files.readString(file).getBytes(StandardCharsets.UTF_16));

        assertThat(ModelFolder.read(model).network()).isEqualTo(network("mlp"));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
