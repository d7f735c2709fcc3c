package org.leastaction.tf.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.leastaction.flow.backend.Execution;
import org.leastaction.tf.graph.Layers.Layout;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Milliseconds of a 3 × 3 convolution, forward alone and with both gradients, in turns: TensorFlow's own operation and
 * {@link WinogradConvolution}. Fails if their results differ by more than 3e-5 of the largest entry.
 *
 * <p>Arguments: threads, rounds, batch, then sizes as SIDExCHANNELS, e.g. 16x100.
 */
public final class ConvolutionBenchmark {

    private ConvolutionBenchmark() {}

    public static void main(String[] args) {
        Execution execution = new Execution(Integer.parseInt(args[0]), "cpu");
        System.out.printf("%-10s %12s %12s %8s %12s %12s %8s%n", "size", "direct, ms", "tiled, ms", "ratio",
                "with gradients", "tiled, ms", "ratio");
        for (String size : Arrays.copyOfRange(args, 3, args.length)) {
            String[] parts = size.split("x");
            measure(execution, Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]));
        }
    }

    private static void measure(Execution execution, int rounds, int batch, int side, int channels) {
        Shape images = Shape.of(batch, side, side, channels);
        Shape kernels = Shape.of(3, 3, channels, channels);
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(images));
            Placeholder<TFloat32> k = tf.placeholder(TFloat32.class, Placeholder.shape(kernels));
            Placeholder<TFloat32> w = tf.placeholder(TFloat32.class, Placeholder.shape(images));
            List<Operand<TFloat32>> results = List.of(
                    tf.nn.conv2d(x, k, List.of(1L, 1L, 1L, 1L), "SAME"),
                    WinogradConvolution.of(tf, x, k, ConvolutionSizes.of(channels, channels, 3)));
            Map<String, List<Operand<TFloat32>>> turns = new LinkedHashMap<>();
            for (Operand<TFloat32> y : results) {
                String name = y == results.get(0) ? "direct" : "tiled";
                List<Operand<TFloat32>> gradients = Cotangents.of(tf, total(tf, tf.math.mul(y, w)), List.of(x, k));
                turns.put(name, List.of(total(tf, y)));
                turns.put(name + ", gradients", List.of(total(tf, gradients.get(0)), total(tf, gradients.get(1))));
            }
            try (Session session = Sessions.open(graph, Layout.SINGLE, execution);
                    TFloat32 points = random(images, 1, 1);
                    TFloat32 kernel = random(kernels, 2, 1 / Math.sqrt(9. * channels));
                    TFloat32 weights = random(images, 3, 1)) {
                Map<String, double[]> times = new LinkedHashMap<>();
                for (int round = -2; round < rounds; round++) {
                    for (Map.Entry<String, List<Operand<TFloat32>>> turn : turns.entrySet()) {
                        Session.Runner runner = session.runner().feed(x, points).feed(k, kernel).feed(w, weights);
                        turn.getValue().forEach(runner::fetch);
                        long start = System.nanoTime();
                        runner.run().close();
                        if (round >= 0) {
                            times.computeIfAbsent(turn.getKey(), ignored -> new double[rounds])[round] =
                                    1e-6 * (System.nanoTime() - start);
                        }
                    }
                }
                Session.Runner runner = session.runner().feed(x, points).feed(k, kernel).feed(w, weights);
                results.forEach(runner::fetch);
                try (Result found = runner.run()) {
                    check(Feeds.read(found.get(0)), Feeds.read(found.get(1)));
                }
                print(side + "x" + channels, times);
            }
        }
    }

    private static void print(String size, Map<String, double[]> times) {
        List<Object> row = new ArrayList<>(List.of(size));
        for (String what : List.of("", ", gradients")) {
            double direct = median(times.get("direct" + what));
            double tiled = median(times.get("tiled" + what));
            row.addAll(List.of(direct, tiled, direct / tiled));
        }
        System.out.printf(Locale.ROOT, "%-10s %12.1f %12.1f %8.2f %12.1f %12.1f %8.2f%n", row.toArray());
    }

    private static void check(float[] direct, float[] tiled) {
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < direct.length; i++) {
            difference = Math.max(difference, Math.abs(direct[i] - tiled[i]));
            largest = Math.max(largest, Math.abs(direct[i]));
        }
        if (!(difference <= 3e-5 * largest)) {
            throw new IllegalStateException("the results differ by " + difference / largest);
        }
    }

    private static Operand<TFloat32> total(Ops tf, Operand<TFloat32> x) {
        return tf.sum(x, tf.constant(new int[] {0, 1, 2, 3}));
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static TFloat32 random(Shape shape, long seed, double size) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (size * random.nextGaussian());
        }
        return Feeds.floats(shape, values);
    }
}
