package org.leastaction.tf.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.Augmentation;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.io.AtomicFiles;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.model.NetworkWeights;
import org.leastaction.tf.network.Networks;
import org.leastaction.tf.training.Checkpoints.Checkpoint;

/**
 * Images a second that a {@link BatchFeed} gathers and varies, batch 128 of 32 × 32 × 3, on one and two threads; and
 * seconds to write and read the checkpoint of ResNet9 with 100 filters on such images.
 */
public final class FeedBenchmark {

    private static final int IMAGES = 10_000;
    private static final int EPOCHS = 40;

    private FeedBenchmark() {}

    public static void main(String[] args) throws Exception {
        LabelledPoints images = images();
        for (Augmentation augmentation : List.of(Augmentation.none(),
                new Augmentation.CropFlip(4, List.of(-2.0, -1.9, -1.7)))) {
            for (int threads = 1; threads <= 2; threads++) {
                feed(images, augmentation, threads);
            }
        }
        checkpoint(images);
    }

    private static void feed(LabelledPoints images, Augmentation augmentation, int threads)
            throws InterruptedException {
        TrainingRun run = run(images, augmentation);
        int batches = (IMAGES + run.options().batch() - 1) / run.options().batch();
        double[] rates = new double[EPOCHS];
        try (BatchFeed feed = new BatchFeed(
                List.of(run.train()), run.options(), new long[] {run.options().seed()}, 1, 0, threads)) {
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                long start = System.nanoTime();
                for (int batch = 0; batch < batches; batch++) {
                    feed.next();
                }
                rates[epoch] = IMAGES / ((System.nanoTime() - start) * 1e-9);
            }
        }
        Arrays.sort(rates);
        System.out.printf(Locale.ROOT, "%-10s %d thread(s): median of %d epochs %,.0f images a second%n",
                augmentation.key(), threads, EPOCHS, rates[EPOCHS / 2]);
    }

    private static void checkpoint(LabelledPoints images) throws IOException {
        TrainingRun run = run(images, Augmentation.none());
        Path folder = Files.createTempDirectory("feed-benchmark");
        try (TrainingGraph graph = new TrainingGraph(
                run.network(), run.objective(), run.options().optimiser(), 1, Execution.defaults())) {
            InitialWeights initial = new InitialWeights(run.initialisation(), 1);
            Map<String, float[]> values = new LinkedHashMap<>();
            graph.parameters().forEach(parameter -> values.put(parameter.name(), initial.of(parameter)));
            graph.start(List.of(new NetworkWeights(values)), new float[] {5});
            double[] writing = new double[9];
            double[] reading = new double[writing.length];
            Path file = folder.resolve("checkpoint");
            for (int i = 0; i < writing.length; i++) {
                long start = System.nanoTime();
                CheckpointFile.write(file, Map.of(),
                        new Checkpoint<>(
                                new EnsembleStanding(1, 0, 0, new double[1], new double[1], List.of(List.of()),
                                        new int[1],
                                        new long[1], 0),
                                graph.variables()));
                writing[i] = (System.nanoTime() - start) * 1e-9;
                start = System.nanoTime();
                CheckpointFile.read(file, EnsembleStanding.class);
                reading[i] = (System.nanoTime() - start) * 1e-9;
            }
            Arrays.sort(writing);
            Arrays.sort(reading);
            System.out.printf(Locale.ROOT, "checkpoint of %.1f MB: written in %.3f s (%.3f to %.3f), read in %.3f s%n",
                    Files.size(file) / 1e6, writing[4], writing[0], writing[8], reading[4]);
        } finally {
            AtomicFiles.delete(folder);
        }
    }

    private static TrainingRun run(LabelledPoints images, Augmentation augmentation) {
        return new TrainingRun(
                Networks.family("resnet9").network(images.shape(), images.classes()).with("filters", 100),
                Initialisation.orthogonal(0.01),
                Objective.leastAction(5, 1, 5),
                TrainingOptions.defaults().withEpochs(EPOCHS).withAugmentation(augmentation),
                images,
                images);
    }

    private static LabelledPoints images() {
        Random random = new Random(1);
        float[] points = new float[IMAGES * 3072];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) random.nextGaussian();
        }
        int[] labels = new int[IMAGES];
        Arrays.setAll(labels, i -> i % 10);
        return new LabelledPoints(FloatPoints.wrap(points, IMAGES, 3072), labels, 10, List.of(32, 32, 3));
    }
}
