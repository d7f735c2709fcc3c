package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.Execution.Precision;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingCurve;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.network.Networks;

class MixedPrecisionTest {

    private static final Execution FLOAT = new Execution(1, "cpu");

    @Test
    void stepsInMixedPrecisionRepeatAndStayNearThoseInFloat() throws InterruptedException {
        Execution mixed = FLOAT.withPrecision(Precision.MIXED);
        TrainingCurve first = train(mixed);
        assertThat(train(mixed)).isEqualTo(first);
        TrainingCurve reference = train(FLOAT);
        for (int e = 0; e < reference.epochs().size(); e++) {
            // A mantissa of 8 bits has an error of at most 0.4 % in each factor.
            assertThat(first.epochs().get(e).crossEntropy()).as("cross entropy of epoch %d", e + 1)
                    .isCloseTo(reference.epochs().get(e).crossEntropy(), within(0.05));
        }
    }

    private static TrainingCurve train(Execution execution) throws InterruptedException {
        LabelledPoints images = images(64);
        TrainingRun run = new TrainingRun(
                Networks.family("resnet9").network(images.shape(), 2).with("blocks", 2).with("filters", 16),
                Initialisation.orthogonal(1),
                Objective.fixed(0.1),
                TrainingOptions.defaults().withEpochs(3).withBatch(32).withSeed(3),
                images,
                images);
        try (TrainedFlow trained =
                new TensorFlowTrainer().train(List.of(run), execution, TrainingListener.NONE).get(0)) {
            return trained.curve();
        }
    }

    /** Noise, brighter in class 1. */
    private static LabelledPoints images(int n) {
        Random random = new Random(4);
        float[] points = new float[n * 100];
        int[] labels = new int[n];
        for (int i = 0; i < points.length; i++) {
            labels[i / 100] = i / 100 % 2;
            points[i] = (float) random.nextGaussian() + labels[i / 100];
        }
        return new LabelledPoints(FloatPoints.wrap(points, n, 100), labels, 2, List.of(10, 10, 1));
    }
}
