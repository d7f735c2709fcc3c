package org.leastaction.metrics.robustness;

import java.util.SplittableRandom;
import org.leastaction.points.FloatPoints;

/** Random perturbations, independent for every element. */
public enum Noise {

    /** Normal noise of mean 0; the radius is its standard deviation. */
    GAUSSIAN {
        @Override
        double draw(double radius, SplittableRandom random) {
            return radius * random.nextGaussian();
        }
    },

    /** Uniform over [−r, r]; the radius is r. */
    UNIFORM {
        @Override
        double draw(double radius, SplittableRandom random) {
            return radius * (2 * random.nextDouble() - 1);
        }
    };

    abstract double draw(double radius, SplittableRandom random);

    /**
     * Accuracy under noise, one draw for each input and radius, so that Wilson's interval holds for inputs and draws
     * together. One forward pass per radius.
     *
     * @param radii finite, at least 0, ascending
     * @throws IllegalArgumentException for other radii
     */
    public RobustnessCurve curve(Target target, double[] radii, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int d = target.inputs().dimension();
        return RobustnessCurve.of(radii, radius -> {
            float[] noisy = new float[target.size() * d];
            float[] by = new float[d];
            for (int i = 0; i < target.size(); i++) {
                for (int j = 0; j < d; j++) {
                    by[j] = (float) draw(radius, random);
                }
                target.moved(i, by, noisy, i * d);
            }
            return target.rights(FloatPoints.wrap(noisy, target.size(), d), target.labels());
        });
    }
}
