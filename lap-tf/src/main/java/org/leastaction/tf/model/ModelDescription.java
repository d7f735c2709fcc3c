package org.leastaction.tf.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.io.InputFileException;

/**
 * {@code model.json}: what network it is, and the hash of its weights.
 *
 * @param weightsSha256 lower-case hexadecimal
 */
record ModelDescription(NetworkSpec network, String weightsSha256) {

    private static final String FORMAT = "lap-tf/2";
    private static final String FIRST_FORMAT = "lap-tf/1";
    private static final long MOST_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What models of the first format are: networks of one representation, with nothing to choose but their sizes. */
    private record FirstFormat(
            String format,
            String family,
            int blocks,
            int width,
            int filters,
            @JsonProperty("batch_norm") boolean batchNorm,
            List<Integer> input,
            int classes,
            @JsonProperty("weights_sha256") String weightsSha256) {

        NetworkDescription network() {
            boolean plane = "mlp".equals(family);
            return new NetworkDescription(
                    family,
                    List.of(blocks),
                    plane ? width : null,
                    null,
                    plane ? null : filters,
                    plane ? null : "half",
                    null,
                    plane ? null : 2,
                    1.0,
                    batchNorm,
                    input,
                    classes);
        }
    }

    private record SecondFormat(
            String format, NetworkDescription network, @JsonProperty("weights_sha256") String weightsSha256) {}

    /** Whether a file looks like a description that this version reads; never throws. */
    static boolean isOne(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) >= MOST_BYTES) {
                return false;
            }
            String format = JSON.readTree(file.toFile()).path("format").asText();
            return FORMAT.equals(format) || FIRST_FORMAT.equals(format);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** @throws IOException if the file is missing or no description; the message names it */
    static ModelDescription read(Path file) throws IOException {
        InputFileException.requireReadable(file);
        try {
            JsonNode tree = JSON.readTree(file.toFile());
            String format = tree.path("format").asText();
            return switch (format) {
                case FORMAT -> {
                    SecondFormat second = JSON.treeToValue(tree, SecondFormat.class);
                    yield new ModelDescription(second.network().spec(), second.weightsSha256());
                }
                case FIRST_FORMAT -> {
                    FirstFormat first = JSON.treeToValue(tree, FirstFormat.class);
                    yield new ModelDescription(first.network().spec(), first.weightsSha256());
                }
                default -> throw new InputFileException(file, "has the format '" + format
                        + "', this version reads '" + FIRST_FORMAT + "' and '" + FORMAT + "'");
            };
        } catch (JsonProcessingException malformed) {
            throw new InputFileException(
                    file, "is not a model description: " + malformed.getOriginalMessage(), malformed);
        } catch (IllegalArgumentException | NullPointerException impossible) {
            throw new InputFileException(file, "describes no network: " + impossible.getMessage(), impossible);
        }
    }

    byte[] toJson() throws JsonProcessingException {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT);
        json.set("network", JSON.valueToTree(NetworkDescription.of(network)));
        json.put("weights_sha256", weightsSha256);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }
}
