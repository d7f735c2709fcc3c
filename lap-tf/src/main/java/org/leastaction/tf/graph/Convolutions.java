package org.leastaction.tf.graph;

import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.Execution.Precision;
import org.leastaction.tf.engine.Engine;

/** How the 3 × 3 convolutions of a graph are computed. */
public enum Convolutions {
    /** By TensorFlow's operation. */
    DIRECT,
    /** As {@linkplain WinogradConvolution products of transformed tiles} where that is faster on a processor. */
    TILED;

    /** For training: {@link #TILED} on a processor in single precision. GPUs have tiled algorithms of their own. */
    public static Convolutions forTraining(Execution execution) {
        boolean processor = execution.device().equals("cpu") || !Engine.mayHaveGpu();
        return processor && execution.precision() == Precision.FLOAT ? TILED : DIRECT;
    }
}
