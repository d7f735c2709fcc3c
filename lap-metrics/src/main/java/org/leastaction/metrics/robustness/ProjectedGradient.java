package org.leastaction.metrics.robustness;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.leastaction.points.FloatPoints;

/**
 * Many short steps along the gradient of the loss, brought back into the ball after each (PGD, Madry et al. 2018).
 *
 * <p>An upper bound of the accuracy under the worst perturbation: what it does not break, a better attack may.
 *
 * @param steps    of a start, each of length 2.5·radius/steps, at least 1
 * @param restarts starts, the first from the input itself, others from random points of the ball; at least 1
 * @param seed     of these points
 */
public record ProjectedGradient(int steps, int restarts, long seed) {

    private static final double STRIDE = 2.5;

    /** @throws IllegalArgumentException for fewer than 1 step or restart */
    public ProjectedGradient {
        if (steps < 1 || restarts < 1) {
            throw new IllegalArgumentException(
                    "an attack has at least 1 step and 1 start, not " + steps + " and " + restarts);
        }
    }

    /** 10 steps, 2 starts, seed 0. */
    public static ProjectedGradient defaults() {
        return new ProjectedGradient(10, 2, 0);
    }

    public ProjectedGradient withSteps(int newSteps) {
        return new ProjectedGradient(newSteps, restarts, seed);
    }

    public ProjectedGradient withRestarts(int newRestarts) {
        return new ProjectedGradient(steps, newRestarts, seed);
    }

    public ProjectedGradient withSeed(long newSeed) {
        return new ProjectedGradient(steps, restarts, newSeed);
    }

    /**
     * Accuracy under attack. An input that was broken within a radius is broken within every greater one, so the curve
     * never rises, and only inputs that still stand are attacked: at most steps · restarts gradients for each radius
     * and input.
     *
     * @param radii finite, at least 0, ascending
     * @throws IllegalArgumentException for other radii
     */
    public RobustnessCurve curve(Target target, LossGradient loss, Norm norm, double[] radii) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] standing = target.rights(target.inputs(), target.labels());
        return RobustnessCurve.of(radii, radius -> {
            for (int start = 0; start < restarts && radius > 0; start++) {
                int[] rows = IntStream.range(0, standing.length).filter(i -> standing[i]).toArray();
                if (rows.length > 0) {
                    boolean[] held = attack(target, loss, norm, radius, rows, start, random);
                    for (int i = 0; i < rows.length; i++) {
                        standing[rows[i]] = held[i];
                    }
                }
            }
            return standing.clone();
        });
    }

    /** Which of the rows are still right at the end of one start. */
    private boolean[] attack(
            Target target, LossGradient loss, Norm norm, double radius, int[] rows, int start,
            SplittableRandom random) {
        int d = target.inputs().dimension();
        int[] labels = Arrays.stream(rows).map(row -> target.labels()[row]).toArray();
        float[] attacked = new float[rows.length * d];
        float[] by = new float[d];
        for (int i = 0; i < rows.length; i++) {
            if (start > 0) {
                norm.drawInBall(by, radius, random);
            }
            target.moved(rows[i], by, attacked, i * d);
        }
        FloatPoints points = FloatPoints.wrap(attacked, rows.length, d);
        double stride = STRIDE * radius / steps;
        for (int step = 0; step < steps; step++) {
            FloatPoints gradients = Gradients.of(loss, points, labels, target.batch());
            for (int i = 0; i < rows.length; i++) {
                float[] direction = Gradients.row(gradients, i);
                norm.steepest(direction);
                for (int j = 0; j < d; j++) {
                    double from = target.inputs().array()[target.inputs().offset() + rows[i] * d + j];
                    by[j] = (float) (attacked[i * d + j] - from + stride * direction[j]);
                }
                norm.project(by, radius);
                target.moved(rows[i], by, attacked, i * d);
            }
        }
        return target.rights(points, labels);
    }
}
