package org.leastaction.ot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.leastaction.ot.cost.GroundCost;

/** The problems of weighted.py, bit for bit. */
public final class GoldenWeighted {

    private GoldenWeighted() {}

    /** A line of weighted.csv: a problem, its exact cost, and the entropic one where epsilon is above 0. */
    public record Row(String kind, int n, int m, int d, double q, double p, String weights, long seed, double exact,
            double epsilon, double entropic) {

        private static Row of(String line) {
            String[] cells = line.split(",");
            return new Row(cells[0], Integer.parseInt(cells[1]), Integer.parseInt(cells[2]), Integer.parseInt(cells[3]),
                    Double.parseDouble(cells[4]), Double.parseDouble(cells[5]), cells[6], Long.parseLong(cells[7]),
                    Double.parseDouble(cells[8]), Double.parseDouble(cells[9]), Double.parseDouble(cells[10]));
        }

        public TransportProblem problem() {
            return GoldenWeighted.problem(kind, n, m, d, q, p, weights, seed);
        }
    }

    /** All lines of weighted.csv. */
    public static Stream<Row> rows() {
        try (InputStream in = GoldenWeighted.class.getResourceAsStream("/golden/weighted.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(2).map(Row::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TransportProblem problem(
            String kind, int n, int m, int d, double q, double p, String weights, long seed) {
        GoldenClouds points = GoldenClouds.of(kind, Math.max(n, m), d, seed);
        return TransportProblem.of(points.x.rows(0, n), points.y.rows(0, m), GroundCost.norm(q, p))
                .withWeights(weights(weights, n, seed + 100), weights(weights, m, seed + 200));
    }

    private static Weights weights(String kind, int n, long seed) {
        return kind.equals("uniform") ? Weights.uniform(n) : Weights.of(masses(kind, n, seed));
    }

    /** The weights before they are divided by their sum. */
    public static double[] masses(String kind, int n, long seed) {
        DoubleStream u = Arrays.stream(new GoldenClouds.Uniform(seed).draw(n));
        return switch (kind) {
            case "uniform" -> u.map(v -> 1).toArray();
            case "random" -> u.toArray();
            case "whole" -> u.map(v -> Math.floor(v * 4) + 1).toArray();
            case "zeros" -> u.map(v -> Math.floor(v * 3)).toArray();
            case "spread" -> u.map(v -> v * v * v * v * v * v * v * v).toArray();
            default -> throw new IllegalArgumentException(kind);
        };
    }
}
