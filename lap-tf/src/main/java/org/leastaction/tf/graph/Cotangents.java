package org.leastaction.tf.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.types.TFloat32;

/**
 * Backward-mode differentiation of a loss, operation by operation.
 *
 * <p>TensorFlow provides the gradients of operations, with two exceptions. Its gradient of ReLU needs the input, so that input
 * and output must both be kept and nothing can be fused with the ReLU; the gradient here needs the output only. Its gradient
 * of a {@linkplain BatchProduct product of batches} is several times slower than the product.
 */
public final class Cotangents {

    /** Operations whose result does not depend on the values of the inputs, or through which no gradient is to flow. */
    private static final Set<String> CONSTANT = Set.of("Shape", "ShapeN", "Size", "Rank", "StopGradient");

    /** Operations that pass a gradient on unchanged, or with the opposite sign. */
    private static final Set<String> SUMS = Set.of("Add", "AddV2", "AddN", "Sub");

    private final Ops tf;
    private final Set<Output<?>> ends;
    private final Map<GraphOperation, Boolean> depending = new HashMap<>();
    private final List<GraphOperation> between = new ArrayList<>();
    private final Map<Output<?>, List<Operand<TFloat32>>> arrived = new HashMap<>();

    private Cotangents(Ops tf, List<Operand<TFloat32>> at) {
        this.tf = tf;
        this.ends = at.stream().map(Operand::asOutput).collect(Collectors.toSet());
    }

    /**
     * The gradients of a scalar.
     *
     * @param loss a scalar of the graph
     * @param at   tensors that it depends on
     * @return one gradient per tensor, in its shape
     * @throws IllegalArgumentException if the loss does not depend on one of them
     */
    public static List<Operand<TFloat32>> of(Ops tf, Operand<TFloat32> loss, List<Operand<TFloat32>> at) {
        Cotangents cotangents = new Cotangents(tf, at);
        cotangents.depends((GraphOperation) loss.asOutput().op());
        cotangents.arrive(loss.asOutput(), tf.constant(1f));
        for (int i = cotangents.between.size() - 1; i >= 0; i--) {
            cotangents.pass(cotangents.between.get(i));
        }
        return at.stream().map(tensor -> cotangents.total(tensor.asOutput())).toList();
    }

    /** Whether an operation depends on one of the tensors; if so, it is added after its inputs. */
    private boolean depends(GraphOperation operation) {
        Boolean known = depending.get(operation);
        if (known != null) {
            return known;
        }
        boolean depends = false;
        if (!CONSTANT.contains(operation.type())) {
            for (Operand<?> input : operation.inputs()) {
                // Every input must be visited, even if the result is already known.
                boolean before = depends((GraphOperation) input.asOutput().op());
                depends |= before || ends.contains(input.asOutput());
            }
        }
        depending.put(operation, depends);
        if (depends) {
            between.add(operation);
        }
        return depends;
    }

    /** Propagates the gradients of an operation's outputs to its inputs. */
    private void pass(GraphOperation operation) {
        List<Operand<?>> outputs = new ArrayList<>();
        List<Operand<?>> cotangents = new ArrayList<>();
        for (int i = 0; i < operation.numOutputs(); i++) {
            Output<?> output = operation.output(i);
            if (arrived.containsKey(output)) {
                outputs.add(output);
                cotangents.add(total(output));
            }
        }
        if (outputs.isEmpty()) {
            return;
        }
        Set<Output<?>> inputs = new LinkedHashSet<>();
        for (Operand<?> input : operation.inputs()) {
            if (ends.contains(input.asOutput())
                    || Boolean.TRUE.equals(depending.get((GraphOperation) input.asOutput().op()))) {
                inputs.add(input.asOutput());
            }
        }
        Operand<TFloat32> first = floats(cotangents.get(0));
        if (operation.type().equals("Relu")) {
            arrive(input(operation, 0), tf.nn.reluGrad(first, operation.<TFloat32>output(0)));
        } else if (SUMS.contains(operation.type())
                && addends(operation, inputs).stream().allMatch(addend -> isShapedAs(addend, operation))) {
            passSum(operation, inputs, first);
        } else if (operation.type().equals(BatchProduct.TYPE)) {
            for (int factor = 0; factor < 2; factor++) {
                if (inputs.contains(input(operation, factor))) {
                    arrive(input(operation, factor), BatchProduct.gradient(tf, operation, factor, first));
                }
            }
        } else {
            arriveOfTensorFlow(operation, outputs, inputs, cotangents);
        }
    }

    private void passSum(GraphOperation operation, Set<Output<?>> inputs, Operand<TFloat32> cotangent) {
        if (!operation.type().equals("Sub")) {
            addends(operation, inputs).forEach(addend -> arrive(addend, cotangent));
            return;
        }
        if (inputs.contains(input(operation, 0))) {
            arrive(input(operation, 0), cotangent);
        }
        if (inputs.contains(input(operation, 1))) {
            arrive(input(operation, 1), tf.math.neg(cotangent));
        }
    }

    /** The inputs that depend on the tensors, each as often as it is added. */
    private static List<Output<?>> addends(GraphOperation operation, Set<Output<?>> inputs) {
        List<Output<?>> addends = new ArrayList<>();
        for (int i = 0; i < operation.numInputs(); i++) {
            if (inputs.contains(input(operation, i))) {
                addends.add(input(operation, i));
            }
        }
        return addends;
    }

    /** Whether an input has its operation's shape; otherwise it is broadcast. */
    private static boolean isShapedAs(Output<?> input, GraphOperation operation) {
        // Shape.equals is false for shapes with an unknown extent.
        return Arrays.equals(input.shape().asArray(), operation.output(0).shape().asArray());
    }

    private void arriveOfTensorFlow(
            GraphOperation operation, List<Operand<?>> outputs, Set<Output<?>> inputs, List<Operand<?>> cotangents) {
        // TensorFlow's gradient would also follow a path from one input through another.
        for (Output<?> input : inputs) {
            if (inputs.stream().anyMatch(other -> !other.equals(input) && leads(other, input, new HashSet<>()))) {
                throw new IllegalArgumentException(
                        "the operation " + operation.name() + " has inputs that depend on one another");
            }
        }
        Iterator<Operand<?>> gradients =
                Gradients.create(tf.scope(), outputs, inputs, Gradients.dx(cotangents)).iterator();
        inputs.forEach(input -> arrive(input, floats(gradients.next())));
    }

    private boolean leads(Output<?> from, Output<?> to, Set<GraphOperation> seen) {
        GraphOperation operation = (GraphOperation) to.op();
        if (to.equals(from)) {
            return true;
        }
        return seen.add(operation)
                && depending.getOrDefault(operation, false)
                && operation.inputs().stream().anyMatch(input -> leads(from, input.asOutput(), seen));
    }

    private static Output<?> input(GraphOperation operation, int index) {
        return operation.input(index);
    }

    private void arrive(Output<?> tensor, Operand<TFloat32> cotangent) {
        arrived.computeIfAbsent(tensor, ignored -> new ArrayList<>()).add(cotangent);
    }

    private Operand<TFloat32> total(Output<?> tensor) {
        List<Operand<TFloat32>> summands = arrived.get(tensor);
        if (summands == null) {
            throw new IllegalArgumentException("the loss does not depend on " + tensor.op().name());
        }
        return summands.size() == 1 ? summands.get(0) : tf.math.addN(summands);
    }

    @SuppressWarnings("unchecked")
    private static Operand<TFloat32> floats(Operand<?> operand) {
        return (Operand<TFloat32>) operand;
    }
}
