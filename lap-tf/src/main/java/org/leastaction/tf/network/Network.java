package org.leastaction.tf.network;

import java.util.List;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Layout;
import org.leastaction.tf.graph.Parameter;
import org.leastaction.tf.graph.Parameter.Change;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** An architecture f = F∘T∘φ that adds itself to graphs. States keep their shape: images stay images. */
public interface Network {

    /** Prefix of the names of φ's parameters. */
    String ENCODER = "encoder/";

    /** The sizes of the flow. */
    FlowShape shape();

    /** Whether instances can be stacked. */
    Layout layout();

    /** φ, from [instances, batch, inputDimension] to a state. */
    Operand<TFloat32> encode(Layers layers, Operand<TFloat32> inputs);

    /** Block {@code index}, from 0 over all segments. */
    Block block(Layers layers, int index, Operand<TFloat32> state);

    /** F, from the last state to logits [instances · batch, classes]. */
    default Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state) {
        List<Segment> segments = shape().segments();
        return classify(layers, state, segments.get(segments.size() - 1));
    }

    /** A classifier of the form of F, from a state of a segment to logits [instances · batch, classes]. */
    Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state, Segment segment);

    /** Whether the optimiser changes a parameter. */
    default boolean trains(Parameter parameter) {
        return parameter.change() == Change.GRADIENT;
    }

    /**
     * One residual block in a graph: {@code output = shortcut + residue}.
     *
     * @param shortcut the block's input, or its linear image where the block changes the dimension
     * @param residue  v(x)
     * @param output   the next state
     */
    public record Block(Operand<TFloat32> shortcut, Operand<TFloat32> residue, Operand<TFloat32> output) {}
}
