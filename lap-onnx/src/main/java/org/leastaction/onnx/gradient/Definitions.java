package org.leastaction.onnx.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Composite operators: their operations are replaced by those of their definitions, which have rules.
 *
 * <p><a href="https://onnx.ai/onnx/operators/">ONNX operators</a>, <a
 * href="https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md">contrib operators</a>.
 */
final class Definitions {

    private static final double USUAL_EPSILON = 1e-5;
    private static final long SCALES_OF_CHANNELS = 21;

    private static final Map<String, Function<Operation, Tensor>> ALL = Map.ofEntries(
            Map.entry("LayerNormalization", op -> scaled(op, normalised(op, op.input(0), axesFrom(op), true))),
            Map.entry("SimplifiedLayerNormalization",
                    op -> scaled(op, normalised(op, op.input(0), axesFrom(op), false))),
            Map.entry("RMSNormalization", op -> scaled(op, normalised(op, op.input(0), axesFrom(op), false))),
            Map.entry("InstanceNormalization",
                    op -> ofChannels(op, normalised(op, op.input(0), op.input(0).axesFrom(2), true))),
            Map.entry("GroupNormalization", Definitions::groupNormalisation),
            Map.entry("LpNormalization", Definitions::unitNorm),
            Map.entry("HardSwish", op -> {
                GraphBuilder b = op.builder();
                Tensor third = b.add(b.mul(op.input(0), 1.0 / 6), 0.5);
                Tensor gate = b.node("Min", third.shape(),
                        List.of(b.map("Relu", third), b.number(1)));
                return b.mul(op.input(0), gate);
            }),
            Map.entry("Swish", op -> swish(op, op.real("alpha", 1))),
            Map.entry("QuickGelu", op -> swish(op, op.real("alpha", 1.702))),
            Map.entry("Mish", op -> {
                GraphBuilder b = op.builder();
                return b.mul(op.input(0), b.map("Tanh", b.map("Softplus", op.input(0))));
            }),
            Map.entry("Gelu", op -> op.text("approximate", "none").equals("tanh")
                    ? fastGelu(op, op.input(0))
                    : gelu(op, op.input(0))),
            Map.entry("BiasGelu", op -> gelu(op, biased(op))),
            Map.entry("FastGelu", op -> fastGelu(op, biased(op))),
            Map.entry("DepthToSpace", Definitions::depthToSpace),
            Map.entry("SpaceToDepth", Definitions::spaceToDepth));

    private Definitions() {}

    /** The result of an operation's definition; empty if the operator has none. */
    static Optional<Tensor> expanded(Operation op) {
        return Optional.ofNullable(ALL.get(op.operator())).map(definition -> definition.apply(op));
    }

    // Normalisations

    private static int[] axesFrom(Operation op) {
        return op.input(0).axesFrom(op.axis(op.number("axis", -1)));
    }

    /** x / √(mean of x² + ε) over some axes, after the mean of x is subtracted if requested. */
    private static Tensor normalised(Operation op, Tensor x, int[] axes, boolean centred) {
        GraphBuilder b = op.builder();
        x.size(axes); // the points are not among them
        Tensor centre = centred ? b.sub(x, b.mean(x, axes)) : x;
        Tensor variance = b.mean(b.square(centre), axes);
        return b.div(centre, b.map("Sqrt", b.add(variance, op.real("epsilon", USUAL_EPSILON))));
    }

    /** Times the second input, plus the third if there is one. */
    private static Tensor scaled(Operation op, Tensor x) {
        GraphBuilder b = op.builder();
        Tensor scaled = b.mul(x, op.input(1));
        return op.has(2) ? b.add(scaled, op.input(2)) : scaled;
    }

    private static Tensor ofChannels(Operation op, Tensor x) {
        GraphBuilder b = op.builder();
        return b.add(b.mul(x, ProductRules.ofChannels(b, op.input(1), x.rank())),
                ProductRules.ofChannels(b, op.input(2), x.rank()));
    }

    private static Tensor groupNormalisation(Operation op) {
        GraphBuilder b = op.builder();
        Tensor x = op.input(0);
        long groups = op.number("num_groups", 1);
        long perGroup = x.size(x.axesFrom(1)) / groups;
        Tensor grouped = b.reshape(x, List.of(x.extent(0), groups, perGroup));
        Tensor normalised = normalised(op, grouped, new int[] {2}, true);
        if (b.opset() >= SCALES_OF_CHANNELS) {
            return ofChannels(op, b.reshape(normalised, x.shape()));
        }
        return b.reshape(ofChannels(op, normalised), x.shape());
    }

    private static Tensor unitNorm(Operation op) {
        GraphBuilder b = op.builder();
        int axis = op.axis(op.number("axis", -1));
        Tensor norm = op.number("p", 2) == 1
                ? b.sum(b.map("Abs", op.input(0)), axis)
                : b.map("Sqrt", b.sum(b.square(op.input(0)), axis));
        return b.div(op.input(0), norm);
    }

    // Activations

    private static Tensor swish(Operation op, double alpha) {
        GraphBuilder b = op.builder();
        return b.mul(op.input(0), b.map("Sigmoid", b.mul(op.input(0), alpha)));
    }

    private static Tensor gelu(Operation op, Tensor x) {
        GraphBuilder b = op.builder();
        Tensor normal = b.add(b.map("Erf", b.mul(x, Math.sqrt(0.5))), 1);
        return b.mul(b.mul(x, normal), 0.5);
    }

    private static Tensor fastGelu(Operation op, Tensor x) {
        GraphBuilder b = op.builder();
        Tensor cubic = b.add(x, b.mul(b.mul(b.square(x), x), 0.044715));
        Tensor normal = b.add(b.map("Tanh", b.mul(cubic, Math.sqrt(2 / Math.PI))), 1);
        return b.mul(b.mul(x, normal), 0.5);
    }

    private static Tensor biased(Operation op) {
        return op.has(1) ? op.builder().add(op.input(0), op.input(1)) : op.input(0);
    }

    // Rearrangements

    private static Tensor depthToSpace(Operation op) {
        GraphBuilder b = op.builder();
        Tensor x = op.input(0);
        long size = op.number("blocksize", 1);
        long channels = x.extent(1) / (size * size);
        boolean depthFirst = op.text("mode", "DCR").equals("DCR");
        Tensor divided = b.reshape(x, depthFirst
                ? List.of(x.extent(0), size, size, channels, x.extent(2), x.extent(3))
                : List.of(x.extent(0), channels, size, size, x.extent(2), x.extent(3)));
        Tensor turned = depthFirst
                ? b.transpose(divided, 0, 3, 4, 1, 5, 2)
                : b.transpose(divided, 0, 1, 4, 2, 5, 3);
        return b.reshape(turned, op.output().shape());
    }

    private static Tensor spaceToDepth(Operation op) {
        GraphBuilder b = op.builder();
        Tensor x = op.input(0);
        long size = op.number("blocksize", 1);
        List<Long> shape = new ArrayList<>(List.of(x.extent(0), x.extent(1)));
        IntStream.range(2, 4).forEach(axis -> shape.addAll(List.of(x.extent(axis) / size, size)));
        return b.reshape(b.transpose(b.reshape(x, shape), 0, 3, 5, 1, 2, 4), op.output().shape());
    }
}
