package org.leastaction.onnx.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.graph.BatchLayout;
import org.leastaction.onnx.graph.BatchLayout.BatchAxis;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Submodel;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.ModelFile;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.runtime.ShapeInference;
import org.leastaction.onnx.runtime.SubgraphSession;
import org.leastaction.onnx.runtime.SubgraphSession.Batching;
import org.leastaction.onnx.runtime.SubgraphSession.TensorSpec;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** The rule of every operator against PyTorch's automatic differentiation; {@code golden/derivatives/operators.py}. */
class OperatorRulesGoldenTest {

    private static final double CLOSE = 5e-6;
    private static final Execution ONE_THREAD = new Execution(1, "cpu");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> productsAreThoseOfPyTorch() throws IOException, URISyntaxException {
        Path file = Path.of(OperatorRulesGoldenTest.class.getResource("/golden/derivatives/operators.npz").toURI());
        Map<String, NpyArray> arrays = new TreeMap<>(Npz.read(file));
        List<String> names = arrays.keySet().stream().map(key -> key.split("/")[0]).distinct().toList();
        assertThat(names).as("cases").hasSizeGreaterThan(200);
        return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> {
            NpyArray model = arrays.get(name + "/model");
            byte[] bytes = new byte[model.size()];
            int[] numbers = model.ints();
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) numbers[i];
            }
            Path network = Files.write(folder.resolve(name + ".onnx"), bytes);
            for (BatchAxis axis : BatchAxis.values()) {
                compare(network, axis, arrays.get(name + "/at_x"), arrays.get(name + "/at_y"));
            }
        }));
    }

    private static void compare(Path network, BatchAxis axis, NpyArray atX, NpyArray atY) throws Exception {
        ModelProto model = ModelFile.read(network);
        int n = atX.shape().get(1);
        int batch = axis == BatchAxis.FREE ? 1 : n;
        Graph graph = Graph.of(model, Optional.empty());
        Map<String, TensorFact> facts = facts(graph, batch);
        Differentiation derivatives = new Differentiation(
                facts, axis == BatchAxis.FREE ? facts(graph, 2) : facts, Map.of());
        TensorSpec x = spec("x", facts, batch);
        TensorSpec y = spec("y", facts, batch);
        ModelProto forward = new Submodel(graph, facts).between("x", x.layout(), List.of("y"), axis);
        Batching batching = axis == BatchAxis.FREE ? Batching.free(2) : Batching.fixed(n);
        FloatPoints points = row(atX, 0);
        assertClose("y", row(atY, 0), run(forward, List.of(x), y, batching, points));
        TensorSpec w = new TensorSpec(Differentiation.DIRECTION, y.layout());
        TensorSpec u = new TensorSpec(Differentiation.DIRECTION, x.layout());
        assertClose("vjp", row(atX, 2), run(derivatives.vectorJacobian(forward), List.of(x, w),
                new TensorSpec(Differentiation.RESULT, x.layout()), batching, points, row(atY, 1)));
        assertClose("jvp", row(atY, 2), run(derivatives.jacobianVector(forward), List.of(x, u),
                new TensorSpec(Differentiation.RESULT, y.layout()), batching, points, row(atX, 1)));
    }

    private static Map<String, TensorFact> facts(Graph graph, int batch) throws Exception {
        List<Long> shape = new ArrayList<>(graph.input().shape());
        shape.set(0, (long) batch);
        return ShapeInference.of(graph.withInputShape(shape));
    }

    private static TensorSpec spec(String name, Map<String, TensorFact> facts, int batch) {
        return new TensorSpec(name, BatchLayout.first(facts.get(name).shape(), batch));
    }

    private static FloatPoints run(ModelProto model, List<TensorSpec> inputs, TensorSpec output, Batching batching,
            FloatPoints... points) throws Exception {
        float[] result = new float[points[0].size() * output.dimension()];
        try (SubgraphSession session = SubgraphSession.open(model, inputs, List.of(output), batching, ONE_THREAD)) {
            session.run(List.of(result), points);
        }
        return FloatPoints.wrap(result, points[0].size(), output.dimension());
    }

    /** One of three arrays of points. */
    private static FloatPoints row(NpyArray three, int index) {
        int n = three.shape().get(1);
        int d = three.shape().get(2);
        return FloatPoints.wrap(Arrays.copyOfRange(three.floats(), index * n * d, (index + 1) * n * d), n, d);
    }

    /** ‖actual − expected‖ ≤ 5e-6 · max(1, ‖expected‖) */
    private static void assertClose(String what, FloatPoints expected, FloatPoints actual) {
        double error = 0;
        double norm = 0;
        for (int i = 0; i < expected.array().length; i++) {
            error += Math.pow((double) actual.array()[i] - expected.array()[i], 2);
            norm += Math.pow(expected.array()[i], 2);
        }
        assertThat(Math.sqrt(error / Math.max(1, norm))).as("error of %s", what).isLessThanOrEqualTo(CLOSE);
    }
}
