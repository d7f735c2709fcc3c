package org.leastaction.flow.backend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.inspection.FlowInspector;
import org.leastaction.flow.layers.LayerWriter;
import org.leastaction.flow.training.AutoencoderTrainer;
import org.leastaction.flow.training.FlowTrainer;

/**
 * Runs flows: one implementation per framework, discovered by {@link java.util.ServiceLoader}.
 *
 * <p>Constructing one must be cheap and must not load native code: {@link #open}, {@link #devices} and {@link #trainer}
 * may.
 */
public interface FlowBackend {

    /** Short unique name, of lower-case letters, digits and dashes, e.g. "tensorflow". */
    String id();

    /** Version of the backend and of its runtime, for the manifest. */
    String version();

    /**
     * The interfaces that the backend provides, by itself ({@link FlowTrainer}, {@link FlowInspector},
     * {@link LayerWriter}) or by some of its models ({@link FlowModel#role}); always contains {@link FlowModel}.
     */
    Set<Class<?>> roles();

    /** Devices available on this machine, e.g. "cpu", "gpu:0 NVIDIA H100"; may start the runtime. */
    List<String> devices();

    /** Whether a file or folder looks like a model of this backend; cheap, never throws. */
    boolean recognises(Path model);

    /**
     * Verifies what this backend wrote to a path — a model, an autoencoder, a folder of checkpoints — against the
     * hashes stored with it. Loads no native code and changes nothing.
     *
     * @return one sentence for each damage, which names the file; empty if there is none, if nothing of this backend is
     *         at the path, or if the backend stores no hashes
     */
    default List<String> damage(Path path) {
        return List.of();
    }

    /**
     * Opens a model.
     *
     * @throws IOException if it cannot be read or is not a valid model; the message names the file and the problem
     */
    FlowModel open(Path model, Execution execution) throws IOException;

    /** The role 'train'. */
    default Optional<FlowTrainer> trainer() {
        return Optional.empty();
    }

    /** Trains autoencoders whose encoders can initialise those of networks. */
    default Optional<AutoencoderTrainer> autoencoderTrainer() {
        return Optional.empty();
    }

    /** The role 'inspect'. */
    default Optional<FlowInspector> inspector() {
        return Optional.empty();
    }

    /** The role 'write'. */
    default Optional<LayerWriter> writer() {
        return Optional.empty();
    }
}
