package org.leastaction.metrics.robustness;

import java.util.SplittableRandom;

/** The norm of a perturbation. */
public enum Norm {

    /** The maximum norm, L∞. */
    L_INFINITY {
        @Override
        double length(float[] vector) {
            double greatest = 0;
            for (float value : vector) {
                greatest = Math.max(greatest, Math.abs(value));
            }
            return greatest;
        }

        @Override
        double dualLength(float[] gradient) {
            double sum = 0;
            for (float value : gradient) {
                sum += Math.abs(value);
            }
            return sum;
        }

        @Override
        void steepest(float[] gradient) {
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] = Math.signum(gradient[j]);
            }
        }

        @Override
        void project(float[] vector, double radius) {
            for (int j = 0; j < vector.length; j++) {
                vector[j] = (float) Math.min(radius, Math.max(-radius, vector[j]));
            }
        }

        @Override
        void drawInBall(float[] vector, double radius, SplittableRandom random) {
            for (int j = 0; j < vector.length; j++) {
                vector[j] = (float) (radius * (2 * random.nextDouble() - 1));
            }
        }
    },

    /** The Euclidean norm, L2. */
    L2 {
        @Override
        double length(float[] vector) {
            double sum = 0;
            for (float value : vector) {
                sum += (double) value * value;
            }
            return Math.sqrt(sum);
        }

        @Override
        double dualLength(float[] gradient) {
            return length(gradient);
        }

        @Override
        void steepest(float[] gradient) {
            scale(gradient, length(gradient), 1);
        }

        @Override
        void project(float[] vector, double radius) {
            double length = length(vector);
            if (length > radius) {
                scale(vector, length, radius);
            }
        }

        @Override
        void drawInBall(float[] vector, double radius, SplittableRandom random) {
            for (int j = 0; j < vector.length; j++) {
                vector[j] = (float) random.nextGaussian();
            }
            scale(vector, length(vector), radius * Math.pow(random.nextDouble(), 1.0 / vector.length));
        }

        private void scale(float[] vector, double from, double to) {
            for (int j = 0; j < vector.length; j++) {
                vector[j] = from == 0 ? 0 : (float) (vector[j] * to / from);
            }
        }
    };

    /** ‖v‖. */
    abstract double length(float[] vector);

    /** The dual norm: the maximum of ⟨g, v⟩ over ‖v‖ ≤ 1, which bounds the change of a function by its gradient. */
    abstract double dualLength(float[] gradient);

    /** Replaces a gradient by the steepest step of length 1; 0 stays 0. */
    abstract void steepest(float[] gradient);

    /** Projects a vector onto the ball. */
    abstract void project(float[] vector, double radius);

    /** A uniformly distributed point of the ball. */
    abstract void drawInBall(float[] vector, double radius, SplittableRandom random);
}
