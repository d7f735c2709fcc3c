package org.leastaction.tf.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.leastaction.flow.layers.LayerWeights;
import org.leastaction.tf.graph.Feeds;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;

/** The constants and variables that a tensor depends on, and their current values. */
final class ParameterTensors {

    private static final Set<String> KINDS = Set.of("Const", "ReadVariableOp");

    private final Map<Output<?>, float[]> values = new HashMap<>();

    /** Reads all in one run, as each new set of fetched tensors costs a pass over the graph. */
    ParameterTensors(Session session, Operand<TFloat32> computed) {
        List<Output<?>> all = new ArrayList<>();
        collect(computed.asOutput(), new HashSet<>(), all);
        Session.Runner runner = session.runner();
        all.forEach(runner::fetch);
        try (Result result = runner.run()) {
            for (int i = 0; i < all.size(); i++) {
                values.put(all.get(i), Feeds.read(result.get(i)));
            }
        }
    }

    private static void collect(Output<?> tensor, Set<Output<?>> seen, List<Output<?>> into) {
        if (!seen.add(tensor)) {
            return;
        }
        GraphOperation operation = (GraphOperation) tensor.op();
        if (!KINDS.contains(operation.type())) {
            operation.inputs().forEach(input -> collect(input.asOutput(), seen, into));
        } else if (tensor.type() == TFloat32.class) {
            into.add(tensor);
        }
    }

    boolean has(Output<?> tensor) {
        return values.containsKey(tensor);
    }

    /**
     * Values in the shape of the layer, without the instance axis of a stacked layout.
     *
     * @throws IllegalArgumentException if the tensor is no parameter, or has another number of elements
     */
    LayerWeights of(Output<?> tensor, List<Integer> shape) {
        return LayerWeights.wrap(shape, required(tensor));
    }

    /** The only element. */
    float number(Output<?> tensor) {
        return of(tensor, List.of(1)).get(0);
    }

    private float[] required(Output<?> tensor) {
        float[] found = values.get(tensor);
        if (found == null) {
            throw new IllegalArgumentException(tensor.op().name() + " is neither a constant nor a variable");
        }
        return found;
    }
}
