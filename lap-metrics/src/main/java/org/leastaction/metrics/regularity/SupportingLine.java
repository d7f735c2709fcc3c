package org.leastaction.metrics.regularity;

/**
 * The lowest line above the envelope in the log–log plane: of all lines that lie above every point of the fitted
 * scales, the one with the least area below it, that is, the least height at the middle of the scales. It runs along
 * the edge of the points' upper hull there.
 */
final class SupportingLine {

    private SupportingLine() {
    }

    /** The slope of that line; NaN unless both halves of the scales have a positive ω. O(bins²). */
    static double slope(Envelope envelope, Scales scales) {
        LogGrid grid = scales.grid();
        double centre = grid.origin() + 0.5 * scales.bins() * grid.step();
        double highest = Double.NEGATIVE_INFINITY;
        double slope = Double.NaN;
        for (int left = 0; left < scales.bins() / 2; left++) {
            for (int right = scales.bins() / 2; right < scales.bins(); right++) {
                double rise = envelope.logOmega(right) - envelope.logOmega(left);
                double chord = rise / (grid.logDelta(right) - grid.logDelta(left));
                double height = envelope.logOmega(left) + chord * (centre - grid.logDelta(left));
                // Bins without a positive ω give NaN or −∞ and are never higher.
                if (height > highest) {
                    highest = height;
                    slope = chord;
                }
            }
        }
        return slope;
    }
}
