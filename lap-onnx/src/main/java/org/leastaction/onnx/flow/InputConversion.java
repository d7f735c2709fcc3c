package org.leastaction.onnx.flow;

import java.util.Optional;
import org.leastaction.flow.DiscreteInputs;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.InputLayout;
import org.leastaction.points.FloatPoints;

/** Converts inputs from the form of data sets to that of a network: its order of axes, and its whole numbers. */
record InputConversion(InputLayout layout, Optional<DiscreteInputs> discrete) {

    static InputConversion of(Cut cut) {
        return new InputConversion(cut.layout(), cut.discreteInputs());
    }

    /**
     * Inputs in the network's order.
     *
     * @param inputs [n, input dimension]; images with channels last
     * @throws IllegalArgumentException if the network does not take one of them
     */
    FloatPoints apply(FloatPoints inputs) {
        FloatPoints whole = discrete.isPresent() ? discrete.get().rounded(inputs) : inputs;
        return layout.kind() == InputLayout.Kind.AS_IS || layout.shape().get(0) == 1 ? whole : turned(whole);
    }

    private FloatPoints turned(FloatPoints inputs) {
        int channels = layout.shape().get(0);
        int pixels = layout.dimension() / channels;
        float[] from = inputs.array();
        float[] to = new float[inputs.size() * inputs.dimension()];
        for (int i = 0; i < inputs.size(); i++) {
            int source = inputs.offset() + i * inputs.dimension();
            for (int c = 0; c < channels; c++) {
                int target = i * inputs.dimension() + c * pixels;
                for (int p = 0; p < pixels; p++) {
                    to[target + p] = from[source + p * channels + c];
                }
            }
        }
        return FloatPoints.wrap(to, inputs.size(), inputs.dimension());
    }
}
