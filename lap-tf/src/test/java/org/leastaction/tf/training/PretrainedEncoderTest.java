package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.AutoencoderListener.AutoencoderEpoch;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.EncoderStart;
import org.leastaction.flow.training.EncoderStart.Learning;
import org.leastaction.flow.training.ImageEncoderSpec;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.Optimiser.Adam;
import org.leastaction.flow.training.TrainedAutoencoder;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.TensorFlowBackend;
import org.leastaction.tf.network.Networks;

/** Networks that start from the encoder of an autoencoder, at full resolution with batch normalisation. */
class PretrainedEncoderTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");
    private static final List<Integer> INPUT = List.of(6, 6, 1);
    private static final AutoencoderSpec AUTOENCODER =
            new AutoencoderSpec(ImageEncoderSpec.full(4), true, INPUT);
    private static final NetworkSpec NETWORK = Networks.family("resnet9").network(INPUT, 2)
            .with(Map.of("resolution", "full", "filters", 4))
            .with("blocks", 2);
    private static final FloatPoints IMAGES = images(48);

    @TempDir
    static Path folder;

    private static Path saved;
    private static List<AutoencoderEpoch> epochs;
    private static FloatPoints encoded;
    private static FloatPoints decoded;

    @BeforeAll
    static void train() throws IOException, InterruptedException {
        saved = folder.resolve("autoencoder");
        AutoencoderRun run = new AutoencoderRun(
                AUTOENCODER,
                Initialisation.kaiming(1),
                TrainingOptions.defaults().withEpochs(12).withBatch(16).withOptimiser(Adam.defaults()),
                IMAGES,
                IMAGES);
        try (TrainedAutoencoder trained = new TensorFlowAutoencoderTrainer().train(run, ONE_THREAD, epoch -> {})) {
            trained.model().save(saved);
            epochs = trained.epochs();
            encoded = trained.model().encode(IMAGES);
            decoded = trained.model().decode(encoded);
        }
    }

    /** Bars of two directions, from −0.4 to 2.8 as normalised digits have. */
    private static FloatPoints images(int n) {
        Random random = new Random(4);
        float[] pixels = new float[n * 36];
        for (int i = 0; i < n; i++) {
            int bar = random.nextInt(6);
            for (int j = 0; j < 36; j++) {
                boolean bright = (i % 2 == 0 ? j / 6 : j % 6) == bar;
                pixels[i * 36 + j] = bright ? 2.8f : -0.4f;
            }
        }
        return FloatPoints.wrap(pixels, n, 36);
    }

    private static TrainingRun run(NetworkSpec network) {
        int[] labels = new int[IMAGES.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2;
        }
        LabelledPoints data = new LabelledPoints(IMAGES, labels, 2, INPUT);
        return new TrainingRun(
                network,
                Initialisation.orthogonal(0.5),
                Objective.fixed(0.1),
                TrainingOptions.defaults().withEpochs(2).withBatch(16),
                data,
                data);
    }

    private static FlowModel trained(Learning learning) throws InterruptedException {
        TrainingRun run = run(NETWORK).withEncoder(new EncoderStart(saved, learning));
        try (TrainedFlow flow =
                new TensorFlowTrainer().train(List.of(run), ONE_THREAD, TrainingListener.NONE).get(0)) {
            Path model = folder.resolve(learning.key());
            flow.model().role(Saver.class).orElseThrow().save(model);
            return new TensorFlowBackend().open(model, ONE_THREAD);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void theErrorFallsAndDecodedImagesReachTheRangeOfTheData() {
        assertThat(epochs).hasSize(12);
        assertThat(epochs.get(11).testError()).isLessThan(0.7 * epochs.get(0).testError());
        float greatest = 0;
        for (float value : decoded.toArray()) {
            assertThat(value).isBetween(-0.4001f, 2.8001f);
            greatest = Math.max(greatest, value);
        }
        assertThat(greatest).as("brightest decoded pixel, beyond what tanh reaches").isGreaterThan(1f);
    }

    @Test
    void aFrozenEncoderStaysAsItWasAndBringsItsDecoder() throws InterruptedException {
        try (FlowModel model = trained(Learning.FROZEN)) {
            assertThat(model.encode(IMAGES).toArray())
                    .as("encodings after the training of the network")
                    .containsExactly(encoded.toArray());
            Decoder decoder = model.role(Decoder.class).orElseThrow();
            assertThat(decoder.decode(encoded).toArray()).containsExactly(decoded.toArray());
            FloatPoints end = model.transport(encoded, step -> {});
            assertThat(decoder.decode(end).dimension()).isEqualTo(36);
        }
    }

    @Test
    void aLearnedEncoderMovesAndHasNoDecoder() throws InterruptedException {
        try (FlowModel model = trained(Learning.LEARNED)) {
            assertThat(model.encode(IMAGES).toArray()).isNotEqualTo(encoded.toArray());
            assertThat(model.role(Decoder.class)).isEmpty();
        }
    }

    @Test
    void anEncoderOfAnotherShapeIsRefused() {
        NetworkSpec wider = Networks.family("resnet9").network(INPUT, 2)
                .with(Map.of("resolution", "full", "filters", 6)).with("blocks", 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainFrom(run(wider), saved))
                .withMessageContaining("full resolution and 4 filters")
                .withMessageContaining("full resolution and 6 filters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainFrom(run(NETWORK), folder.resolve("nothing")))
                .withMessageContaining("nothing");
    }

    private static void trainFrom(TrainingRun run, Path autoencoder) throws InterruptedException {
        EncoderStart start = new EncoderStart(autoencoder, Learning.FROZEN);
        new TensorFlowTrainer().train(List.of(run.withEncoder(start)), ONE_THREAD, TrainingListener.NONE);
    }

    @Test
    void anAutoencoderIsNoFlow() {
        TensorFlowBackend backend = new TensorFlowBackend();
        assertThat(backend.recognises(saved)).isTrue();
        assertThatThrownBy(() -> backend.open(saved, ONE_THREAD))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is an autoencoder");
    }
}
