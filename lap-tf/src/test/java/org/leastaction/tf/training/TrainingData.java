package org.leastaction.tf.training;

import java.util.List;
import java.util.Random;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.Augmentation.CropFlip;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.network.Networks;

/** Small generated tasks. */
final class TrainingData {

    private TrainingData() {}

    /** Points of the plane, of which the sign of the first coordinate is the class. */
    static LabelledPoints halves(int size, long seed) {
        Random random = new Random(seed);
        float[] points = new float[2 * size];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            points[2 * i] = (float) random.nextGaussian();
            points[2 * i + 1] = (float) random.nextGaussian();
            labels[i] = points[2 * i] > 0 ? 1 : 0;
        }
        return new LabelledPoints(FloatPoints.wrap(points, size, 2), labels, 2, List.of(2));
    }

    /** Noisy 8 × 8 images of three channels, brighter at the top in class 0 and at the bottom in class 1. */
    static LabelledPoints coloured(int size, long seed) {
        Random random = new Random(seed);
        int d = 8 * 8 * 3;
        float[] points = new float[size * d];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = random.nextInt(2);
            for (int j = 0; j < d; j++) {
                boolean bright = j < d / 2 == (labels[i] == 0);
                points[i * d + j] = (float) random.nextGaussian() + (bright ? 1 : 0);
            }
        }
        return new LabelledPoints(FloatPoints.wrap(points, size, d), labels, 2, List.of(8, 8, 3));
    }

    /** Two blocks of four channels for {@link #coloured} images. */
    static NetworkSpec smallImageNetwork() {
        return Networks.family("resnet9").network(List.of(8, 8, 3), 2).with("blocks", 2).with("filters", 4);
    }

    /** A small ResNet9 under the least-action objective on varied images. */
    static TrainingRun imageRun(int size, int batch, int epochs, long seed) {
        return new TrainingRun(
                smallImageNetwork(),
                Initialisation.kaiming(1),
                Objective.leastAction(2, 0.5, 3),
                TrainingOptions.defaults()
                        .withEpochs(epochs)
                        .withBatch(batch)
                        .withSeed(seed)
                        .withAugmentation(new CropFlip(1, List.of(0.0))),
                coloured(size, seed),
                coloured(10, seed + 1000));
    }
}
