package org.leastaction.tf.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.Objective;
import org.leastaction.flow.training.Sgd;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.model.Weights;

/**
 * Milliseconds per training step of ResNet9 at batch 128 on MNIST shapes: a bare TensorFlow graph, the trainer with the
 * vanilla objective, the trainer with least action. The three take turns, so that whatever else the machine does meets
 * all of them; medians over rounds, and ratios of the same round.
 *
 * <p>Arguments: rounds (40), threads (all).
 */
public final class TrainingStepBenchmark {

    private static final int BATCH = 128;
    private static final int WARM_UP = 10;
    private static final int STEPS_PER_TURN = 3;

    private TrainingStepBenchmark() {}

    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 40;
        Execution execution = args.length > 1
                ? Execution.defaults().withThreads(Integer.parseInt(args[1]))
                : Execution.defaults();
        LabelledPoints data = digits(10 * BATCH);
        try (BareResNet9 bare = new BareResNet9(9, BATCH, execution);
                Trained vanilla = new Trained(Objective.vanilla(), data, execution);
                Trained lap = new Trained(Objective.leastAction(5, 1, 5), data, execution)) {
            Map<String, Runnable> turns = new LinkedHashMap<>();
            turns.put("bare graph", bare::step);
            turns.put("trainer, vanilla", vanilla::step);
            turns.put("trainer, lap", lap::step);
            Map<String, double[]> times = measure(turns, rounds);
            System.out.printf("ResNet9, 28×28×1, batch %d, %d threads, %d rounds of %d steps%n",
                    BATCH, execution.threads(), rounds, STEPS_PER_TURN);
            times.forEach((name, milliseconds) -> System.out.printf(Locale.ROOT,
                    "%-18s median %.1f ms a step%n", name, median(milliseconds)));
            ratio("vanilla / bare", times.get("trainer, vanilla"), times.get("bare graph"));
            ratio("lap / vanilla", times.get("trainer, lap"), times.get("trainer, vanilla"));
        }
    }

    /** A trainer's graph with its batches, as {@link Ensemble} steps it. */
    private static final class Trained implements AutoCloseable {

        private final TrainingGraph graph;
        private final EnsembleBatch batches;
        private final int[][] order;
        private long steps;

        Trained(Objective objective, LabelledPoints data, Execution execution) {
            graph = new TrainingGraph(
                    NetworkSpec.resnet9(data.shape(), data.classes()), objective, Sgd.defaults(), 1, execution);
            InitialWeights initial = new InitialWeights(Initialisation.orthogonal(0.01), 1);
            Map<String, float[]> values = new LinkedHashMap<>();
            graph.parameters().forEach(parameter -> values.put(parameter.name(), initial.of(parameter)));
            graph.start(List.of(new Weights(values)), new float[] {5});
            batches = new EnsembleBatch(List.of(data));
            order = new int[][] {BatchOrder.permutation(1, 1, data.size())};
        }

        void step() {
            int from = (int) (steps++ * BATCH % order[0].length);
            batches.gather(order, from, from + BATCH);
            graph.step(batches.points(), batches.labels(), BATCH, 0.01, steps, steps % 5 == 0 ? 1 : 0);
        }

        @Override
        public void close() {
            graph.close();
        }
    }

    private static Map<String, double[]> measure(Map<String, Runnable> turns, int rounds) {
        turns.values().forEach(turn -> {
            for (int i = 0; i < WARM_UP; i++) {
                turn.run();
            }
        });
        Map<String, double[]> times = new LinkedHashMap<>();
        turns.keySet().forEach(name -> times.put(name, new double[rounds]));
        List<String> names = new ArrayList<>(turns.keySet());
        for (int round = 0; round < rounds; round++) {
            for (String name : names) {
                long start = System.nanoTime();
                for (int i = 0; i < STEPS_PER_TURN; i++) {
                    turns.get(name).run();
                }
                times.get(name)[round] = (System.nanoTime() - start) * 1e-6 / STEPS_PER_TURN;
            }
        }
        return times;
    }

    private static void ratio(String name, double[] numerator, double[] denominator) {
        double[] ratios = new double[numerator.length];
        Arrays.setAll(ratios, i -> numerator[i] / denominator[i]);
        System.out.printf(Locale.ROOT, "%-18s median of rounds %.3f, of medians %.3f%n",
                name, median(ratios), median(numerator) / median(denominator));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static LabelledPoints digits(int n) {
        Random random = new Random(1);
        float[] points = new float[n * 784];
        int[] labels = new int[n];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) random.nextGaussian();
        }
        Arrays.setAll(labels, i -> i % 10);
        return new LabelledPoints(FloatPoints.wrap(points, n, 784), labels, 10, List.of(28, 28, 1));
    }
}
