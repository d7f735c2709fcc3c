package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.points.FloatPoints;

/** Native buffers have the size of the batches that are run; Java frees them only when it collects garbage. */
class NativeBuffersTest {

    private static final int[] SIZES = {2, 1, 3, 5, 300, 7, 1, 1500, 1024};

    @Test
    void aModelThatRunsFewPointsTakesLittleNativeMemory() throws IOException {
        long before = direct();
        try (FlowModel model = open("inverted_bottlenecks")) {
            FloatPoints few = gaussian(4, model.shape().inputDimension());
            model.classify(model.transport(model.encode(few), BlockObserver.NONE));
            assertThat(direct() - before).as("bytes of native buffers").isLessThan(100_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"inverted_bottlenecks", "resnext_grouped", "batch_second", "batch_rows", "batch_rows_fixed",
            "long_skip_classes", "integer_qdq"})
    void batchesOfAnySizeInAnyOrderGiveTheSame(String name) throws IOException {
        try (FlowModel model = open(name); FlowModel other = open(name)) {
            FloatPoints points = gaussian(1500, model.shape().inputDimension());
            float[] expected = other.pass(points, 1500, BatchObserver.NONE).orElseThrow().toArray();
            int classes = model.shape().classes();
            for (int n : SIZES) {
                FloatPoints some = points.rows(1500 - n, 1500);
                assertSame(name + ", pass of " + n, expected, classes,
                        model.pass(some, n, BatchObserver.NONE).orElseThrow());
                assertSame(name + ", parts of " + n, expected, classes, model.answers(model.encode(some)));
            }
        }
    }

    private static void assertSame(String what, float[] expected, int classes, FloatPoints actual) {
        int from = expected.length - actual.size() * classes;
        float[] numbers = actual.toArray();
        for (int i = 0; i < numbers.length; i++) {
            assertThat(numbers[i]).as(what).isCloseTo(expected[from + i], offset(1e-4f));
        }
    }

    private static FlowModel open(String name) throws IOException {
        return new OnnxBackend().open(GoldenNetworks.file(name + ".onnx"), new Execution(1, "cpu"));
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static FloatPoints gaussian(int n, int d) {
        Random random = new Random(3);
        float[] numbers = new float[n * d];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return FloatPoints.wrap(numbers, n, d);
    }
}
