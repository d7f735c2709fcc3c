package org.leastaction.metrics.regularity;

import java.util.Optional;
import org.leastaction.points.Points;

/**
 * All measures of this package for one map.
 *
 * @param lipschitz   the greatest ratio over pairs
 * @param holder      the Hölder bound; empty where the sample resolves no scales, see {@link HolderFit#of}
 * @param points      number of points whose pairs were compared
 * @param totalPoints number of points given
 */
public record Regularity(LipschitzPairs lipschitz, Optional<HolderFit> holder, int points, int totalPoints) {

    /**
     * Measures the map x → tx. O(m² (d + d')), m the number of points in use.
     *
     * @param x  points [n, d], n ≥ 2
     * @param tx their images in the same order, [n, d']
     * @throws IllegalArgumentException if there are fewer than 2 points, not as many images, or a coordinate is not
     *                                  finite
     */
    public static Regularity of(Points x, Points tx, PairSelection selection, HolderOptions options) {
        return of(PairIncrements.between(x, tx, selection), options);
    }

    /** Measures a map whose pairs have been compared. O(pairs + resamples · m<sup>1.5</sup>). */
    public static Regularity of(PairIncrements pairs, HolderOptions options) {
        return new Regularity(
                LipschitzPairs.of(pairs), HolderFit.of(pairs, options), pairs.points(), pairs.totalPoints());
    }
}
