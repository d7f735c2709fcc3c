package org.leastaction.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Share of right answers on a whole test set: {@code FILE.onnx DATA.npz MEAN,MEAN,MEAN STD,STD,STD}. */
public final class AccuracyBenchmark {

    private static final int BATCH = 128;

    private AccuracyBenchmark() {}

    public static void main(String[] args) throws IOException {
        Map<String, NpyArray> data = Npz.read(Path.of(args[1]));
        float[] pixels = data.get("x_test").floats();
        long[] labels = data.get("y_test").longs();
        double[] mean = numbers(args[2]);
        double[] std = numbers(args[3]);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) ((pixels[i] - mean[i % 3]) / std[i % 3]);
        }
        FloatPoints images = FloatPoints.wrap(pixels, labels.length, pixels.length / labels.length);
        int right = 0;
        try (FlowModel model = new OnnxBackend().open(Path.of(args[0]), Execution.defaults())) {
            for (int from = 0; from < labels.length; from += BATCH) {
                FloatPoints batch = images.rows(from, Math.min(labels.length, from + BATCH));
                FloatPoints answers = model.classify(model.transport(model.encode(batch), BlockObserver.NONE));
                for (int i = 0; i < batch.size(); i++) {
                    right += greatest(answers, i) == labels[from + i] ? 1 : 0;
                }
            }
        }
        System.out.printf("%s: %d of %d right, %.2f %%%n", Path.of(args[0]).getFileName(), right, labels.length,
                100.0 * right / labels.length);
    }

    private static int greatest(FloatPoints answers, int point) {
        int best = 0;
        for (int c = 1; c < answers.dimension(); c++) {
            best = answers.get(point, c) > answers.get(point, best) ? c : best;
        }
        return best;
    }

    private static double[] numbers(String list) {
        return Arrays.stream(list.split(",")).mapToDouble(Double::parseDouble).toArray();
    }
}
