package org.leastaction.metrics.robustness;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.leastaction.points.FloatPoints;

/** The inputs that are still classified correctly, each at a point of the ball around it. */
final class AttackedInputs {

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
