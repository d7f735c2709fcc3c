package org.leastaction.tf.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Sha256;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;
import org.leastaction.tf.graph.Feeds;
import org.leastaction.tf.graph.Parameter;
import org.leastaction.tf.graph.Parameters;
import org.leastaction.tf.graph.Variable;
import org.tensorflow.Result;
import org.tensorflow.Session;

/**
 * The parameters of one network by name, each row-major in the shape of its parameter. The arrays are shared, not
 * copied.
 */
public record NetworkWeights(Map<String, float[]> values) {

    public NetworkWeights {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Whether there are values for a parameter. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /**
     * The values of a parameter.
     *
     * @throws IllegalArgumentException if it is missing or has another number of elements
     */
    public float[] of(String name, int size) {
        float[] found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no values for the parameter " + name);
        }
        if (found.length != size) {
            throw new IllegalArgumentException(
                    "the parameter " + name + " has " + size + " elements, not " + found.length);
        }
        return found;
    }

    /** {@code weights.npz}: one float32 array per parameter; NumPy can read it. */
    static final class WeightsFile {

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
            return Sha256.of(Files.readAllBytes(file));
        }

        /**
         * @param description the file that holds the hash, for messages
         * @throws IOException if the file is missing, damaged or has another hash; the message names it
         */
        static NetworkWeights read(Path folder, String sha256, String description) throws IOException {
            Path file = folder.resolve(NAME);
            InputFileException.requireReadable(file);
            if (!Sha256.of(Files.readAllBytes(file)).equals(sha256)) {
                throw new InputFileException(
                        file, "is not the file that " + description + " describes: its SHA-256 differs");
            }
            Map<String, float[]> values = new LinkedHashMap<>();
            Map<String, NpyArray> arrays = Npz.read(file);
            return InputFileException.reading(file, () -> {
                for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
                    values.put(array.getKey(), floats(file, array.getKey(), array.getValue()));
                }
                return new NetworkWeights(values);
            });
        }

        private static float[] floats(Path file, String name, NpyArray array) throws InputFileException {
            try {
                return array.floats();
            } catch (IllegalArgumentException otherNumbers) {
                throw new InputFileException(
                        file, "its parameter " + name + " is " + otherNumbers.getMessage(), otherNumbers);
            }
        }
    }

    /** The values of a single network's parameters in a session. */
    public static final class ParameterValues {

        private ParameterValues() {}

        /**
         * Sets every parameter.
         *
         * @throws IllegalArgumentException if one is missing in the weights or has another size
         */
        public static void load(Session session, Parameters parameters, NetworkWeights weights) {
            Map<Variable, float[]> values = new LinkedHashMap<>();
            parameters.all().forEach(parameter -> values.put(
                    parameters.variable(parameter), weights.of(parameter.name(), parameter.size())));
            Variable.assign(session, values);
        }

        /** The current values. */
        public static NetworkWeights read(Session session, Parameters parameters) {
            List<Parameter> all = List.copyOf(parameters.all());
            Session.Runner runner = session.runner();
            all.forEach(parameter -> runner.fetch(parameters.variable(parameter).value()));
            Map<String, float[]> values = new LinkedHashMap<>();
            try (Result result = runner.run()) {
                for (int p = 0; p < all.size(); p++) {
                    values.put(all.get(p).name(), Feeds.read(result.get(p)));
                }
            }
            return new NetworkWeights(values);
        }
    }
}
