package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.Derivatives.DerivativeMethod;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.backend.Execution;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Derivatives of whole networks against PyTorch's automatic differentiation in double precision. */
class NetworkDerivativesTest {

    /** ‖actual − expected‖ relative to ‖expected‖, and ⟨w, Ju⟩ − ⟨Jᵀw, u⟩ relative to ‖w‖ ‖Ju‖. */
    private static final double CLOSE = 1e-4;

    /**
     * The same for points where rounding moves some number over the kink of a ReLU, or to another one of a maximum's
     * window, which is equally frequent in PyTorch's single precision.
     */
    private static final double ACROSS_A_KINK = 0.2;

    /** The networks of {@code golden/derivatives/models.py}, in the folder of shared data or {@code -Dlap.models}. */
    @TestFactory
    Stream<DynamicTest> gradientsOfForeignNetworksAreThoseOfPyTorch() throws IOException, URISyntaxException {
        Path folder = Path.of(System.getProperty("lap.models", "../../shared/models")).toAbsolutePath().normalize();
        Map<String, NpyArray> arrays = new TreeMap<>(
                Npz.read(Path.of(NetworkDerivativesTest.class.getResource("/golden/derivatives/models.npz").toURI())));
        return arrays.keySet().stream().map(key -> key.split("/")[0]).distinct()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Path file = folder.resolve(name + ".onnx");
                    Assumptions.assumeTrue(Files.exists(file), "there is no " + file);
                    compare(file, arrays, name + "/");
                }));
    }

    /** Networks of full size in {@code -Dlap.derivatives=FOLDER}, by {@code golden/derivatives/networks.py}. */
    @TestFactory
    Stream<DynamicTest> gradientsOfExportedNetworksAreThoseOfPyTorch() throws IOException {
        String folder = System.getProperty("lap.derivatives", "");
        Assumptions.assumeFalse(folder.isEmpty(), "no -Dlap.derivatives=FOLDER; see golden/derivatives/networks.py");
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(folder))) {
            files = all.filter(file -> file.toString().endsWith(".npz")).sorted().toList();
        }
        assertThat(files).as("networks in %s", folder).isNotEmpty();
        return files.stream().map(file -> {
            String name = file.getFileName().toString().replace(".npz", "");
            return DynamicTest.dynamicTest(name,
                    () -> compare(file.resolveSibling(name + ".onnx"), Npz.read(file), ""));
        });
    }

    private static void compare(Path file, Map<String, NpyArray> arrays, String prefix) throws IOException {
        FloatPoints inputs = points(arrays.get(prefix + "input"));
        int[] labels = arrays.get(prefix + "labels").ints();
        FloatPoints expected = points(arrays.get(prefix + "gradient"));
        FloatPoints direct = WholeNetworkLoss.gradients(file, inputs, labels);
        System.out.printf("%s: errors of the gradient of the loss %s, in PyTorch's single precision %s%n",
                file.getFileName(), Arrays.toString(errors(direct, expected)),
                Arrays.toString(arrays.get(prefix + "single").doubles()));
        assertClose("gradient of the loss", direct, expected);
        if (!WholeNetworkLoss.hasBlocks(file)) {
            return;
        }
        try (FlowModel model = new OnnxBackend().open(file, new Execution(2, "cpu"))) {
            LossGradients loss = model.role(LossGradients.class).orElseThrow();
            assertExact(loss.derivativeMethod(), loss.whyInexact().orElse(""), "loss");
            assertClose("gradient of the loss", loss.lossGradients(inputs, labels), expected);
            JacobianProducts whole = model.role(JacobianProducts.class).orElseThrow();
            assertExact(whole.derivativeMethod(), whole.whyInexact().orElse(""), "map");
            int n = inputs.size();
            FloatPoints encoded = model.encode(inputs);
            assertAdjoint("map", normal(n, model.shape().encodedDimension(), 1),
                    normal(n, model.shape().transportedDimension(), 2), u -> whole.jacobianVector(encoded, u),
                    w -> whole.vectorJacobian(encoded, w));
            if (model.role(BlockJacobianProducts.class).isPresent()) {
                assertBlocks(model, model.role(BlockJacobianProducts.class).get(), encoded);
            }
        }
    }

    /** The product of the blocks' Jacobians is the Jacobian of the map. */
    private static void assertBlocks(FlowModel model, BlockJacobianProducts blocks, FloatPoints encoded) {
        int n = encoded.size();
        assertExact(blocks.derivativeMethod(), blocks.whyInexact().orElse(""), "blocks");
        FloatPoints u = normal(n, model.shape().encodedDimension(), 3);
        FloatPoints[] along = {encoded, u};
        model.transport(encoded, step -> {
            FloatPoints entering = along[0];
            along[1] = blocks.blockJacobianVector(step.block(), entering, along[1]);
            assertAdjoint("block " + step.block(), normal(n, model.shape().enteringDimension(step.block()), 4),
                    normal(n, model.shape().leavingDimension(step.block()), 5),
                    v -> blocks.blockJacobianVector(step.block(), entering, v),
                    w -> blocks.blockVectorJacobian(step.block(), entering, w));
            along[0] = copy(step.output());
        });
        FloatPoints product = model.role(JacobianProducts.class).orElseThrow().jacobianVector(encoded, u);
        assertClose("product of the blocks", along[1], product);
    }

    /** At half of the points at least. */
    private static void assertClose(String what, FloatPoints actual, FloatPoints expected) {
        double[] errors = errors(actual, expected);
        Arrays.sort(errors);
        assertThat(errors[(errors.length - 1) / 2]).as("median error of the %s", what).isLessThan(CLOSE);
        assertThat(errors[errors.length - 1]).as("largest error of the %s", what).isLessThan(ACROSS_A_KINK);
    }

    private interface Product {

        FloatPoints of(FloatPoints directions);
    }

    private static void assertAdjoint(String what, FloatPoints u, FloatPoints w, Product forward, Product transposed) {
        FloatPoints ju = forward.of(u);
        FloatPoints jw = transposed.of(w);
        for (int i = 0; i < u.size(); i++) {
            double difference = Math.abs(dot(w, ju, i) - dot(jw, u, i));
            assertThat(difference / Math.sqrt(dot(w, w, i) * dot(ju, ju, i))).as("⟨w, Ju⟩ − ⟨Jᵀw, u⟩ of the %s", what)
                    .isLessThan(CLOSE);
        }
    }

    private static void assertExact(DerivativeMethod method, String reason, String what) {
        assertThat(method).as("method of the %s (%s)", what, reason).isEqualTo(DerivativeMethod.EXACT);
    }

    private static double dot(FloatPoints a, FloatPoints b, int i) {
        double sum = 0;
        for (int j = 0; j < a.dimension(); j++) {
            sum += (double) a.get(i, j) * b.get(i, j);
        }
        return sum;
    }

    /** By point. */
    private static double[] errors(FloatPoints actual, FloatPoints expected) {
        double[] errors = new double[expected.size()];
        for (int i = 0; i < errors.length; i++) {
            double error = 0;
            double norm = 0;
            for (int j = 0; j < expected.dimension(); j++) {
                error += Math.pow((double) actual.get(i, j) - expected.get(i, j), 2);
                norm += Math.pow(expected.get(i, j), 2);
            }
            errors[i] = Math.sqrt(error / norm);
        }
        return errors;
    }

    private static FloatPoints normal(int n, int dimension, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[n * dimension];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return FloatPoints.wrap(numbers, n, dimension);
    }

    private static FloatPoints points(NpyArray array) {
        return FloatPoints.wrap(array.floats(), array.shape().get(0), array.shape().get(1));
    }

    private static FloatPoints copy(FloatPoints points) {
        return FloatPoints.wrap(points.toArray(), points.size(), points.dimension());
    }
}
