package org.leastaction.ot;

import java.util.Arrays;
import org.leastaction.ot.cost.GroundCost;

/** The problems of weighted.py, bit for bit. */
public final class GoldenWeighted {

    private GoldenWeighted() {
    }

    public static TransportProblem problem(
            String kind, int n, int m, int d, double q, double p, String weights, long seed) {
        GoldenPoints points = GoldenPoints.of(kind, Math.max(n, m), d, seed);
        return TransportProblem.of(points.x.rows(0, n), points.y.rows(0, m), GroundCost.norm(q, p))
                .withWeights(weights(weights, n, seed + 100), weights(weights, m, seed + 200));
    }

    private static Weights weights(String kind, int n, long seed) {
        double[] u = new GoldenPoints.Uniform(seed).draw(n);
        return switch (kind) {
            case "uniform" -> Weights.uniform(n);
            case "random" -> Weights.of(u);
            case "whole" -> Weights.of(Arrays.stream(u).map(v -> Math.floor(v * 4) + 1).toArray());
            case "zeros" -> Weights.of(Arrays.stream(u).map(v -> Math.floor(v * 3)).toArray());
            case "spread" -> Weights.of(Arrays.stream(u).map(v -> v * v * v * v * v * v * v * v).toArray());
            default -> throw new IllegalArgumentException(kind);
        };
    }
}
