package org.leastaction.metrics.robustness;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.leastaction.points.FloatPoints;

/**
 * A search for a perturbation of each input that changes its class. The random numbers of an input are a function of
 * the seed and its row, so that results do not depend on the size of a batch.
 */
public interface Attack {

    /** Letters, digits and underscores, e.g. "apgd_ce"; part of the keys of records. */
    String key();

    /** The name in tables, e.g. "APGD-CE". */
    String title();

    /** Whether it needs gradients of the scores. */
    boolean needsGradients();

    /** The least number of classes for which it is defined. */
    default int leastClasses() {
        return 2;
    }

    /**
     * Attacks every input that is classified correctly.
     *
     * @param gradients of the scores; null only for an attack that needs none
     */
    Attacked attack(Target target, @Nullable ScoreGradients gradients, AttackBall ball);

    /** When the attack on an input stops. */
    enum Stop {
        /** As soon as it is misclassified: the cheapest way to the accuracy. */
        WHEN_BROKEN,
        /** After all steps: the perturbed input is then far beyond the decision boundary. */
        AT_THE_END
    }

    /**
     * The result of an attack.
     *
     * @param standing whether each input is classified correctly, before and after the attack
     * @param inputs   [n, d], in the ball and in the range: a misclassified point if one was found, otherwise that of
     *                 the greatest loss; an input that was wrong from the start is unchanged
     */
    record Attacked(boolean[] standing, FloatPoints inputs) {}

    /** Collects the strongest point that was found for each input. */
    final class Findings {

        private final Target target;
        private final boolean[] right;
        private final boolean[] broken;
        private final double[] losses;
        private final float[] points;

        Findings(Target target) {
            this.target = target;
            this.right = target.rights(target.inputs(), target.labels());
            this.broken = new boolean[target.size()];
            this.losses = new double[target.size()];
            Arrays.fill(losses, Double.NEGATIVE_INFINITY);
            this.points = target.inputs().toArray();
        }

        /** The inputs that are still to be attacked. */
        int[] rows(Stop stop) {
            return IntStream.range(0, right.length)
                    .filter(i -> right[i] && !(stop == Stop.WHEN_BROKEN && broken[i])).toArray();
        }

        /** Keeps a point if it is stronger: misclassified rather than not, then of greater loss. */
        void offer(int row, float[] from, int at, double loss, boolean isBroken) {
            boolean stronger = isBroken == broken[row] ? loss > losses[row] : isBroken;
            if (stronger) {
                broken[row] = isBroken;
                losses[row] = loss;
                int d = target.inputs().dimension();
                System.arraycopy(from, at, points, row * d, d);
            }
        }

        Attacked result() {
            boolean[] standing = new boolean[right.length];
            for (int i = 0; i < standing.length; i++) {
                standing[i] = right[i] && !broken[i];
            }
            return new Attacked(standing, FloatPoints.wrap(points, target.size(), target.inputs().dimension()));
        }
    }

    /** The random numbers of a row in a start. */
    static SplittableRandom random(long seed, int row, int start) {
        return new SplittableRandom(seed ^ (0x9E3779B97F4A7C15L * (1 + row + ((long) start << 32))));
    }
}
