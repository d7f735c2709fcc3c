package org.leastaction.onnx.flow;

import java.util.Optional;
import org.leastaction.flow.DiscreteInputs;
import org.leastaction.flow.NamedInputs;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.InputLayout;
import org.leastaction.onnx.cut.PackedInputs;
import org.leastaction.points.FloatPoints;

/** Converts inputs from the form of data sets to that of a network: its order of axes, and its whole numbers. */
record InputConversion(InputLayout layout, Optional<DiscreteInputs> discrete, Optional<NamedInputs> packed) {

    static InputConversion of(Cut cut) {
        return new InputConversion(cut.layout(), cut.discreteInputs(), cut.packed().map(PackedInputs::named));
    }

    /**
     * Inputs in the network's order.
     *
     * @param inputs [n, input dimension]; images with channels last
     * @throws IllegalArgumentException if the network does not take one of them
     */
    FloatPoints apply(FloatPoints inputs) {
        packed.ifPresent(several -> several.check(inputs));
        FloatPoints whole = discrete.isPresent() ? discrete.get().rounded(inputs) : inputs;
        return layout.kind() == InputLayout.Kind.AS_IS || layout.shape().get(0) == 1 ? whole : turned(whole);
    }

    /** Gradients at inputs, converted from the network's order to that of data sets. */
    FloatPoints restored(FloatPoints gradients) {
        int channels = layout.shape().get(0);
        return layout.kind() == InputLayout.Kind.AS_IS || channels == 1
                ? gradients
                : transposed(gradients, channels, layout.dimension() / channels);
    }

    private FloatPoints turned(FloatPoints inputs) {
        int channels = layout.shape().get(0);
        return transposed(inputs, layout.dimension() / channels, channels);
    }

    /** Points as matrices [rows, columns], transposed. */
    private static FloatPoints transposed(FloatPoints points, int rows, int columns) {
        float[] from = points.array();
        float[] to = new float[points.size() * points.dimension()];
        for (int i = 0; i < points.size(); i++) {
            int source = points.offset() + i * points.dimension();
            int target = i * points.dimension();
            for (int c = 0; c < columns; c++) {
                for (int r = 0; r < rows; r++) {
                    to[target + c * rows + r] = from[source + r * columns + c];
                }
            }
        }
        return FloatPoints.wrap(to, points.size(), points.dimension());
    }
}
