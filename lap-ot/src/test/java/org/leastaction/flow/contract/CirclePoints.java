package org.leastaction.flow.contract;

import java.util.List;
import java.util.Random;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** Two noisy concentric circles of radius 1 and ½, one class each, alternating. */
final class CirclePoints {

    private static final double NOISE = 0.05;

    private CirclePoints() {}

    static LabelledPoints generate(int size, long seed) {
        Random random = new Random(seed);
        float[] points = new float[2 * size];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = i % 2;
            double radius = labels[i] == 0 ? 1 : 0.5;
            double angle = 2 * Math.PI * random.nextDouble();
            points[2 * i] = (float) (radius * Math.cos(angle) + NOISE * random.nextGaussian());
            points[2 * i + 1] = (float) (radius * Math.sin(angle) + NOISE * random.nextGaussian());
        }
        return new LabelledPoints(FloatPoints.wrap(points, size, 2), labels, 2, List.of(2));
    }
}
