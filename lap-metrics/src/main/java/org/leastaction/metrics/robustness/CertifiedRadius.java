package org.leastaction.metrics.robustness;

import java.util.SplittableRandom;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.robustness.Target.Gradients;
import org.leastaction.metrics.robustness.Target.LossGradient;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.points.FloatPoints;

/**
 * An estimate of how far an input can move before its class can change, with the steepest gradient that was found in
 * place of the steepest that exists. It is <b>no certificate</b>: a Lipschitz constant is a supremum and gradients are
 * evaluated at samples, so the radius tends to be too large.
 *
 * <p>While the loss −ln p(label) stays below ln 2, the label has more than half of the probability. With L the greatest
 * dual norm of the loss's gradient at the inputs and at random points within {@code reach} of them, the radius of an
 * input is (ln 2 − loss)/L, and 0 where the loss is above ln 2.
 *
 * @param lipschitz L: a lower bound of the loss's Lipschitz constant
 * @param mean      mean radius over inputs, bootstrap
 * @param radii     one radius per input, at least 0
 */
public record CertifiedRadius(double lipschitz, Estimate mean, double[] radii) {

    /**
     * Estimates the radii. 1 + draws gradients for each input.
     *
     * @param reach of the ball around each input in which gradients are evaluated, above 0
     * @param draws number of random points in it, at least 0
     * @throws IllegalArgumentException for values outside these ranges
     */
    public static CertifiedRadius of(
            Target target, LossGradient loss, Norm norm, double reach, int draws, Bootstrap bootstrap) {
        if (!(reach > 0) || draws < 0) {
            throw new IllegalArgumentException(
                    "gradients are evaluated at 0 or more points within a reach above 0, not at " + draws + " within "
                            + reach);
        }
        double lipschitz = greatest(target, loss, norm, target.inputs());
        SplittableRandom random = new SplittableRandom(bootstrap.seed());
        int d = target.inputs().dimension();
        for (int draw = 0; draw < draws; draw++) {
            float[] moved = new float[target.size() * d];
            float[] by = new float[d];
            for (int i = 0; i < target.size(); i++) {
                norm.drawInBall(by, reach, random);
                target.moved(i, by, moved, i * d);
            }
            lipschitz = Math.max(lipschitz,
                    greatest(target, loss, norm, FloatPoints.wrap(moved, target.size(), d)));
        }
        double[] radii = new double[target.size()];
        for (int from = 0; from < radii.length; from += target.batch()) {
            int to = Math.min(radii.length, from + target.batch());
            FloatPoints answers = target.classifier().logProbabilities(target.inputs().rows(from, to));
            for (int i = from; i < to; i++) {
                double slack = Math.log(2) + answers.get(i - from, target.labels()[i]);
                radii[i] = slack <= 0 ? 0 : slack / lipschitz;
            }
        }
        return new CertifiedRadius(lipschitz, finite(radii)
                ? bootstrap.mean(radii) : Estimate.exact(Double.POSITIVE_INFINITY), radii);
    }

    private static double greatest(Target target, LossGradient loss, Norm norm, FloatPoints at) {
        FloatPoints gradients = Gradients.of(loss, at, target.labels(), target.batch());
        double greatest = 0;
        for (int i = 0; i < target.size(); i++) {
            greatest = Math.max(greatest, norm.dualLength(Gradients.row(gradients, i)));
        }
        return greatest;
    }

    /** If every gradient is 0, the radii are unbounded. */
    private static boolean finite(double[] radii) {
        for (double radius : radii) {
            if (!Double.isFinite(radius)) {
                return false;
            }
        }
        return true;
    }
}
