package org.leastaction.metrics.robustness;

import org.leastaction.metrics.robustness.Target.Gradients;
import org.leastaction.metrics.robustness.Target.LossGradient;
import org.leastaction.points.FloatPoints;

/** One step of full length along the gradient of the loss (FGSM, Goodfellow, Shlens, Szegedy 2015). */
public final class FastGradient {

    private FastGradient() {}

    /**
     * Accuracy after the step. One gradient, and a forward pass for each radius. It may rise with the radius, as a
     * longer step may overshoot.
     *
     * @param radii finite, at least 0, ascending
     * @throws IllegalArgumentException for other radii
     */
    public static RobustnessCurve curve(Target target, LossGradient loss, Norm norm, double[] radii) {
        int d = target.inputs().dimension();
        FloatPoints gradients = Gradients.of(loss, target.inputs(), target.labels(), target.batch());
        return RobustnessCurve.of(radii, radius -> {
            float[] attacked = new float[target.size() * d];
            for (int i = 0; i < target.size(); i++) {
                float[] step = Gradients.row(gradients, i);
                norm.steepest(step);
                for (int j = 0; j < d; j++) {
                    step[j] *= (float) radius;
                }
                target.moved(i, step, attacked, i * d);
            }
            return target.rights(FloatPoints.wrap(attacked, target.size(), d), target.labels());
        });
    }
}
