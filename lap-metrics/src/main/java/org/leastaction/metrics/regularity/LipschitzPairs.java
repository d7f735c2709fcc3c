package org.leastaction.metrics.regularity;

/**
 * The greatest ratio ‖T(xᵢ) − T(xⱼ)‖ / ‖xᵢ − xⱼ‖ over pairs of samples: a lower bound of the map's Lipschitz constant.
 *
 * @param constant the ratio, in [0, ∞]; ∞ if two equal points have different images, 0 if all images are equal
 * @param first    row of a point where it is reached
 * @param second   row of the other point, below {@code first}
 */
public record LipschitzPairs(double constant, int first, int second) {

    /** Takes the greatest ratio; two equal points with equal images have no ratio and are skipped. O(pairs). */
    public static LipschitzPairs of(PairIncrements pairs) {
        double greatest = -1;
        int first = 1;
        int second = 0;
        for (int i = 1; i < pairs.points(); i++) {
            double[] distances = pairs.distances(i);
            double[] increments = pairs.increments(i);
            for (int j = 0; j < i; j++) {
                // 0 / 0 is NaN, for which the comparison is false.
                double ratio = increments[j] / distances[j];
                if (ratio > greatest) {
                    greatest = ratio;
                    first = i;
                    second = j;
                }
            }
        }
        return new LipschitzPairs(Math.max(0, greatest), pairs.row(first), pairs.row(second));
    }
}
