package org.leastaction.onnx.gradient;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;

/**
 * An operation with everything that its rule needs: its tensors, its settings, the gradients of its results, and the
 * collected gradients of its inputs.
 */
final class Operation {

    private final NodeProto node;
    private final GraphBuilder builder;
    private final Set<String> varying;
    private final Map<String, Tensor> gradients;

    /**
     * An operation of a graph.
     *
     * @param varying   the tensors that depend on the variable of differentiation
     * @param gradients of the operation's results, by tensor; those of its inputs are added
     */
    Operation(NodeProto node, GraphBuilder builder, Set<String> varying, Map<String, Tensor> gradients) {
        this.node = node;
        this.builder = builder;
        this.varying = varying;
        this.gradients = gradients;
    }

    String operator() {
        return node.operator();
    }

    /** The graph to which the operations of the derivative are added. */
    GraphBuilder builder() {
        return builder;
    }

    // Tensors

    int inputs() {
        return node.inputs().size();
    }

    boolean has(int input) {
        return input < inputs() && !node.inputs().get(input).isEmpty();
    }

    Tensor input(int index) {
        if (!has(index)) {
            throw new NotDifferentiableException("lacks its input " + index);
        }
        return builder.tensor(node.inputs().get(index));
    }

    int outputs() {
        return node.outputs().size();
    }

    Tensor output(int index) {
        return builder.tensor(node.outputs().get(index));
    }

    Tensor output() {
        return output(0);
    }

    boolean varies(int input) {
        return has(input) && varying.contains(node.inputs().get(input));
    }

    /** @throws NotDifferentiableException if an input from this index on depends on the variable of differentiation */
    void requireConstantFrom(int input) {
        for (int i = input; i < inputs(); i++) {
            if (varies(i)) {
                throw new NotDifferentiableException("computes its input " + i + " from the points");
            }
        }
    }

    // Gradients

    /** The gradient of a result; empty if nothing depends on it. */
    Optional<Tensor> gradient(int output) {
        return Optional.ofNullable(gradients.get(node.outputs().get(output)));
    }

    /** The gradient of the first result. */
    Tensor gradient() {
        return gradient(0).orElseThrow(() -> new NotDifferentiableException("is used for its other results"));
    }

    /**
     * Adds to the gradient of an input, if it varies. A gradient of a larger shape is summed over the axes along which
     * the input was repeated.
     *
     * @param part evaluated only then
     */
    void add(int input, Supplier<Tensor> part) {
        if (varies(input)) {
            Tensor own = builder.summedTo(input(input).shape(), part.get());
            gradients.merge(node.inputs().get(input), own, builder::add);
        }
    }

    // Settings

    long number(String setting, long otherwise) {
        return node.number(setting, otherwise);
    }

    float real(String setting, double otherwise) {
        return node.real(setting, (float) otherwise);
    }

    String text(String setting, String otherwise) {
        return node.text(setting, otherwise);
    }

    /** A list setting; empty if it is missing. */
    long[] numbers(String setting) {
        return node.numbers(setting).stream().mapToLong(Long::longValue).toArray();
    }

    /** A list setting, or the same number for each of some axes if it is missing. */
    long[] numbers(String setting, int axes, long otherwise) {
        long[] numbers = numbers(setting);
        if (numbers.length == 0) {
            numbers = new long[axes];
            Arrays.fill(numbers, otherwise);
        }
        return numbers;
    }

    boolean isSet(String setting) {
        return node.attributes().containsKey(setting);
    }

    /** A constant input of integers; empty if it is left out. */
    long[] constantLongs(int input) {
        if (!has(input)) {
            return new long[0];
        }
        TensorProto constant = constant(input);
        if (constant.type() == ElementType.INT32) {
            int[] values = new int[constant.data().length() / Integer.BYTES];
            constant.data().buffer().asIntBuffer().get(values);
            return Arrays.stream(values).asLongStream().toArray();
        }
        return constant.longs();
    }

    /** Numbers that some versions of the operator have as a setting, others as an input. */
    long[] constantLongs(String setting, int input) {
        return isSet(setting) ? numbers(setting) : constantLongs(input);
    }

    private TensorProto constant(int input) {
        TensorProto constant = builder.constant(node.inputs().get(input));
        if (constant == null) {
            throw new NotDifferentiableException("computes its input " + input + ", which has to be constant");
        }
        return constant;
    }

    /** An axis of the first input, counted from its start. */
    int axis(long axis) {
        return (int) (axis < 0 ? axis + input(0).rank() : axis);
    }

    /** Axes of the first input, counted from its start. */
    int[] axes(long... axes) {
        return Arrays.stream(axes).mapToInt(this::axis).toArray();
    }

    /** The shape of the first input. */
    List<Long> shape() {
        return input(0).shape();
    }
}
