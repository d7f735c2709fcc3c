package org.leastaction.onnx.flow;

import org.leastaction.onnx.cut.InputLayout;
import org.leastaction.points.FloatPoints;

/** Puts inputs, as data sets have them, into a network's order. */
record InputOrder(InputLayout layout) {

    /** @param inputs [n, input dimension]; images with channels last */
    FloatPoints apply(FloatPoints inputs) {
        if (layout.kind() == InputLayout.Kind.AS_IS || layout.shape().get(0) == 1) {
            return inputs;
        }
        int channels = layout.shape().get(0);
        int pixels = layout.shape().get(1) * layout.shape().get(2);
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
