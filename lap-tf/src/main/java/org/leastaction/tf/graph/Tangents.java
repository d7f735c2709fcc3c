package org.leastaction.tf.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.AvgPool;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.nn.DepthwiseConv2dNative;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * Forward-mode differentiation of a piece of graph (Wengert 1964): every operation between two tensors gets a companion
 * that computes the tangent. A Jacobian–vector product then costs about one more forward pass, where a backward pass
 * through a backward pass costs three.
 *
 * <p>Supports the operations of networks in inference, and those of training if the tangents are to be differentiated
 * backward: then statistics of batch normalisation count as constants.
 */
public final class Tangents {

    /** Operations that depend on a tensor's shape only. */
    private static final Set<String> ABOUT_SHAPES = Set.of("Shape", "ShapeN", "Size", "Rank");

    private final Ops tf;
    private final Map<Output<?>, Operand<TFloat32>> known = new HashMap<>();
    /** Whether gradients are taken through the tangents, for which TensorFlow's ReluGrad has no rule. */
    private final boolean differentiable;

    private Tangents(Ops tf, boolean differentiable) {
        this.tf = tf;
        this.differentiable = differentiable;
    }

    /**
     * The tangent of {@code to}, as a function of {@code from} and its tangent.
     *
     * @param from    a tensor of the graph
     * @param tangent of its shape
     * @param to      a tensor that depends on it
     * @throws IllegalArgumentException if it does not, or if an operation between them has no rule here; the message
     *     names the operation
     */
    public static Operand<TFloat32> along(
            Ops tf, Operand<TFloat32> from, Operand<TFloat32> tangent, Operand<TFloat32> to) {
        return new Tangents(tf, false).along(from, tangent, to);
    }

    /**
     * The same in a training graph, as operations that can be differentiated backward.
     *
     * @param statistics tensors that count as constants
     */
    public static Operand<TFloat32> differentiable(
            Ops tf,
            Operand<TFloat32> from,
            Operand<TFloat32> tangent,
            Operand<TFloat32> to,
            List<Operand<TFloat32>> statistics) {
        Tangents tangents = new Tangents(tf, true);
        statistics.forEach(statistic -> tangents.known.put(statistic.asOutput(), null));
        return tangents.along(from, tangent, to);
    }

    private Operand<TFloat32> along(Operand<TFloat32> from, Operand<TFloat32> tangent, Operand<TFloat32> to) {
        known.put(from.asOutput(), tangent);
        Operand<TFloat32> found = of(to.asOutput());
        if (found == null) {
            throw new IllegalArgumentException(
                    to.asOutput().op().name() + " does not depend on " + from.asOutput().op().name());
        }
        return found;
    }

    /** The tangent of a tensor; null if it is constant. */
    private @Nullable Operand<TFloat32> of(Output<?> tensor) {
        if (!known.containsKey(tensor)) {
            known.put(tensor, derive(tensor));
        }
        return known.get(tensor);
    }

    private @Nullable Operand<TFloat32> derive(Output<?> tensor) {
        GraphOperation operation = (GraphOperation) tensor.op();
        if (ABOUT_SHAPES.contains(operation.type())) {
            return null;
        }
        List<Operand<TFloat32>> inputs = operation.inputs().stream().map(Tangents::floats).toList();
        List<Operand<TFloat32>> tangents =
                Arrays.asList(inputs.stream().map(input -> of(input.asOutput())).toArray(Tangents::array));
        boolean moves = tangents.stream().anyMatch(tangent -> tangent != null);
        return moves ? rule(operation, tensor, inputs, tangents) : null;
    }

    private Operand<TFloat32> rule(
            GraphOperation operation,
            Output<?> result,
            List<Operand<TFloat32>> inputs,
            List<Operand<TFloat32>> tangents) {
        Operand<TFloat32> first = tangents.get(0);
        boolean onlyFirst = first != null && tangents.stream().skip(1).allMatch(tangent -> tangent == null);
        Operand<TFloat32> linear = onlyFirst && result.index() == 0 ? ofFirst(operation, result, inputs, first) : null;
        if (linear != null) {
            return linear;
        }
        return switch (operation.type()) {
            case "Add", "AddV2", "AddN" -> sum(result, tangents);
            case "Sub" -> sum(result, Arrays.asList(
                    first, tangents.get(1) == null ? null : tf.math.neg(tangents.get(1))));
            case "Mul" -> sum(result, Arrays.asList(
                    first == null ? null : tf.math.mul(first, inputs.get(1)),
                    tangents.get(1) == null ? null : tf.math.mul(inputs.get(0), tangents.get(1))));
            case "MatMul" -> sum(result, Arrays.asList(
                    first == null ? null : product(operation, first, inputs.get(1)),
                    tangents.get(1) == null ? null : product(operation, inputs.get(0), tangents.get(1))));
            case "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3" -> sum(result, Arrays.asList(
                    first == null ? null : batchProduct(operation, first, inputs.get(1)),
                    tangents.get(1) == null ? null : batchProduct(operation, inputs.get(0), tangents.get(1))));
            default -> throw new IllegalArgumentException("the operation " + operation.name() + " of type "
                    + operation.type() + " cannot be differentiated forward");
        };
    }

    /** Operations of which only the first input varies; null if there is no rule. */
    private @Nullable Operand<TFloat32> ofFirst(
            GraphOperation operation, Output<?> result, List<Operand<TFloat32>> inputs, Operand<TFloat32> tangent) {
        Operand<TFloat32> output = floats(result);
        return switch (operation.type()) {
            case "Identity", "BiasAdd" -> tangent;
            case "Reshape" -> tf.reshape(tangent, indices(inputs.get(1)));
            case "Transpose" -> tf.linalg.transpose(tangent, indices(inputs.get(1)));
            case "Pad", "PadV2" -> tf.pad(tangent, indices(inputs.get(1)), tf.constant(0f));
            // Measured derivatives are exact: only training may round them to bfloat16, and its graphs cast to no whole numbers.
            case "Cast" -> differentiable ? tf.dtypes.cast(tangent, output.type()) : null;
            case "Mean" -> tf.math.mean(tangent, indices(inputs.get(1)), Mean.keepDims(keepsDimensions(operation)));
            case "Sum" -> tf.sum(tangent, indices(inputs.get(1)), Sum.keepDims(keepsDimensions(operation)));
            case "AvgPool" -> averagePool(operation, tangent);
            case "Conv2D" -> convolution(operation, tangent, inputs.get(1));
            case "DepthwiseConv2dNative" -> depthwiseConvolution(operation, tangent, inputs.get(1));
            case "FusedBatchNormV3" -> normalised(operation, tangent, inputs);
            case "Div", "RealDiv" -> tf.math.div(tangent, inputs.get(1));
            case "Neg" -> tf.math.neg(tangent);
            case "Square" -> tf.math.mul(tangent, tf.math.mul(tf.constant(2f), inputs.get(0)));
            case "Relu" -> differentiable
                    ? tf.math.mul(tangent, tf.stopGradient(tf.math.sign(output)))
                    : tf.nn.reluGrad(tangent, output);
            case "Relu6" -> tf.nn.relu6Grad(tangent, output);
            case "Elu" -> tf.nn.eluGrad(tangent, output);
            case "Tanh" -> tf.math.tanhGrad(output, tangent);
            case "Sigmoid" -> tf.math.sigmoidGrad(output, tangent);
            case "Softplus" -> tf.math.softplusGrad(tangent, inputs.get(0));
            default -> null;
        };
    }

    /** The sum of the non-null tangents; each must have the rank of the result, as nothing is broadcast here. */
    private Operand<TFloat32> sum(Output<?> result, List<Operand<TFloat32>> summands) {
        List<Operand<TFloat32>> present = summands.stream().filter(summand -> summand != null).toList();
        for (Operand<TFloat32> summand : present) {
            if (summand.shape().numDimensions() != result.shape().numDimensions()) {
                throw new IllegalArgumentException("the operation " + result.op().name()
                        + " broadcasts a tensor that is to be differentiated forward");
            }
        }
        return present.size() == 1 ? present.get(0) : tf.math.addN(present);
    }

    private Operand<TFloat32> product(GraphOperation operation, Operand<TFloat32> a, Operand<TFloat32> b) {
        return tf.linalg.matMul(
                a,
                b,
                MatMul.transposeA(operation.attributes().getAttrBool("transpose_a")),
                MatMul.transposeB(operation.attributes().getAttrBool("transpose_b")));
    }

    private Operand<TFloat32> batchProduct(GraphOperation operation, Operand<TFloat32> a, Operand<TFloat32> b) {
        return tf.train.batchMatMul(
                a,
                b,
                TFloat32.class,
                BatchMatMul.adjX(operation.attributes().getAttrBool("adj_x")),
                BatchMatMul.adjY(operation.attributes().getAttrBool("adj_y")));
    }

    private Operand<TFloat32> convolution(
            GraphOperation operation, Operand<TFloat32> tangent, Operand<TFloat32> kernel) {
        return tf.nn.conv2d(
                tangent,
                kernel,
                longs(operation, "strides"),
                operation.attributes().getAttrString("padding"),
                Conv2d.dataFormat(operation.attributes().getAttrString("data_format")),
                Conv2d.explicitPaddings(longs(operation, "explicit_paddings")),
                Conv2d.dilations(longs(operation, "dilations")));
    }

    private Operand<TFloat32> depthwiseConvolution(
            GraphOperation operation, Operand<TFloat32> tangent, Operand<TFloat32> kernel) {
        return tf.nn.depthwiseConv2dNative(
                tangent,
                kernel,
                longs(operation, "strides"),
                operation.attributes().getAttrString("padding"),
                DepthwiseConv2dNative.dataFormat(operation.attributes().getAttrString("data_format")),
                DepthwiseConv2dNative.dilations(longs(operation, "dilations")));
    }

    private Operand<TFloat32> averagePool(GraphOperation operation, Operand<TFloat32> tangent) {
        return tf.nn.avgPool(
                tangent,
                longs(operation, "ksize"),
                longs(operation, "strides"),
                operation.attributes().getAttrString("padding"),
                AvgPool.dataFormat(operation.attributes().getAttrString("data_format")));
    }

    /**
     * Batch normalisation with given statistics is affine: scale / √(variance + ε) remains. Null for another layout,
     * and for the statistics of a batch unless they count as constants.
     */
    private @Nullable Operand<TFloat32> normalised(
            GraphOperation operation, Operand<TFloat32> tangent, List<Operand<TFloat32>> inputs) {
        boolean training = operation.attributes().getAttrBool("is_training");
        if ((training && !differentiable) || !operation.attributes().getAttrString("data_format").equals("NHWC")) {
            return null;
        }
        Operand<TFloat32> variance = training ? ofBatch(operation, inputs.get(0)) : inputs.get(4);
        Operand<TFloat32> epsilon = tf.constant(operation.attributes().getAttrFloat("epsilon"));
        Operand<TFloat32> factor = tf.math.mul(inputs.get(1), tf.math.rsqrt(tf.math.add(variance, epsilon)));
        return tf.math.mul(tangent, factor);
    }

    /** The variance that a batch was normalised by: the operation returns n / (n − 1) times as much. */
    private Operand<TFloat32> ofBatch(GraphOperation operation, Operand<TFloat32> image) {
        Operand<TFloat32> n = tf.dtypes.cast(
                tf.math.div(tf.size(image), tf.shape.size(tf.shape(image), tf.constant(3))), TFloat32.class);
        Operand<TFloat32> biased = tf.math.div(tf.math.maximum(tf.math.sub(n, tf.constant(1f)), tf.constant(1f)), n);
        return tf.stopGradient(tf.math.mul(operation.<TFloat32>output(2), biased));
    }

    private static boolean keepsDimensions(GraphOperation operation) {
        return operation.attributes().getAttrBool("keep_dims");
    }

    private static List<Long> longs(GraphOperation operation, String attribute) {
        return LongStream.of(operation.attributes().getAttrIntList(attribute)).boxed().toList();
    }

    @SuppressWarnings("unchecked")
    private static Operand<TFloat32> floats(Operand<?> operand) {
        return (Operand<TFloat32>) operand;
    }

    @SuppressWarnings("unchecked")
    private static Operand<TInt32> indices(Operand<? extends TType> operand) {
        return (Operand<TInt32>) (Operand<?>) operand;
    }

    @SuppressWarnings("unchecked")
    private static Operand<TFloat32>[] array(int length) {
        return (Operand<TFloat32>[]) new Operand<?>[length];
    }
}
