package org.leastaction.metrics.robustness;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Wilson;

/**
 * Accuracy against the size of perturbations.
 *
 * @param points in ascending radius
 */
public record RobustnessCurve(List<Point> points) {

    /**
     * @param radius   length or standard deviation of the perturbation, in units of the inputs
     * @param accuracy share of inputs still classified correctly, Wilson
     */
    public record Point(double radius, Estimate accuracy) {}

    public RobustnessCurve {
        points = List.copyOf(points);
    }

    /** A point for each radius, from the inputs that are still classified correctly there. */
    static RobustnessCurve of(double[] radii, DoubleFunction<boolean[]> rights) {
        checkRadii(radii);
        return new RobustnessCurve(Arrays.stream(radii).mapToObj(radius -> {
            boolean[] right = rights.apply(radius);
            return new Point(radius, Wilson.interval(Target.count(right), right.length));
        }).toList());
    }

    /** Area under the curve over its radii, divided by their range: a mean accuracy; the only one if there is one. */
    public double meanAccuracy() {
        double area = 0;
        for (int i = 1; i < points.size(); i++) {
            area += (points.get(i).radius() - points.get(i - 1).radius())
                    * (points.get(i).accuracy().value() + points.get(i - 1).accuracy().value()) / 2;
        }
        double range = points.get(points.size() - 1).radius() - points.get(0).radius();
        return range == 0 ? points.get(0).accuracy().value() : area / range;
    }

    private static void checkRadii(double[] radii) {
        if (radii.length == 0) {
            throw new IllegalArgumentException("a curve needs at least one radius");
        }
        for (int i = 0; i < radii.length; i++) {
            if (!(radii[i] >= 0) || Double.isInfinite(radii[i]) || (i > 0 && radii[i] <= radii[i - 1])) {
                throw new IllegalArgumentException("radii must be finite, at least 0 and ascending, not "
                        + Arrays.toString(radii));
            }
        }
    }
}
