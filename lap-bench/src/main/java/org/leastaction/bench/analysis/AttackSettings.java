package org.leastaction.bench.analysis;

import java.util.List;
import java.util.OptionalDouble;
import org.leastaction.metrics.robustness.AttackEnsemble;
import org.leastaction.metrics.robustness.InputRange;
import org.leastaction.metrics.robustness.PixelLayout;
import org.leastaction.points.FloatPoints;

/**
 * The strength of the attack ensemble.
 *
 * @param strength steps and queries
 * @param linf     radius in L∞, in units of the inputs, above 0; the usual one if empty
 * @param l2       radius in L2
 */
public record AttackSettings(Strength strength, OptionalDouble linf, OptionalDouble l2) {

    /** 8/255, the usual radius for colour images. */
    private static final double IMAGES_LINF = 8.0 / 255;
    /** The usual radius for colour images. */
    private static final double IMAGES_L2 = 0.5;
    /** For points that are not images: this share of the standard deviation of their elements. */
    private static final double POINTS = 0.2;

    /** Steps and queries. */
    public enum Strength {
        /** 10 steps, 3 target classes, 100 queries. */
        QUICK(10, 3, 100),
        /** As in AutoAttack's standard version: 100 steps, 9 target classes, 5,000 queries. */
        STANDARD(100, 9, 5_000);

        private final int steps;
        private final int targets;
        private final int queries;

        Strength(int steps, int targets, int queries) {
            this.steps = steps;
            this.targets = targets;
            this.queries = queries;
        }

        AttackEnsemble ensemble(PixelLayout layout, long seed) {
            return this == STANDARD ? AttackEnsemble.standard(layout, seed)
                    : AttackEnsemble.quick(layout, steps, targets, queries, seed);
        }

        /** Maximum number of gradients per input under one norm; each goes with an evaluation. */
        int gradients() {
            return (2 + targets) * (steps + 1);
        }

        /** Steps of APGD. */
        public int steps() {
            return steps;
        }

        /** Queries of the square attack. */
        public int queries() {
            return queries;
        }

        String inWords(boolean gradients) {
            return (gradients ? "APGD with " + steps + " steps and " + targets + " target classes, " : "")
                    + "Square with " + queries + " queries";
        }
    }

    /** @throws IllegalArgumentException for a radius that is not above 0 */
    public AttackSettings {
        for (OptionalDouble radius : List.of(linf, l2)) {
            if (radius.isPresent() && !(radius.getAsDouble() > 0 && Double.isFinite(radius.getAsDouble()))) {
                throw new IllegalArgumentException(
                        "the radius of an attack must be a number above 0, not " + radius.getAsDouble());
            }
        }
    }

    /** Quick, at the usual radii. */
    public static AttackSettings usual() {
        return new AttackSettings(Strength.QUICK, OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** The radius in L∞ for some inputs of the network. */
    public double radiusLinf(InputUnits units, FloatPoints normalised) {
        return linf.orElseGet(() -> usual(units, normalised, IMAGES_LINF));
    }

    /** The radius in L2 for some inputs of the network. */
    public double radiusL2(InputUnits units, FloatPoints normalised) {
        return l2.orElseGet(() -> usual(units, normalised, IMAGES_L2));
    }

    private static double usual(InputUnits units, FloatPoints normalised, double images) {
        return units.range().equals(InputRange.unit())
                ? images : POINTS * RobustnessMeasures.deviation(units.natural(normalised));
    }
}
