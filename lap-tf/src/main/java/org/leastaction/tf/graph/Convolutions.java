package org.leastaction.tf.graph;

import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.Execution.Precision;
import org.leastaction.tf.engine.Engine;

/** How the 3 × 3 convolutions of a graph are computed. */
public enum Convolutions {
    /** By TensorFlow's operation. */
    DIRECT,
    /** As {@linkplain WinogradConvolution products of transformed tiles} where that is faster on a processor. */
    TILED,
    /** By TensorFlow's operation of bfloat16 inputs, which accumulates in single precision. States stay in single precision. */
    BFLOAT16;

    /**
     * For training on a processor: {@link #TILED} in single precision, {@link #BFLOAT16} in mixed precision. GPUs have tiled
     * algorithms of their own and ignore mixed precision.
     */
    public static Convolutions forTraining(Execution execution) {
        boolean processor = execution.device().equals("cpu") || !Engine.mayHaveGpu();
        if (!processor) {
            return DIRECT;
        }
        return execution.precision() == Precision.FLOAT ? TILED : BFLOAT16;
    }
}
