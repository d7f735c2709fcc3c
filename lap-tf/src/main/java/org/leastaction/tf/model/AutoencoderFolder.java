package org.leastaction.tf.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.flow.PicturePreparation;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.ImageEncoderSpec;
import org.leastaction.flow.training.ImageEncoderSpec.Resolution;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.tf.graph.Parameter;
import org.leastaction.tf.model.NetworkWeights.WeightsFile;

/** An autoencoder on disk: {@code autoencoder.json} and {@code weights.npz}. */
public final class AutoencoderFolder {

    private static final String DESCRIPTION = "autoencoder.json";
    private static final String FORMAT = "lap-tf-autoencoder/1";
    private static final ObjectMapper JSON = ModelFolder.json();

    private AutoencoderFolder() {}

    /** An autoencoder and its weights. */
    public record Contents(AutoencoderSpec spec, NetworkWeights weights) {}

    private record Description(
            String format,
            String resolution,
            int filters,
            @JsonProperty("batch_norm") boolean batchNorm,
            List<Integer> input,
            @Nullable InputNormalisation normalisation,
            @Nullable PicturePreparation pictures,
            @JsonProperty("weights_sha256") String weightsSha256) {

        AutoencoderSpec spec() {
            Resolution named = Resolution.valueOf(resolution.toUpperCase(Locale.ROOT));
            return new AutoencoderSpec(
                    new ImageEncoderSpec(named, filters), batchNorm, input);
        }
    }

    /** Whether a path looks like an autoencoder's folder. */
    public static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(DESCRIPTION));
    }

    /** Writes an autoencoder's folder whole or not at all. */
    static void write(Path folder, AutoencoderSpec spec, InputDescription inputs, NetworkWeights weights,
            Iterable<Parameter> parameters) throws IOException {
        AtomicFiles.writeFolder(folder, DESCRIPTION, target -> {
            Description description = new Description(
                    FORMAT,
                    spec.encoder().resolution().key(),
                    spec.encoder().filters(),
                    spec.batchNorm(),
                    spec.input(),
                    inputs.normalisation().orElse(null),
                    inputs.pictures().orElse(null),
                    WeightsFile.write(target, weights, parameters));
            Files.write(
                    target.resolve(DESCRIPTION),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(description));
        });
    }

    /**
     * Reads an autoencoder's folder.
     *
     * @throws IOException if a file is missing or damaged; the message names it
     */
    public static Contents read(Path folder) throws IOException {
        Path file = folder.resolve(DESCRIPTION);
        InputFileException.requireReadable(file);
        return InputFileException.reading(file, () -> {
            Limit.DESCRIPTION_BYTES.check(file, Files.size(file), "bytes, too many for a description");
            return parsed(folder, file);
        });
    }

    private static Contents parsed(Path folder, Path file) throws IOException {
        try {
            Description description = JSON.readValue(file.toFile(), Description.class);
            if (!FORMAT.equals(description.format())) {
                throw new InputFileException(
                        file, "has the format '" + description.format() + "', this version reads '" + FORMAT + "'");
            }
            return new Contents(
                    description.spec(),
                    WeightsFile.read(folder, description.weightsSha256(), DESCRIPTION));
        } catch (JsonProcessingException malformed) {
            throw new InputFileException(
                    file, "is not an autoencoder's description: " + malformed.getOriginalMessage(), malformed);
        } catch (IllegalArgumentException | NullPointerException impossible) {
            throw new InputFileException(file, "describes no autoencoder: " + impossible.getMessage(), impossible);
        }
    }
}
