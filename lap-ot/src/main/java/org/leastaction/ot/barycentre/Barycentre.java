package org.leastaction.ot.barycentre;

import java.util.List;
import java.util.Locale;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.Weights;
import org.leastaction.points.DoublePoints;

/**
 * A barycentre on points that were free to move. Immutable.
 *
 * @param points     its support, [k, d]
 * @param weights    k shares
 * @param objective  Σₖ λₖ W₂²(ν, μₖ), exact
 * @param lowerBound ½ Σₖₗ λₖ λₗ W₂²(μₖ, μₗ): no distribution whatsoever has a smaller objective, because a coupling of
 *                   all μₖ couples every pair; the least value attains it for two distributions and on the line
 * @param transports the exact transport from the barycentre to each distribution
 * @param history    the objective before each move of the points: never increasing
 */
public record Barycentre(DoublePoints points, Weights weights, double objective, double lowerBound,
        List<TransportResult> transports, List<Double> history) {

    public Barycentre {
        transports = List.copyOf(transports);
        history = List.copyOf(history);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT,
                "barycentre of %d distributions on %d points, objective %.10g, at least %.10g,"
                        + " after %d moves",
                transports.size(), points.size(), objective, lowerBound, history.size());
    }
}
