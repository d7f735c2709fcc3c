package org.leastaction.tf.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.Optimiser.Sgd;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.model.NetworkWeights;

/** A trainer's graph with its batches in a fixed order, stepped as {@link Ensemble} steps it. */
final class TrainerSteps implements AutoCloseable {

    static final int BATCH = 128;
    static final double RATE = 0.01;
    private static final int BATCHES = 10;

    private final TrainingGraph graph;
    private final EnsembleBatch batches;
    private final int[][] order;
    private long steps;

    /** @param data a multiple of the batch */
    TrainerSteps(NetworkSpec network, Objective objective, LabelledPoints data, Execution execution) {
        graph = new TrainingGraph(network, objective, Sgd.defaults(), 1, execution);
        graph.start(List.of(start()), new float[] {5});
        batches = new EnsembleBatch(List.of(data));
        order = new int[][] {new int[data.size()]};
        Arrays.setAll(order[0], i -> i);
    }

    /** The weights that training starts from. */
    NetworkWeights start() {
        InitialWeights initial = new InitialWeights(Initialisation.orthogonal(1), 1);
        Map<String, float[]> values = new LinkedHashMap<>();
        graph.parameters().forEach(parameter -> values.put(parameter.name(), initial.of(parameter)));
        return new NetworkWeights(values);
    }

    TrainingGraph graph() {
        return graph;
    }

    /** Takes steps; returns the cross entropy of the last one. */
    double take(int number) {
        double loss = Double.NaN;
        for (int i = 0; i < number; i++) {
            int from = (int) (steps++ * BATCH % order[0].length);
            batches.gather(order, from, from + BATCH);
            float tick = steps % 5 == 0 ? 1 : 0;
            loss = graph.step(batches.points(), batches.labels(), BATCH, RATE, steps, tick, new long[1])
                    .crossEntropy()[0];
        }
        return loss;
    }

    @Override
    public void close() {
        graph.close();
    }

    /** Ten batches of noise with labels in turn. */
    static LabelledPoints noise(NetworkSpec network) {
        Random random = new Random(1);
        int n = BATCHES * BATCH;
        int d = network.input().stream().reduce(1, Math::multiplyExact);
        float[] points = new float[n * d];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) random.nextGaussian();
        }
        int[] labels = new int[n];
        Arrays.setAll(labels, i -> i % network.classes());
        return new LabelledPoints(FloatPoints.wrap(points, n, d), labels, network.classes(), network.input());
    }
}
