package org.leastaction.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.layers.LayerDescriber;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.AutoencoderTrainer;
import org.leastaction.flow.training.EncoderStart;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.TrainedAutoencoder;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.TensorFlowBackend;

/** Briefly trained networks: running statistics and weights differ from their initial values. */
final class TensorFlowModels {

    static final Execution EXECUTION = new Execution(1, "cpu");

    /** The roles of a network without an encoder of its own. */
    static final Set<Class<?>> ROLES = Set.of(FlowModel.class, JacobianProducts.class, BlockJacobianProducts.class,
            LossGradients.class, Saver.class, LayerDescriber.class);

    private static final long SEED = 11;

    private TensorFlowModels() {}

    static FlowModel train(NetworkSpec network) {
        return train(network, Optional.empty());
    }

    private static FlowModel train(NetworkSpec network, Optional<EncoderStart> encoder) {
        FlowTrainer trainer = new TensorFlowBackend().trainer().orElseThrow();
        LabelledPoints data = data(network, 40);
        TrainingRun run = new TrainingRun(
                network,
                Initialisation.kaiming(1),
                Objective.fixed(0.1),
                TrainingOptions.defaults().withEpochs(2).withBatch(16).withSeed(SEED),
                encoder,
                data,
                data);
        try {
            return trainer.train(List.of(run), EXECUTION, TrainingListener.NONE).get(0).model();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /** A trained network from a folder, into which the first call writes it. */
    static FlowModel trainedOnce(NetworkSpec network, Path folder) throws IOException {
        return trainedOnce(network, Optional.empty(), folder);
    }

    /** A network trained from an encoder, from a folder, into which the first call writes it. */
    static FlowModel trainedOnce(NetworkSpec network, EncoderStart encoder, Path folder) throws IOException {
        return trainedOnce(network, Optional.of(encoder), folder);
    }

    /** Trains the autoencoder of a network's encoder. */
    static void trainAutoencoder(NetworkSpec network, Path folder) throws IOException {
        FloatPoints images = data(network, 40).points();
        AutoencoderRun run = new AutoencoderRun(
                network.autoencoder().orElseThrow(),
                Initialisation.kaiming(1),
                TrainingOptions.defaults().withEpochs(2).withBatch(16).withSeed(SEED),
                images,
                images);
        AutoencoderTrainer trainer = new TensorFlowBackend().autoencoderTrainer().orElseThrow();
        try (TrainedAutoencoder trained = trainer.train(run, EXECUTION, epoch -> {})) {
            trained.model().save(folder);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static FlowModel trainedOnce(NetworkSpec network, Optional<EncoderStart> encoder, Path folder)
            throws IOException {
        Path model = folder.resolve("model");
        if (!Files.exists(model)) {
            try (FlowModel trained = train(network, encoder)) {
                trained.role(Saver.class).orElseThrow().save(model);
            }
        }
        return open(model);
    }

    static FlowModel open(Path folder) throws IOException {
        return new TensorFlowBackend().open(folder, EXECUTION);
    }

    static FloatPoints gaussian(int n, int d) {
        Random random = new Random(SEED);
        float[] values = new float[n * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return FloatPoints.wrap(values, n, d);
    }

    private static LabelledPoints data(NetworkSpec network, int n) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % network.classes();
        }
        int d = network.input().stream().reduce(1, Math::multiplyExact);
        return new LabelledPoints(gaussian(n, d), labels, network.classes(), network.input());
    }
}
