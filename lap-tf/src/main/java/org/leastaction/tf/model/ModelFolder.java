package org.leastaction.tf.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.NetworkSpec.BatchNorm;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.InputFileException;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;
import org.leastaction.tf.graph.Parameter;

/**
 * A model on disk: {@code model.json} (what network it is, and the hash of its weights) and {@code weights.npz} (an
 * array per parameter, float32, which NumPy opens too).
 */
public final class ModelFolder {

    private static final String DESCRIPTION = "model.json";
    private static final String WEIGHTS = "weights.npz";
    private static final String FORMAT = "lap-tf/1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelFolder() {}

    /** A network and its weights. */
    public record Contents(NetworkSpec network, Weights weights) {}

    private record Description(
            String format,
            String family,
            int blocks,
            int width,
            int filters,
            @JsonProperty("batch_norm") boolean batchNorm,
            List<Integer> input,
            int classes,
            @JsonProperty("weights_sha256") String weightsSha256) {}

    /** Whether a path looks like a model folder of this backend. */
    public static boolean isOne(Path folder) {
        Path description = folder.resolve(DESCRIPTION);
        try {
            return Files.isRegularFile(description)
                    && Files.size(description) < 1 << 20
                    && FORMAT.equals(JSON.readTree(description.toFile()).path("format").asText());
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Writes a model folder whole or not at all. */
    static void write(Path folder, NetworkSpec network, Weights weights, Iterable<Parameter> parameters)
            throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            arrays.put(
                    parameter.name(),
                    NpyArray.of(
                            weights.of(parameter.name(), parameter.size()),
                            parameter.shape().stream().mapToInt(Integer::intValue).toArray()));
        }
        AtomicFiles.writeFolder(folder, DESCRIPTION, target -> {
            Npz.write(target.resolve(WEIGHTS), arrays);
            Description description = new Description(
                    FORMAT,
                    network.family(),
                    network.blocks(),
                    network.width(),
                    network.filters(),
                    network.batchNorm() == BatchNorm.ON,
                    network.input(),
                    network.classes(),
                    sha256(target.resolve(WEIGHTS)));
            Files.write(
                    target.resolve(DESCRIPTION),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(description));
        });
    }

    /**
     * Reads a model folder.
     *
     * @throws IOException if a file is missing or damaged; the message names it
     */
    public static Contents read(Path folder) throws IOException {
        Description description = describe(folder.resolve(DESCRIPTION));
        Path weightsFile = folder.resolve(WEIGHTS);
        InputFileException.requireReadable(weightsFile);
        if (!sha256(weightsFile).equals(description.weightsSha256())) {
            throw new InputFileException(
                    weightsFile, "is not the file that " + DESCRIPTION + " describes: its SHA-256 differs");
        }
        Map<String, float[]> values = new LinkedHashMap<>();
        Npz.read(weightsFile).forEach((name, array) -> values.put(name, array.floats()));
        return new Contents(network(folder, description), new Weights(values));
    }

    private static Description describe(Path file) throws IOException {
        InputFileException.requireReadable(file);
        try {
            Description description = JSON.readValue(file.toFile(), Description.class);
            if (!FORMAT.equals(description.format())) {
                throw new InputFileException(
                        file, "has the format '" + description.format() + "', this version reads '" + FORMAT + "'");
            }
            return description;
        } catch (JsonProcessingException malformed) {
            throw new InputFileException(file, "is not a model description: " + malformed.getOriginalMessage(), malformed);
        }
    }

    private static NetworkSpec network(Path folder, Description description) throws IOException {
        try {
            return new NetworkSpec(
                    description.family(),
                    description.blocks(),
                    description.width(),
                    description.filters(),
                    description.batchNorm() ? BatchNorm.ON : BatchNorm.OFF,
                    description.input(),
                    description.classes());
        } catch (IllegalArgumentException | NullPointerException impossible) {
            throw new InputFileException(
                    folder.resolve(DESCRIPTION), "describes no network: " + impossible.getMessage(), impossible);
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
