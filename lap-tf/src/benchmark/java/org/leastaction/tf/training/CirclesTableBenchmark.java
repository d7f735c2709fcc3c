package org.leastaction.tf.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.network.Networks;

/**
 * Seconds of the trainings behind the paper's Tables 8 and 9: two circles, 800 points to train and 200 to test on,
 * batches of 128; three objectives with and without batch normalisation, all seeds of a cell in one graph.
 *
 * <p>Arguments: blocks (9 for Table 9, 100 for Table 8), seeds (100), epochs (100), width (2), threads (2). Prints seconds,
 * diverged trainings and the mean final accuracy of each cell.
 */
public final class CirclesTableBenchmark {

    private CirclesTableBenchmark() {}

    public static void main(String[] args) throws InterruptedException {
        int blocks = Integer.parseInt(args[0]);
        int seeds = Integer.parseInt(args[1]);
        int epochs = Integer.parseInt(args[2]);
        NetworkSpec network =
                Networks.family("mlp").network(List.of(2), 2).with("blocks", blocks).with("width",
                        Integer.parseInt(args[3]));
        Execution execution = new Execution(Integer.parseInt(args[4]), "cpu");
        double total = 0;
        for (boolean norm : new boolean[] {true, false}) {
            for (Objective objective : List.of(
                    Objective.vanilla(), Objective.fixed(0.1), Objective.leastAction(0.1, 0.1, 5))) {
                List<TrainingRun> runs = new ArrayList<>();
                for (int seed = 1; seed <= seeds; seed++) {
                    runs.add(new TrainingRun(
                            network.with("batch-norm", norm), Initialisation.normal(norm ? 5 : 0.1), objective,
                            TrainingOptions.defaults().withEpochs(epochs).withSeed(seed),
                            circles(800, seed), circles(200, 10_000 + seed)));
                }
                long start = System.nanoTime();
                List<TrainedFlow> trained =
                        new TensorFlowTrainer().train(runs, execution, TrainingListener.NONE);
                double seconds = (System.nanoTime() - start) * 1e-9;
                total += seconds;
                List<TrainedFlow> finite = trained.stream()
                        .filter(flow -> flow.curve().divergedAt().isEmpty())
                        .toList();
                System.out.printf(Locale.ROOT, "batch norm %s, %s: %.1f s, %d diverged, mean accuracy of others %.3f%n",
                        norm, objective.key(), seconds, seeds - finite.size(),
                        finite.stream().mapToDouble(flow -> flow.curve().lastTestAccuracy()).average()
                                .orElse(Double.NaN));
                trained.forEach(TrainedFlow::close);
            }
        }
        System.out.printf(Locale.ROOT, "%d blocks, width %d, %d seeds, %d epochs, %d threads: %.1f s%n",
                blocks, network.settings().toJson().get("width"), seeds, epochs, execution.threads(), total);
    }

    /** Circles of radius 1 and 1/2 with noise 0.05, classes in turn. */
    private static LabelledPoints circles(int n, long seed) {
        Random random = new Random(seed);
        float[] points = new float[2 * n];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 2;
            double angle = 2 * Math.PI * random.nextDouble();
            double radius = labels[i] == 0 ? 1 : 0.5;
            points[2 * i] = (float) (radius * Math.cos(angle) + 0.05 * random.nextGaussian());
            points[2 * i + 1] = (float) (radius * Math.sin(angle) + 0.05 * random.nextGaussian());
        }
        return new LabelledPoints(FloatPoints.wrap(points, n, 2), labels, 2, List.of(2));
    }
}
