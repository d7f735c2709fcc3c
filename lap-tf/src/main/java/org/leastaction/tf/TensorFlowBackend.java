package org.leastaction.tf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.Exporter;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.layers.LayerDescriber;
import org.leastaction.flow.training.AutoencoderTrainer;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;
import org.leastaction.tf.engine.Engine;
import org.leastaction.tf.model.AutoencoderFolder;
import org.leastaction.tf.model.ModelFolder;
import org.leastaction.tf.model.TensorFlowFlow;
import org.leastaction.tf.savedmodel.SavedModelFolder;
import org.leastaction.tf.training.SavedCheckpoints;
import org.leastaction.tf.training.TensorFlowAutoencoderTrainer;
import org.leastaction.tf.training.TensorFlowTrainer;

/** The backend 'tensorflow': runs, trains and saves the networks of the paper as TensorFlow graphs. */
public final class TensorFlowBackend implements FlowBackend {

    @Override
    public String id() {
        return "tensorflow";
    }

    @Override
    public String version() {
        return Engine.version();
    }

    @Override
    public Set<Class<?>> roles() {
        return Set.of(
                FlowModel.class,
                JacobianProducts.class,
                BlockJacobianProducts.class,
                LossGradients.class,
                FlowTrainer.class,
                Decoder.class,
                Saver.class,
                Exporter.class,
                LayerDescriber.class);
    }

    @Override
    public List<String> devices() {
        return Engine.devices();
    }

    @Override
    public boolean recognises(Path model) {
        return ModelFolder.isOne(model) || AutoencoderFolder.isOne(model) || SavedModelFolder.isOne(model);
    }

    @Override
    public List<String> damage(Path path) {
        if (!ModelFolder.isOne(path) && !AutoencoderFolder.isOne(path)) {
            return SavedCheckpoints.damage(path);
        }
        try {
            if (ModelFolder.isOne(path)) {
                ModelFolder.read(path);
            } else {
                AutoencoderFolder.read(path);
            }
            return List.of();
        } catch (IOException damaged) {
            return List.of(Messages.of(damaged));
        }
    }

    @Override
    public FlowModel open(Path model, Execution execution) throws IOException {
        if (AutoencoderFolder.isOne(model)) {
            throw new InputFileException(
                    model, "is an autoencoder, which transports nothing; train a network on it by lap train --encoder");
        }
        if (SavedModelFolder.isOne(model)) {
            Engine.start();
            return SavedModelFolder.open(model, execution);
        }
        ModelFolder.Contents contents = ModelFolder.read(model);
        long blocks = contents.network().stages().stream().mapToLong(Integer::intValue).sum();
        int arrays = contents.weights().values().size();
        if (blocks > arrays) {
            // Checked before the graph is built, which could take arbitrarily long.
            throw new InputFileException(model, "is no model of this backend: it describes " + blocks
                    + " blocks, and there are weights of " + arrays + " parameters");
        }
        Engine.start();
        try {
            return new TensorFlowFlow(contents, execution);
        } catch (IllegalArgumentException | ArithmeticException mismatch) {
            throw new InputFileException(model, "is no model of this backend: " + mismatch.getMessage(), mismatch);
        }
    }

    @Override
    public Optional<FlowTrainer> trainer() {
        return Optional.of(new TensorFlowTrainer());
    }

    @Override
    public Optional<AutoencoderTrainer> autoencoderTrainer() {
        return Optional.of(new TensorFlowAutoencoderTrainer());
    }
}
