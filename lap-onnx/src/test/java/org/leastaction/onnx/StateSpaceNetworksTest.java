package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Layers whose scans over the tokens are unrolled are blocks, with the states and costs of PyTorch's hooks. */
class StateSpaceNetworksTest {

    private static final double CLOSE = 1e-4;

    @ParameterizedTest
    @CsvSource({"mamba, input_ids, 3", "rwkv, input_ids, 6", "selective, x, 3"})
    void layersAreBlocks(String name, String input, int blocks) throws IOException {
        Map<String, NpyArray> arrays = Npz.read(GoldenNetworks.file("tokens/" + name + ".npz"));
        try (FlowModel flow = new OnnxInspector().open(GoldenNetworks.file("tokens/" + name + ".onnx"),
                ReadingOptions.defaults(), new Execution(1, "cpu"))) {
            assertThat(flow.shape().blocks()).isEqualTo(blocks);
            FloatPoints rows = points(arrays.get(input));
            int states = (int) arrays.keySet().stream().filter(key -> key.startsWith("state_")).count();
            flow.pass(rows, 3, (row, step) -> {
                GoldenNetworks.assertClose(name + ": start of block " + step.block(), step.shortcut(),
                        part(state(arrays, step.block()), row, step.shortcut().size()), CLOSE);
                if (step.block() + 1 < states) {
                    GoldenNetworks.assertClose(name + ": end of block " + step.block(), step.output(),
                            part(state(arrays, step.block() + 1), row, step.output().size()), CLOSE);
                }
            });
            FlowCosts costs = flow.role(BlockCosts.class).orElseThrow().costs(rows, 3);
            for (int k = 0; k + 1 < states; k++) {
                FloatPoints before = state(arrays, k);
                FloatPoints after = state(arrays, k + 1);
                for (int i = 0; i < rows.size(); i++) {
                    double cost = squaredDistance(before.toArray(), after.toArray(), i, before.dimension());
                    assertThat((double) costs.blocks().get(i, k)).as(name + ", block " + k).isCloseTo(cost,
                            within(CLOSE * cost));
                }
            }
        }
    }

    private static FloatPoints state(Map<String, NpyArray> arrays, int k) {
        return points(arrays.get("state_" + k));
    }

    private static FloatPoints points(NpyArray array) {
        int n = array.shape().get(0);
        float[] numbers = array.type() == NpyArray.Type.INT64 ? floats(array.longs()) : array.floats();
        return FloatPoints.wrap(numbers, n, numbers.length / n);
    }

    private static float[] floats(long[] numbers) {
        float[] floats = new float[numbers.length];
        IntStream.range(0, numbers.length).forEach(i -> floats[i] = numbers[i]);
        return floats;
    }

    private static FloatPoints part(FloatPoints points, int row, int count) {
        return points.select(IntStream.range(row, row + count).toArray());
    }

    private static double squaredDistance(float[] x, float[] y, int row, int d) {
        return IntStream.range(row * d, (row + 1) * d).mapToDouble(i -> (double) x[i] - y[i]).map(z -> z * z).sum();
    }
}
