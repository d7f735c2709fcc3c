package org.leastaction.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.points.FloatPoints;
import org.leastaction.transport.FlowMeasurement;

/**
 * What observing all blocks costs over plain inference of the same file: {@code FILE.onnx [IMAGES [THREADS]]}.
 *
 * <p>Plain inference is the file as it is, run by ONNX Runtime in batches of the file's own size, 16 where it is free.
 * The two are measured in turns; of each the least of five rounds counts. Then one pass of all images is measured with
 * the costs of all blocks, as 'lap analyze' does it.
 */
public final class ObservationBenchmark {

    private static final int ROUNDS = 5;
    private static final int FREE_BATCH = 16;
    private static final int BATCH = 128;

    private ObservationBenchmark() {}

    public static void main(String[] args) throws IOException, OrtException {
        Path file = Path.of(args[0]);
        int images = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        int threads = args.length > 2 ? Integer.parseInt(args[2]) : 2;
        try (FlowModel model = new OnnxBackend().open(file, new Execution(threads, "cpu"));
                SessionOptions options = options(threads);
                OrtSession plain = OrtEnvironment.getEnvironment().createSession(file.toString(), options)) {
            FloatPoints some = gaussian(Math.min(images, 1024), model.shape().inputDimension());
            double[] plainSeconds = new double[ROUNDS];
            double[] observedSeconds = new double[ROUNDS];
            for (int round = -1; round < ROUNDS; round++) {
                long started = System.nanoTime();
                plain(plain, some);
                long between = System.nanoTime();
                observed(model, some);
                long ended = System.nanoTime();
                if (round >= 0) {
                    plainSeconds[round] = (between - started) / 1e9;
                    observedSeconds[round] = (ended - between) / 1e9;
                }
            }
            double plainLeast = Arrays.stream(plainSeconds).min().orElseThrow();
            double observedLeast = Arrays.stream(observedSeconds).min().orElseThrow();
            System.out.printf("%s, %d threads%n", file.getFileName(), threads);
            System.out.printf("plain     %.4f ms an image  %s%n", 1000 * plainLeast / some.size(), all(plainSeconds));
            System.out.printf("observed  %.4f ms an image  %s%n", 1000 * observedLeast / some.size(),
                    all(observedSeconds));
            System.out.printf("overhead  %.1f %%%n", 100 * (observedLeast / plainLeast - 1));
            FloatPoints all = gaussian(images, model.shape().inputDimension());
            long started = System.nanoTime();
            double cost = FlowMeasurement.defaults().measure(model, all).cost().total();
            System.out.printf("measured  %d images with the cost of every block (%.6g) in %.1f s%n", images, cost,
                    (System.nanoTime() - started) / 1e9);
        }
    }

    private static SessionOptions options(int threads) throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(threads);
        return options;
    }

    private static void observed(FlowModel model, FloatPoints points) {
        double[] sum = new double[1];
        for (int from = 0; from < points.size(); from += BATCH) {
            FloatPoints batch = points.rows(from, Math.min(points.size(), from + BATCH));
            model.classify(model.transport(model.encode(batch), step -> sum[0] += step.residue().get(0, 0)));
        }
        if (Double.isNaN(sum[0])) {
            throw new IllegalStateException("a residue is not a number");
        }
    }

    private static void plain(OrtSession session, FloatPoints points) throws OrtException {
        String name = session.getInputNames().iterator().next();
        long[] shape = ((TensorInfo) session.getInputInfo().get(name).getInfo()).getShape();
        int size = shape[0] < 0 ? FREE_BATCH : (int) shape[0];
        int d = points.dimension();
        FloatBuffer buffer =
                ByteBuffer.allocateDirect(4 * size * d).order(ByteOrder.nativeOrder()).asFloatBuffer();
        shape[0] = size;
        for (int from = 0; from + size <= points.size(); from += size) {
            buffer.clear();
            buffer.put(points.array(), from * d, size * d).flip();
            try (OnnxTensor input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer, shape);
                    OrtSession.Result result = session.run(Map.of(name, input))) {
                result.get(0).getValue();
            }
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

    private static String all(double[] seconds) {
        return Arrays.toString(Arrays.stream(seconds).map(s -> Math.round(1000 * s) / 1000.0).toArray());
    }
}
