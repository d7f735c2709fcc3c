package org.leastaction.tf.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.io.AtomicFiles;
import org.leastaction.tf.graph.Parameter;

/** A model on disk: {@code model.json} (what network it is, how its inputs were normalised, and
 * the hash of its weights) and {@code weights.npz}. */
public final class ModelFolder {

    private static final String DESCRIPTION = "model.json";

    private ModelFolder() {}

    /** A network, its weights, and how its inputs were normalised where that is known. */
    public record Contents(NetworkSpec network, NetworkWeights weights, Optional<InputNormalisation> normalisation) {}

    /** Whether a path looks like a model folder of this backend. */
    public static boolean isOne(Path folder) {
        return ModelDescription.isOne(folder.resolve(DESCRIPTION));
    }

    /** Writes a model folder whole or not at all. */
    static void write(
            Path folder,
            NetworkSpec network,
            Optional<InputNormalisation> normalisation,
            NetworkWeights weights,
            Iterable<Parameter> parameters)
            throws IOException {
        AtomicFiles.writeFolder(folder, DESCRIPTION, target -> {
            String sha256 = WeightsFile.write(target, weights, parameters);
            Files.write(target.resolve(DESCRIPTION), new ModelDescription(network, normalisation, sha256).toJson());
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
                description.normalisation());
    }
}
