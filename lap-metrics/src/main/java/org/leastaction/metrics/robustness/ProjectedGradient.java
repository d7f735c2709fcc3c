package org.leastaction.metrics.robustness;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.leastaction.metrics.robustness.Target.Gradients;
import org.leastaction.metrics.robustness.Target.LossGradient;
import org.leastaction.points.FloatPoints;

/**
 * Many short steps along the gradient of the loss, each followed by a projection onto the ball (PGD, Madry et al.
 * 2018).
 *
 * <p>An upper bound of the accuracy under the worst perturbation: a better attack may break more inputs.
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

    public ProjectedGradient withRestarts(int newRestarts) {
        return new ProjectedGradient(steps, newRestarts, seed);
    }

    public ProjectedGradient withSeed(long newSeed) {
        return new ProjectedGradient(steps, restarts, newSeed);
    }

    /**
     * Accuracy under attack. An input that was broken within a radius is broken within every greater one, so the curve
     * never rises. An input is broken if it is misclassified after any step; its attack then stops. At most steps ·
     * restarts gradients and as many evaluations for each radius and input.
     *
     * @param radii finite, at least 0, ascending
     * @throws IllegalArgumentException for other radii
     */
    public RobustnessCurve curve(Target target, LossGradient loss, Norm norm, double[] radii) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] standing = target.rights(target.inputs(), target.labels());
        return RobustnessCurve.of(radii, radius -> {
            for (int start = 0; start < restarts && radius > 0; start++) {
                AttackedInputs attacked = new AttackedInputs(target, norm, radius, standing);
                if (start > 0) {
                    attacked.scatter(random);
                }
                for (int step = 0; step < steps && !attacked.isEmpty(); step++) {
                    attacked.step(loss, STRIDE * radius / steps);
                    attacked.dropBroken(standing);
                }
            }
            return standing.clone();
        });
    }

    /** The inputs that are still classified correctly, each at a point of the ball around it. */
    private static final class AttackedInputs {

        private final Target target;
        private final Norm norm;
        private final double radius;
        private int[] rows;
        /** Their current points, [rows, d]. */
        private float[] points;

        /** Starts with every input unchanged. */
        AttackedInputs(Target target, Norm norm, double radius, boolean[] standing) {
            this.target = target;
            this.norm = norm;
            this.radius = radius;
            this.rows = IntStream.range(0, standing.length).filter(i -> standing[i]).toArray();
            this.points = new float[rows.length * dimension()];
            float[] nowhere = new float[dimension()];
            for (int i = 0; i < rows.length; i++) {
                target.moved(rows[i], nowhere, points, i * dimension());
            }
        }

        boolean isEmpty() {
            return rows.length == 0;
        }

        /** Moves every input to a random point of its ball. */
        void scatter(SplittableRandom random) {
            float[] by = new float[dimension()];
            for (int i = 0; i < rows.length; i++) {
                norm.drawInBall(by, radius, random);
                target.moved(rows[i], by, points, i * dimension());
            }
        }

        /** Takes one step of gradient ascent and projects back into the ball and the range. */
        void step(LossGradient loss, double stride) {
            int d = dimension();
            FloatPoints gradients = Gradients.of(loss, places(), labels(), target.batch());
            float[] by = new float[d];
            for (int i = 0; i < rows.length; i++) {
                float[] direction = Gradients.row(gradients, i);
                norm.steepest(direction);
                for (int j = 0; j < d; j++) {
                    double from = target.inputs().array()[target.inputs().offset() + rows[i] * d + j];
                    by[j] = (float) (points[i * d + j] - from + stride * direction[j]);
                }
                norm.project(by, radius);
                target.moved(rows[i], by, points, i * d);
            }
        }

        /** Removes the inputs that are now misclassified and records them as broken. */
        void dropBroken(boolean[] standing) {
            int d = dimension();
            boolean[] held = target.rights(places(), labels());
            int kept = 0;
            for (int i = 0; i < rows.length; i++) {
                standing[rows[i]] = held[i];
                if (held[i]) {
                    System.arraycopy(points, i * d, points, kept * d, d);
                    rows[kept++] = rows[i];
                }
            }
            rows = Arrays.copyOf(rows, kept);
            points = Arrays.copyOf(points, kept * d);
        }

        private int dimension() {
            return target.inputs().dimension();
        }

        private FloatPoints places() {
            return FloatPoints.wrap(points, rows.length, dimension());
        }

        private int[] labels() {
            return Arrays.stream(rows).map(row -> target.labels()[row]).toArray();
        }
    }
}
