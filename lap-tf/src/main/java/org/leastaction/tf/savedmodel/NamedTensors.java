package org.leastaction.tf.savedmodel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.flow.layers.FlowTensor;
import org.leastaction.tf.model.FlowGraph;
import org.leastaction.tf.model.FlowGraph.BlockTensors;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The flow defined by the named tensors of a graph. */
final class NamedTensors {

    private static final Set<String> SAME = Set.of("Identity", "StopGradient", "PreventGradient");
    private static final Set<String> SAME_NUMBERS =
            Set.of("Identity", "StopGradient", "PreventGradient", "Reshape", "ExpandDims", "Squeeze");

    private final Graph graph;
    private final Ops tf;
    private final Map<String, String> inputs;
    private final Map<String, String> outputs;

    /** Both maps are from names of a signature to names of tensors in the graph. */
    NamedTensors(Graph graph, Map<String, String> inputs, Map<String, String> outputs) {
        this.graph = graph;
        this.tf = Ops.create(graph);
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** @throws IllegalArgumentException if they define none; the message states what is needed */
    FlowGraph flow() {
        List<FlowTensor.OfBlock> names = TensorNames.blocks(outputs.keySet());
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("its signature has " + inputs.size() + " inputs, a flow has one");
        }
        Operand<TFloat32> input = floats("the input", inputs.values().iterator().next());
        Operand<TFloat32> encoded = named(FlowTensor.ENCODED);
        List<BlockTensors> blocks = new ArrayList<>();
        List<Segment> segments = new ArrayList<>();
        Operand<TFloat32> state = encoded;
        for (FlowTensor.OfBlock name : names) {
            BlockTensors block = block(name, state);
            checkCut(name.output(), block.output(), state, input);
            blocks.add(block);
            extend(segments, name, particle(name.output(), block.output()));
            state = block.output();
        }
        Operand<TFloat32> logits = named(FlowTensor.LOGITS);
        checkCut(FlowTensor.LOGITS, logits, state, input);
        List<Integer> classes = particle(FlowTensor.LOGITS, logits);
        if (classes.size() != 1) {
            throw new IllegalArgumentException(
                    "its output 'logits' has the shape " + logits.shape() + ", [batch, classes] is needed");
        }
        FlowShape shape = new FlowShape(
                particle("the input", input), particle(FlowTensor.ENCODED, encoded), segments, classes.get(0));
        return new FlowGraph(shape, input, encoded, List.copyOf(blocks), state, logits);
    }

    private static void extend(List<Segment> segments, FlowTensor.OfBlock name, List<Integer> particle) {
        if (name.segment() > segments.size()) {
            segments.add(new Segment(particle, 1));
            return;
        }
        Segment last = segments.remove(segments.size() - 1);
        if (!last.shape().equals(particle)) {
            throw new IllegalArgumentException(
                    "its output '" + name.output() + "' has particles of the shape " + particle
                            + " in a segment of " + last.shape() + "; where the shape changes the next segment begins");
        }
        segments.add(new Segment(particle, last.blocks() + 1));
    }

    private BlockTensors block(FlowTensor.OfBlock name, Operand<TFloat32> state) {
        Operand<TFloat32> output = named(name.output());
        Operand<TFloat32> shortcut = shortcut(name, state, output);
        if (!sameParticle(shortcut, output)) {
            throw new IllegalArgumentException(
                    "the shortcut of '" + name.output() + "' has the shape " + shortcut.shape()
                            + ", the output " + output.shape() + "; they have to agree");
        }
        Operand<TFloat32> residue = outputs.containsKey(name.residue()) ? named(name.residue()) : null;
        // The residue is what the block adds, whatever the names of its layers.
        if (residue == null || !isSum(output, shortcut, residue)) {
            residue = tf.math.sub(output, shortcut);
        }
        return new BlockTensors(name.segment() - 1, state, shortcut, residue, output);
    }

    private Operand<TFloat32> shortcut(FlowTensor.OfBlock name, Operand<TFloat32> state, Operand<TFloat32> output) {
        if (outputs.containsKey(name.shortcut())) {
            return named(name.shortcut());
        }
        if (sameParticle(state, output)) {
            return state;
        }
        if (outputs.containsKey(name.residue())) {
            return tf.math.sub(output, named(name.residue()));
        }
        throw new IllegalArgumentException("its output '" + name.output() + "' has another shape than what enters the"
                + " block; name its '" + name.shortcut() + "' or '" + name.residue() + "' too");
    }

    /** Whether the output is the result of an addition, up to reshaping. */
    private static boolean isSum(Operand<TFloat32> output, Operand<TFloat32> one, Operand<TFloat32> other) {
        GraphOperation operation = (GraphOperation) numbers(output.asOutput()).op();
        if (!Set.of("Add", "AddV2").contains(operation.type())) {
            return false;
        }
        List<Output<?>> summands = List.of(numbers(operation.input(0)), numbers(operation.input(1)));
        List<Output<?>> named = List.of(numbers(one.asOutput()), numbers(other.asOutput()));
        return summands.equals(named) || summands.equals(List.of(named.get(1), named.get(0)));
    }

    /** Checks that a tensor depends on nothing but the previous state. */
    private static void checkCut(
            String name, Operand<TFloat32> tensor, Operand<TFloat32> state, Operand<TFloat32> input) {
        Set<Output<?>> seen = new HashSet<>();
        List<Output<?>> open = new ArrayList<>(List.of(tensor.asOutput()));
        boolean depends = false;
        while (!open.isEmpty()) {
            Output<?> one = open.remove(open.size() - 1);
            if (one.equals(state.asOutput())) {
                depends = true;
            } else if (one.equals(input.asOutput())) {
                throw new IllegalArgumentException("its output '" + name + "' depends on the input not only through"
                        + " what"
                        + " enters the block; name the tensors that the next layers take");
            } else if (seen.add(one)) {
                ((GraphOperation) one.op()).inputs().forEach(operand -> open.add(operand.asOutput()));
            }
        }
        if (!depends) {
            throw new IllegalArgumentException(
                    "its output '" + name + "' does not depend on what is named before it; the order of the names is"
                            + " wrong");
        }
    }

    private Operand<TFloat32> named(String name) {
        String tensor = outputs.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("its signature has no output '" + name + "'; it has "
                    + String.join(", ", outputs.keySet().stream().sorted().toList()));
        }
        return floats("the output '" + name + "'", tensor);
    }

    private Operand<TFloat32> floats(String what, String tensor) {
        Output<?> output = source(graph.outputOrThrow(tensor));
        if (output.type() != TFloat32.class) {
            throw new IllegalArgumentException(what + " is not of float32");
        }
        return output.expect(TFloat32.class);
    }

    /** The original tensor behind identity operations. */
    private static Output<?> source(Output<?> tensor) {
        return source(tensor, SAME);
    }

    /** The original tensor behind identity and reshape operations. */
    private static Output<?> numbers(Output<?> tensor) {
        return source(tensor, SAME_NUMBERS);
    }

    private static Output<?> source(Output<?> tensor, Set<String> passing) {
        Output<?> source = tensor;
        while (passing.contains(((GraphOperation) source.op()).type())) {
            source = ((GraphOperation) source.op()).input(0);
        }
        return source;
    }

    private static boolean sameParticle(Operand<TFloat32> one, Operand<TFloat32> other) {
        return Arrays.equals(one.shape().asArray(), other.shape().asArray());
    }

    private static List<Integer> particle(String name, Operand<TFloat32> tensor) {
        Shape shape = tensor.shape();
        boolean right = !shape.isUnknown()
                && shape.numDimensions() > 1
                && shape.get(0) == Shape.UNKNOWN_SIZE
                && Arrays.stream(shape.asArray()).skip(1).allMatch(extent -> extent > 0 && extent <= Integer.MAX_VALUE);
        if (!right) {
            throw new IllegalArgumentException("'" + name + "' has the shape " + shape
                    + "; a first axis of any extent, the batch, and others of fixed extents are needed");
        }
        return Arrays.stream(shape.asArray()).skip(1).mapToObj(Math::toIntExact).toList();
    }
}
