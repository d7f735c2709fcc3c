package org.leastaction.tf.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.settings.Setting;
import org.leastaction.tf.graph.Parameter;
import org.leastaction.tf.model.NetworkWeights.WeightsFile;
import org.leastaction.tf.network.Networks;

/**
 * A model on disk: {@code model.json} (the network, the inputs of its training, the hash of its weights) and
 * {@code weights.npz}.
 */
public final class ModelFolder {

    private static final String DESCRIPTION = "model.json";

    private ModelFolder() {}

    /** A network, its weights, and what is known about the inputs of its training. */
    public record Contents(NetworkSpec network, NetworkWeights weights, InputDescription inputs) {}

    /** Reads and writes the descriptions that accompany weights; constants are written by their {@code toString()}. */
    public static ObjectMapper json() {
        return new ObjectMapper()
                .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
                .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING);
    }

    /** Whether a path looks like a model folder of this backend. */
    public static boolean isOne(Path folder) {
        return ModelDescription.isOne(folder.resolve(DESCRIPTION));
    }

    /** Writes a model folder whole or not at all. */
    static void write(
            Path folder,
            NetworkSpec network,
            InputDescription inputs,
            NetworkWeights weights,
            Iterable<Parameter> parameters)
            throws IOException {
        AtomicFiles.writeFolder(folder, DESCRIPTION, target -> {
            String sha256 = WeightsFile.write(target, weights, parameters);
            Files.write(target.resolve(DESCRIPTION), new ModelDescription(network, inputs, sha256).toJson());
        });
    }

    /**
     * Reads a model folder.
     *
     * @throws IOException if a file is missing or damaged; the message names it
     */
    public static Contents read(Path folder) throws IOException {
        ModelDescription description = ModelDescription.read(folder.resolve(DESCRIPTION));
        return new Contents(
                description.network(),
                WeightsFile.read(folder, description.weightsSha256(), DESCRIPTION),
                description.inputs());
    }

    /**
     * {@code model.json}: the architecture of a network, the inputs of its training, and the hash of its weights.
     *
     * @param inputs folders of older versions state the normalisation alone, or nothing
     * @param weightsSha256 lower-case hexadecimal
     */
    private record ModelDescription(NetworkSpec network, InputDescription inputs, String weightsSha256) {

        private static final String FORMAT = "lap-tf/3";
        /**
         * The second calls the blocks "stages"; the first has no settings except sizes, including sizes that the family
         * does not have.
         */
        private static final List<String> EARLIER_FORMATS = List.of("lap-tf/1", "lap-tf/2");
        private static final String WEIGHTS = "weights_sha256";
        private static final ObjectMapper JSON = ModelFolder.json();

        /** Whether a file looks like a description that this version reads; never throws. */
        static boolean isOne(Path file) {
            try {
                return Files.isRegularFile(file) && Files.size(file) <= Limit.DESCRIPTION_BYTES.value()
                        && isKnown(JSON.readTree(file.toFile()).path("format").asText());
            } catch (IOException | RuntimeException unreadable) {
                return false;
            }
        }

        /** @throws IOException if the file is missing or no description; the message names it */
        static ModelDescription read(Path file) throws IOException {
            InputFileException.requireReadable(file);
            return InputFileException.reading(file, () -> {
                Limit.DESCRIPTION_BYTES.check(file, Files.size(file), "bytes, too many for a description");
                return parsed(file);
            });
        }

        private static ModelDescription parsed(Path file) throws IOException {
            try {
                JsonNode tree = JSON.readTree(file.toFile());
                String format = tree.path("format").asText();
                if (!isKnown(format)) {
                    throw new InputFileException(file, "has the format '" + format + "', this version reads '"
                            + String.join("', '", EARLIER_FORMATS) + "' and '" + FORMAT + "'");
                }
                JsonNode network = tree.has("network") ? tree.get("network") : tree;
                return new ModelDescription(
                        network(network, !format.equals(FORMAT)), InputsJson.read(tree),
                        required(tree, WEIGHTS).asText());
            } catch (JsonProcessingException malformed) {
                throw new InputFileException(
                        file, "is not a model description: " + malformed.getOriginalMessage(), malformed);
            } catch (IllegalArgumentException | NullPointerException impossible) {
                throw new InputFileException(file, "describes no network: " + impossible.getMessage(), impossible);
            }
        }

        private static boolean isKnown(String format) {
            return format.equals(FORMAT) || EARLIER_FORMATS.contains(format);
        }

        /** In earlier formats a missing setting has its default, because the format is older than the setting. */
        private static NetworkSpec network(JsonNode json, boolean earlier) {
            NetworkFamily family = Networks.family(required(json, "family").asText());
            Map<Setting<?>, String> keys = new LinkedHashMap<>();
            for (Setting<?> setting : family.settings().settings()) {
                boolean renamed = earlier && setting.key().equals(NetworkFamily.BLOCKS) && json.has("stages");
                keys.put(setting, renamed ? "stages" : setting.recordKey());
            }
            // Descriptions of the first format also contain the sizes of other families.
            if (!json.has("format")) {
                requireKnown(json, keys.values(), family);
            }
            Map<String, Object> values = new LinkedHashMap<>();
            keys.forEach((setting, key) -> {
                if (!earlier || json.hasNonNull(key)) {
                    values.put(setting.key(), JSON.convertValue(required(json, key), Object.class));
                }
            });
            List<Integer> input = JSON.convertValue(required(json, "input"), new TypeReference<List<Integer>>() {});
            if (input.isEmpty()) {
                throw new IllegalArgumentException("'input' is an empty shape");
            }
            int classes = required(json, "classes").asInt();
            return family.network(input, classes).with(values);
        }

        private static void requireKnown(JsonNode json, Collection<String> settings, NetworkFamily family) {
            json.fieldNames().forEachRemaining(key -> {
                if (!settings.contains(key) && !List.of("family", "input", "classes").contains(key)) {
                    throw new IllegalArgumentException("the network " + family.key() + " has no '" + key + "'");
                }
            });
        }

        private static JsonNode required(JsonNode json, String key) {
            JsonNode value = json.path(key);
            if (value.isMissingNode() || value.isNull()) {
                throw new IllegalArgumentException("'" + key + "' is missing");
            }
            return value;
        }

        byte[] toJson() throws JsonProcessingException {
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("family", network.family().key());
            described.putAll(network.settings().toJson());
            described.put("input", network.input());
            described.put("classes", network.classes());
            ObjectNode json = JSON.createObjectNode();
            json.put("format", FORMAT);
            json.set("network", JSON.valueToTree(described));
            InputsJson.write(inputs, json);
            json.put(WEIGHTS, weightsSha256);
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        }
    }
}
