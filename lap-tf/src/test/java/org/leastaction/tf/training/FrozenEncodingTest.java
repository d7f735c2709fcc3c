package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.Augmentation.CropFlip;
import org.leastaction.flow.training.EncoderStart.Learning;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.Optimiser.Adam;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.model.NetworkWeights;
import org.leastaction.tf.network.Network;
import org.leastaction.tf.network.NetworkVariant.EncodedInputs;
import org.leastaction.tf.network.NetworkVariant.FrozenEncoder;
import org.leastaction.tf.network.Networks;
import org.leastaction.tf.training.PretrainedEncoder.FrozenEncoding;

/** A training on encoded points is the training of the whole network whose encoder is frozen, up to rounding. */
class FrozenEncodingTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");
    private static final int SIZE = 12;
    private static final List<Integer> INPUT = List.of(6, 6, 1);
    private static final NetworkSpec SPEC = Networks.family("resnet9").network(INPUT, 2)
            .with(Map.of("resolution", "full", "filters", 4))
            .with("blocks", 2);
    private static final Network NETWORK = Networks.of(SPEC);
    private static final Objective OBJECTIVE = Objective.leastAction(1, 1, 2);

    @Test
    void stepsAndEvaluationsAreThoseOfTheWholeNetwork() throws InterruptedException {
        LabelledPoints images = images();
        try (TrainingGraph whole =
                new TrainingGraph(new FrozenEncoder(NETWORK), OBJECTIVE, Adam.defaults(), 1, ONE_THREAD);
                TrainingGraph behind = new TrainingGraph(
                        new EncodedInputs(NETWORK), OBJECTIVE, Adam.defaults(), 1, ONE_THREAD)) {
            NetworkWeights weights = weights(whole);
            PretrainedEncoder encoder = new PretrainedEncoder(weights, Learning.FROZEN);
            LabelledPoints encoded = FrozenEncoding.of(images, encoder, NETWORK, ONE_THREAD);
            assertThat(encoded.shape()).isEqualTo(NETWORK.shape().encoded());
            whole.start(List.of(weights), new float[] {1});
            behind.start(List.of(weights), new float[] {1});
            for (int step = 1; step <= 4; step++) {
                TrainingGraph.Step one =
                        whole.step(images.points().array(), images.labels(), SIZE, 0.01, step, 1, new long[1]);
                TrainingGraph.Step other =
                        behind.step(encoded.points().array(), images.labels(), SIZE, 0.01, step, 1, new long[1]);
                assertThat(other.crossEntropy()[0]).isCloseTo(one.crossEntropy()[0], within(1e-4f));
                assertThat(other.transportCost()[0]).isCloseTo(one.transportCost()[0], within(1e-4f));
            }
            TrainingGraph.Evaluation one = whole.evaluate(images.points().array(), images.labels(), SIZE);
            TrainingGraph.Evaluation other = behind.evaluate(encoded.points().array(), images.labels(), SIZE);
            assertThat(other.lossSum()[0]).isCloseTo(one.lossSum()[0], within(1e-3f));
            NetworkWeights restored = encoder.endOf(behind.weights().get(0));
            whole.weights().get(0).values().forEach((name, values) -> assertThat(restored.values().get(name)).as(name)
                    .containsExactly(values, within(2e-3f)));
        }
    }

    @Test
    void pointsThatChangeWithTheEpochAreNotEncodedInAdvance() {
        PretrainedEncoder frozen = new PretrainedEncoder(new NetworkWeights(Map.of()), Learning.FROZEN);
        PretrainedEncoder trained = new PretrainedEncoder(new NetworkWeights(Map.of()), Learning.LEARNED);
        TrainingOptions options = TrainingOptions.defaults().withEpochs(1).withBatch(4);
        TrainingRun same = new TrainingRun(
                SPEC, Initialisation.orthogonal(1), OBJECTIVE, options, images(), images());
        TrainingRun varied = new TrainingRun(SPEC, Initialisation.orthogonal(1), OBJECTIVE,
                options.withAugmentation(new CropFlip(1, List.of(0.0))), images(), images());
        assertThat(FrozenEncoding.isOnce(same, frozen, NETWORK)).isTrue();
        assertThat(FrozenEncoding.isOnce(same, trained, NETWORK)).isFalse();
        assertThat(FrozenEncoding.isOnce(varied, frozen, NETWORK)).isFalse();
    }

    private static NetworkWeights weights(TrainingGraph graph) {
        InitialWeights initial = new InitialWeights(Initialisation.orthogonal(1), 3);
        return new NetworkWeights(graph.parameters().stream()
                .collect(Collectors.toMap(parameter -> parameter.name(), initial::of)));
    }

    private static LabelledPoints images() {
        Random random = new Random(5);
        float[] pixels = new float[SIZE * 36];
        int[] labels = new int[SIZE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        for (int i = 0; i < SIZE; i++) {
            labels[i] = i % 2;
        }
        return new LabelledPoints(FloatPoints.wrap(pixels, SIZE, 36), labels, 2, INPUT);
    }
}
