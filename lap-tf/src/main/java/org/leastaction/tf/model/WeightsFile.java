package org.leastaction.tf.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.leastaction.io.InputFileException;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;
import org.leastaction.tf.graph.Parameter;

/** {@code weights.npz}: one float32 array per parameter; NumPy can read it. */
final class WeightsFile {

    private static final String NAME = "weights.npz";

    private WeightsFile() {}

    /** @return SHA-256 of the file, lower-case hexadecimal */
    static String write(Path folder, NetworkWeights weights, Iterable<Parameter> parameters) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            arrays.put(
                    parameter.name(),
                    NpyArray.of(
                            weights.of(parameter.name(), parameter.size()),
                            parameter.shape().stream().mapToInt(Integer::intValue).toArray()));
        }
        Path file = folder.resolve(NAME);
        Npz.write(file, arrays);
        return sha256(file);
    }

    /**
     * @param description the file that holds the hash, for messages
     * @throws IOException if the file is missing, damaged or has another hash; the message names it
     */
    static NetworkWeights read(Path folder, String sha256, String description) throws IOException {
        Path file = folder.resolve(NAME);
        InputFileException.requireReadable(file);
        if (!sha256(file).equals(sha256)) {
            throw new InputFileException(
                    file, "is not the file that " + description + " describes: its SHA-256 differs");
        }
        Map<String, float[]> values = new LinkedHashMap<>();
        Map<String, NpyArray> arrays = Npz.read(file);
        return InputFileException.reading(file, () -> {
            arrays.forEach((name, array) -> values.put(name, array.floats()));
            return new NetworkWeights(values);
        });
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
