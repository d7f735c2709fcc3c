package org.leastaction.flow;

import java.util.Objects;
import java.util.Optional;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

/**
 * The costs of a pass by point, in squared units of the particles.
 *
 * @param blocks           ‖v<sub>k</sub>(x<sub>k</sub>)‖₂² of every block, [n, blocks]
 * @param segments         ‖T(x₀) − x₀‖₂² of every segment, from the shortcut of its first block to the output of its
 *                         last one, [n, segments]
 * @param logProbabilities the classifier's log-probabilities (natural), [n, classes]; empty without a classifier
 */
public record FlowCosts(DoublePoints blocks, DoublePoints segments, Optional<FloatPoints> logProbabilities) {

    /** @throws IllegalArgumentException if the parts have different numbers of points */
    public FlowCosts {
        Objects.requireNonNull(blocks, "blocks");
        Objects.requireNonNull(segments, "segments");
        Objects.requireNonNull(logProbabilities, "logProbabilities");
        int answers = logProbabilities.map(FloatPoints::size).orElse(blocks.size());
        if (segments.size() != blocks.size() || answers != blocks.size()) {
            throw new IllegalArgumentException("costs of " + blocks.size() + " points by block, of " + segments.size()
                    + " by segment and " + answers + " answers do not belong together");
        }
    }

    /** Number of points n. */
    public int size() {
        return blocks.size();
    }

    /** Whether all costs are finite. */
    public boolean isFinite() {
        return blocks.firstNonFinite() < 0 && segments.firstNonFinite() < 0;
    }
}
