package org.leastaction.onnx;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.points.FloatPoints;
import org.leastaction.transport.FlowMeasurement;
import org.leastaction.transport.MeasuredCosts;

/**
 * What observing all blocks costs over plain inference of the same file: {@code FILE.onnx [IMAGES [ROUNDS [THREADS]]]}.
 *
 * <p>Plain inference is the file as it is, run by ONNX Runtime on the same threads, in the batch that a first round
 * found fastest: once as one session of so many threads, once as so many callers of a session of one thread. Observed
 * are all blocks: their residues are made and costs summed. Costs are those of all blocks, and displacements, summed up
 * inside the network, as in 'lap analyze --metrics accuracy,cost'. Measured is what 'lap analyze' does in its pass
 * otherwise: residues, costs, and where the particles of every segment start and end. They are done in turns.
 */
public final class ObservationBenchmark {

    private ObservationBenchmark() {}

    public static void main(String[] args) throws IOException, OrtException {
        Path file = Path.of(args[0]);
        int images = args.length > 1 ? Integer.parseInt(args[1]) : 1024;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        int threads = args.length > 3 ? Integer.parseInt(args[3]) : 2;
        try (FlowModel model = new OnnxBackend().open(file, new Execution(threads, "cpu"));
                PlainInference plain = new PlainInference(file, threads, 1);
                PlainInference sideBySide = new PlainInference(file, 1, threads)) {
            FloatPoints points = gaussian(images, model.shape().inputDimension());
            int batch = fastest(plain, points);
            int ownBatch = fastest(sideBySide, points);
            Map<String, Runnable> ways = new LinkedHashMap<>();
            ways.put("plain, batches of " + batch, () -> plain.run(points, batch));
            ways.put("plain, side by side, batches of " + ownBatch, () -> sideBySide.run(points, ownBatch));
            ways.put("observed, costs of blocks", () -> observe(model, points));
            ways.put("costs, no states shown", () -> costs(model, points));
            ways.put("measured, starts and ends kept", () -> measure(model, points));
            System.out.printf("%s, %d images, %d threads, %d rounds in turns: ms an image%n", file.getFileName(),
                    images,
                    threads, rounds);
            print(turns(ways, rounds, images));
        }
    }

    private static int fastest(PlainInference plain, FloatPoints points) {
        Map<Integer, Double> seconds = new LinkedHashMap<>();
        for (int round = 0; round < 3; round++) {
            // Points that fill no batch are left out, so that a large batch would do less.
            for (int batch : Arrays.stream(plain.batches()).filter(some -> points.size() % some == 0).toArray()) {
                long started = System.nanoTime();
                plain.run(points, batch);
                seconds.merge(batch, (System.nanoTime() - started) / 1e9, round == 1 ? (warm, now) -> now : Math::min);
            }
        }
        return seconds.entrySet().stream().min(Map.Entry.comparingByValue(Comparator.naturalOrder())).orElseThrow()
                .getKey();
    }

    private static Map<String, double[]> turns(Map<String, Runnable> ways, int rounds, int images) {
        Map<String, double[]> millis = new LinkedHashMap<>();
        ways.keySet().forEach(way -> millis.put(way, new double[rounds]));
        for (int round = -2; round < rounds; round++) {
            for (Map.Entry<String, Runnable> way : ways.entrySet()) {
                long started = System.nanoTime();
                way.getValue().run();
                if (round >= 0) {
                    millis.get(way.getKey())[round] = (System.nanoTime() - started) / 1e6 / images;
                }
            }
        }
        return millis;
    }

    private static void print(Map<String, double[]> millis) {
        millis.forEach((way, all) -> {
            double[] sorted = Arrays.stream(all).sorted().toArray();
            System.out.printf("%-36s median %.4f, least %.4f, most %.4f%n", way, sorted[sorted.length / 2], sorted[0],
                    sorted[sorted.length - 1]);
        });
        List<String> ways = List.copyOf(millis.keySet());
        for (String way : ways.subList(2, ways.size())) {
            System.out.printf(
                    "%-36s %+.1f %% over plain, %+.1f %% over side by side; of the rounds' own quotients %+.1f %%"
                            + " and %+.1f %%%n",
                    way,
                    100 * (median(millis.get(way)) / median(millis.get(ways.get(0))) - 1),
                    100 * (median(millis.get(way)) / median(millis.get(ways.get(1))) - 1),
                    100 * (median(quotients(millis.get(way), millis.get(ways.get(0)))) - 1),
                    100 * (median(quotients(millis.get(way), millis.get(ways.get(1)))) - 1));
        }
    }

    private static double[] quotients(double[] a, double[] b) {
        double[] quotients = new double[a.length];
        Arrays.setAll(quotients, i -> a[i] / b[i]);
        return quotients;
    }

    private static double median(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static void observe(FlowModel model, FloatPoints points) {
        double[] sum = new double[1];
        model.pass(points, 256, (firstRow, step) -> {
            for (int i = 0; i < step.residue().size(); i++) {
                sum[0] += GroundCost.squaredEuclidean().of(step.residue(), i);
            }
        });
        if (!Double.isFinite(sum[0])) {
            throw new IllegalStateException("the cost is " + sum[0]);
        }
    }

    private static void costs(FlowModel model, FloatPoints points) {
        MeasuredCosts costs = FlowMeasurement.defaults().costs(model, points);
        if (model.role(BlockCosts.class).isEmpty() || !Double.isFinite(costs.straightness())) {
            throw new IllegalStateException("the straightness is " + costs.straightness());
        }
    }

    private static void measure(FlowModel model, FloatPoints points) {
        double cost = FlowMeasurement.defaults().measure(model, points).cost().total();
        if (!Double.isFinite(cost)) {
            throw new IllegalStateException("the cost is " + cost);
        }
    }

    private static FloatPoints gaussian(int n, int d) {
        Random random = new Random(1);
        float[] numbers = new float[n * d];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return FloatPoints.wrap(numbers, n, d);
    }
}
