package org.leastaction.flow;

import org.leastaction.points.FloatPoints;

/** Checks of the arguments of {@link Derivatives}. */
public final class DerivativeArguments {

    private DerivativeArguments() {}

    /**
     * Checks points and a direction for each.
     *
     * @throws IllegalArgumentException if there is no point, a dimension is wrong, or the numbers differ
     */
    public static void check(FloatPoints points, int dimension, FloatPoints directions, int directionDimension) {
        if (points.dimension() != dimension || points.size() == 0) {
            throw new IllegalArgumentException("at least one point of dimension " + dimension + " is needed, not "
                    + points.size() + " of dimension " + points.dimension());
        }
        if (directions.dimension() != directionDimension || directions.size() != points.size()) {
            throw new IllegalArgumentException(points.size() + " directions of dimension " + directionDimension
                    + " are needed, not " + directions.size() + " of dimension " + directions.dimension());
        }
    }

    /**
     * The labels of inputs as weights of the log-probabilities in the cross entropy: −1 for the label, 0 for others.
     *
     * @return [n, classes]
     * @throws IllegalArgumentException if there is no input, its dimension or the number of labels is wrong, or a label
     *                                  is not a class
     */
    public static FloatPoints minusUnits(FloatPoints inputs, int[] labels, FlowShape shape) {
        check(inputs, shape.inputDimension(), inputs, shape.inputDimension());
        int classes = shape.classes();
        if (labels.length != inputs.size()) {
            throw new IllegalArgumentException(labels.length + " labels for " + inputs.size() + " inputs");
        }
        float[] weights = new float[inputs.size() * Math.max(1, classes)];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label " + labels[i] + " of point " + i + " is not in [0, " + classes + ")");
            }
            weights[i * classes + labels[i]] = -1;
        }
        return FloatPoints.wrap(weights, inputs.size(), classes);
    }
}
