package org.leastaction.ot;

import org.leastaction.points.DoublePoints;

/** The points of transport.py and gelbrich.py, bit for bit. */
public final class GoldenClouds {

    public final DoublePoints x;
    public final DoublePoints y;

    private GoldenClouds(double[] x, double[] y, int n, int d) {
        this.x = DoublePoints.wrap(x, n, d);
        this.y = DoublePoints.wrap(y, n, d);
    }

    public static GoldenClouds of(String kind, int n, int d, long seed) {
        Uniform uniform = new Uniform(seed);
        double[] x = uniform.draw(n * d);
        double[] y = uniform.draw(n * d);
        for (int i = 0; i < n; i++) {
            double alongX = x[i * d];
            double alongY = y[i * d];
            for (int k = 0; k < d; k++) {
                int at = i * d + k;
                switch (kind) {
                    case "uniform" -> {}
                    case "duplicates" -> {
                        x[at] = Math.floor(x[at] * 3);
                        y[at] = Math.floor(y[at] * 3);
                    }
                    case "collinear" -> {
                        x[at] = alongX * (k + 1);
                        y[at] = alongY * (k + 1);
                    }
                    case "offset" -> {
                        x[at] += 1e6;
                        y[at] += 1e6;
                    }
                    case "apart" -> y[at] += 1e3;
                    case "smooth" -> y[at] = x[at] + 0.25 * (x[at] * x[at]);
                    case "noisy" -> y[at] = x[at] + 0.1 * y[at];
                    case "equal" -> y[at] = x[at];
                    case "constant" -> {
                        x[at] = 0.5;
                        y[at] = 0.75;
                    }
                    default -> throw new IllegalArgumentException(kind);
                }
            }
        }
        return new GoldenClouds(x, y, n, d);
    }

    /** The generator of golden points. */
    public static final class Uniform {

        private long state;

        public Uniform(long seed) {
            state = seed;
        }

        public double[] draw(int count) {
            double[] numbers = new double[count];
            for (int i = 0; i < count; i++) {
                state = state * 6364136223846793005L + 1442695040888963407L;
                numbers[i] = (state >>> 11) * 0x1p-53;
            }
            return numbers;
        }
    }
}
