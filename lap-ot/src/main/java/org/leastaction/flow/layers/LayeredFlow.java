package org.leastaction.flow.layers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.io.Messages;

/**
 * A flow as a list of layers with their weights. Images have their channels last, as everywhere in this library.
 *
 * <p>The tensors between the layers are named; {@link FlowTensor} defines their names in exported files.
 *
 * @param shape   the sizes of the flow, with at least 2 classes
 * @param layers  in an order in which they can be evaluated
 * @param input   name of the inputs, which are not the output of any layer
 * @param encoded name of x₀; equal to {@code input} if there is no encoder
 * @param states  names of the outputs of the blocks, x₁ to x<sub>K</sub>
 * @param logits  name of the input of the softmax, [classes]
 */
public record LayeredFlow(
        FlowShape shape, List<Layer> layers, String input, String encoded, List<String> states, String logits) {

    /**
     * @throws IllegalArgumentException if a layer's input is not the output of an earlier layer or has an unsuitable
     *                                  shape, if two layers have outputs of the same name, or if a tensor of the flow
     *                                  is missing or has the wrong shape
     */
    public LayeredFlow {
        Objects.requireNonNull(shape, "shape");
        layers = List.copyOf(layers);
        states = List.copyOf(states);
        Map<String, List<Integer>> shapes = shapes(shape, layers, input);
        if (shape.classes() == 0) {
            throw new IllegalArgumentException("a flow without a classifier has no logits");
        }
        if (states.size() != shape.blocks()) {
            throw new IllegalArgumentException(
                    states.size() + " tensors leave blocks, but the flow has " + shape.blocks() + " blocks");
        }
        requireShape(shapes, encoded, shape.encoded());
        int block = 0;
        for (Segment segment : shape.segments()) {
            for (int b = 0; b < segment.blocks(); b++) {
                requireShape(shapes, states.get(block++), segment.shape());
            }
        }
        requireShape(shapes, logits, List.of(shape.classes()));
    }

    /** The shape of one point of every tensor, by name; the inputs first, then in the order of the layers. */
    public Map<String, List<Integer>> shapes() {
        return shapes(shape, layers, input);
    }

    private static Map<String, List<Integer>> shapes(FlowShape flow, List<Layer> layers, String input) {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        shapes.put(input, flow.input());
        for (Layer layer : layers) {
            for (String tensor : layer.inputs()) {
                if (!shapes.containsKey(tensor)) {
                    throw new IllegalArgumentException("the layer that makes '" + layer.output() + "' takes '" + tensor
                            + "', which no earlier layer produces");
                }
            }
            if (shapes.put(layer.output(), shape(layer, shapes)) != null) {
                throw new IllegalArgumentException("two tensors are called '" + layer.output() + "'");
            }
        }
        return Collections.unmodifiableMap(shapes);
    }

    private static List<Integer> shape(Layer layer, Map<String, List<Integer>> shapes) {
        try {
            return layer.shape(layer.inputs().stream().map(shapes::get).toList());
        } catch (IllegalArgumentException misfit) {
            throw new IllegalArgumentException("'" + layer.output() + "': " + Messages.of(misfit), misfit);
        }
    }

    private static void requireShape(Map<String, List<Integer>> shapes, String tensor, List<Integer> expected) {
        List<Integer> found = shapes.get(tensor);
        if (!expected.equals(found)) {
            throw new IllegalArgumentException("'" + tensor + "' "
                    + (found == null ? "is made by no layer" : "has the shape " + found + ", not " + expected));
        }
    }
}
