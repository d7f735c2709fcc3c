package org.leastaction.tf.savedmodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.tf.model.ModelFolder;

/**
 * How the inputs of a SavedModel were normalised: {@code normalisation.json} beside its graph, such as {@code {"mean":
 * [0.13066], "std": [0.30811]}}. TensorFlow ignores files that it does not know.
 */
final class NormalisationFile {

    private static final String FILE = "normalisation.json";
    private static final ObjectMapper JSON = ModelFolder.json();

    private NormalisationFile() {}

    static void write(Path folder, InputNormalisation normalisation) throws IOException {
        Files.write(folder.resolve(FILE), JSON.writeValueAsBytes(normalisation));
    }

    /**
     * Reads it.
     *
     * @return empty if there is none
     * @throws IOException if it is damaged; the message names it
     */
    static Optional<InputNormalisation> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        InputFileException.requireReadable(file);
        Limit.DESCRIPTION_BYTES.check(file, Files.size(file),
                "bytes, too many for a mean and a deviation of each channel");
        try {
            return Optional.of(Objects.requireNonNull(
                    JSON.readValue(Files.readAllBytes(file), InputNormalisation.class), "it is null"));
        } catch (JsonProcessingException malformed) {
            throw new InputFileException(file, "says no normalisation: " + malformed.getOriginalMessage(), malformed);
        } catch (IOException | RuntimeException malformed) {
            throw new InputFileException(file, "says no normalisation: " + malformed.getMessage(), malformed);
        }
    }
}
