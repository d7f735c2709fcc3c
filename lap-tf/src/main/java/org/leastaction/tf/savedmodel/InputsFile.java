package org.leastaction.tf.savedmodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.tf.model.InputsJson;
import org.leastaction.tf.model.ModelFolder;

/**
 * The inputs of a SavedModel's training: {@code inputs.json} beside its graph, such as {@code {"format":
 * "lap-inputs/1", "normalisation": {"mean": [0.13066], "std": [0.30811]}}}. Folders of earlier versions have
 * {@code normalisation.json} instead, with a normalisation alone. TensorFlow ignores files that it does not know. A
 * file of this name by another program, such as a request to a server, states nothing.
 */
final class InputsFile {

    private static final String FILE = "inputs.json";
    private static final String FORMATS = "lap-inputs/";
    private static final String FORMAT = FORMATS + "1";
    private static final String EARLIER_FILE = "normalisation.json";
    private static final ObjectMapper JSON = ModelFolder.json();

    private InputsFile() {}

    /** Writes the file, unless nothing is known. */
    static void write(Path folder, InputDescription inputs) throws IOException {
        if (!inputs.equals(InputDescription.unknown())) {
            ObjectNode json = JSON.createObjectNode().put("format", FORMAT);
            InputsJson.write(inputs, json);
            Files.write(folder.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
        }
    }

    /**
     * Reads it.
     *
     * @return nothing known if there is none
     * @throws IOException if it is damaged; the message names it
     */
    static InputDescription read(Path folder) throws IOException {
        Optional<InputDescription> own = read(folder.resolve(FILE), InputsFile::inputs);
        return own.isPresent() ? own.get()
                : read(folder.resolve(EARLIER_FILE), InputsFile::normalisation).orElse(InputDescription.unknown());
    }

    /** Empty for JSON of another program. */
    private static Optional<InputDescription> inputs(JsonNode json) throws JsonProcessingException {
        String format = json.path("format").asText();
        if (!json.isMissingNode() && !format.startsWith(FORMATS)) {
            return Optional.empty();
        }
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException("the format is '" + format + "', this version reads '" + FORMAT + "'");
        }
        return Optional.of(InputsJson.read(json));
    }

    private static Optional<InputDescription> normalisation(JsonNode json) throws JsonProcessingException {
        return Optional.of(InputDescription.unknown().with(JSON.treeToValue(json, InputNormalisation.class)));
    }

    /** Reads a description from JSON. */
    private interface Parser {

        Optional<InputDescription> of(JsonNode json) throws IOException;
    }

    /** Empty if there is no such file. */
    private static Optional<InputDescription> read(Path file, Parser parser) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        InputFileException.requireReadable(file);
        Limit.DESCRIPTION_BYTES.check(file, Files.size(file), "bytes, too many for a description of inputs");
        try {
            return parser.of(JSON.readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException malformed) {
            throw new InputFileException(file, "describes no inputs: " + malformed.getOriginalMessage(), malformed);
        } catch (IOException | RuntimeException malformed) {
            throw new InputFileException(file, "describes no inputs: " + malformed.getMessage(), malformed);
        }
    }
}
