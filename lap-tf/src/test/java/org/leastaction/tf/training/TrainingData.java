package org.leastaction.tf.training;

import java.util.List;
import java.util.Random;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

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
}
