package org.leastaction.metrics.robustness;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.leastaction.metrics.robustness.Target.Gradients;
import org.leastaction.metrics.robustness.Target.LossGradient;
import org.leastaction.points.FloatPoints;

/** One step of full length along the gradient of the loss (FGSM, Goodfellow, Shlens, Szegedy 2015). */
public record FastGradient() implements Attack {

    @Override
    public String key() {
        return "fgsm";
    }

    @Override
    public String title() {
        return "FGSM";
    }

    @Override
    public boolean needsGradients() {
        return true;
    }

    @Override
    public Attacked attack(Target target, @Nullable ScoreGradients gradients, AttackBall ball) {
        ScoreGradients given = Objects.requireNonNull(gradients, "FGSM needs gradients");
        Findings findings = new Findings(target);
        int[] rows = findings.rows(Stop.AT_THE_END);
        if (rows.length == 0) {
            return findings.result();
        }
        int classes = target.scores(target.inputs().rows(0, 1)).dimension();
        int d = target.inputs().dimension();
        LossGradient crossEntropy = (points, labels) -> {
            float[] weights = new float[labels.length * classes];
            for (int i = 0; i < labels.length; i++) {
                weights[i * classes + labels[i]] = -1;
            }
            return given.of(points, FloatPoints.wrap(weights, labels.length, classes));
        };
        FloatPoints steps = Gradients.of(crossEntropy, target.inputs(), target.labels(), target.batch());
        float[] moved = new float[target.size() * d];
        for (int i = 0; i < target.size(); i++) {
            float[] step = Gradients.row(steps, i);
            ball.norm().steepest(step);
            for (int j = 0; j < d; j++) {
                step[j] = (float) (step[j] * ball.radius());
            }
            target.moved(i, step, moved, i * d);
        }
        FloatPoints scores = target.scores(FloatPoints.wrap(moved, target.size(), d));
        for (int row : rows) {
            int label = target.labels()[row];
            findings.offer(row, moved, row * d, -scores.get(row, label),
                    AttackLoss.first(scores, row, 1)[0] != label);
        }
        return findings.result();
    }

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
