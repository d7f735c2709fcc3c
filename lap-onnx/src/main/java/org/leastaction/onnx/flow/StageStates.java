package org.leastaction.onnx.flow;

import java.util.Map;
import org.leastaction.onnx.cut.Block;
import org.leastaction.onnx.graph.Known;
import org.leastaction.points.FloatPoints;

/** States on arrays of their own; residues are subtracted when they are asked for. */
final class StageStates implements States {

    private final Map<String, FloatPoints> states;
    private float[] residue = new float[0];

    /** @param states by tensor, with what entered */
    StageStates(Map<String, FloatPoints> states) {
        this.states = Map.copyOf(states);
    }

    @Override
    public FloatPoints of(String tensor) {
        return Known.of(states, tensor);
    }

    @Override
    public FloatPoints residue(Block block) {
        FloatPoints output = of(block.output());
        int length = output.size() * output.dimension();
        residue = residue.length < length ? new float[length] : residue;
        subtract(output, of(block.shortcutTensor()), residue);
        return FloatPoints.wrap(residue, output.size(), output.dimension());
    }

    /** @param target an array of at least n·d numbers. Modified. */
    static void subtract(FloatPoints minuend, FloatPoints subtrahend, float[] target) {
        float[] a = minuend.array();
        float[] b = subtrahend.array();
        int fromA = minuend.offset();
        int fromB = subtrahend.offset();
        int length = minuend.size() * minuend.dimension();
        for (int i = 0; i < length; i++) {
            target[i] = a[fromA + i] - b[fromB + i];
        }
    }
}
