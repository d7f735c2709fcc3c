package org.leastaction.flow;

/** A capability of a backend or a model. */
public enum Role {
    /** Running the flow: {@link FlowModel}. Every backend has this role. */
    FLOW,
    /** {@link BlockCosts}. */
    COST,
    /** {@link JacobianProducts}. */
    DIFFERENTIATE,
    /** {@link BlockJacobianProducts}. */
    DIFFERENTIATE_BLOCKS,
    /** {@link LossGradients}. */
    DIFFERENTIATE_LOSS,
    /** {@link org.leastaction.flow.training.FlowTrainer}. */
    TRAIN,
    /** {@link Decoder}. */
    DECODE,
    /** {@link Saver}. */
    SAVE,
    /** {@link Exporter}. */
    EXPORT,
    /** {@link org.leastaction.flow.layers.LayerDescriber}. */
    DESCRIBE,
    /** {@link org.leastaction.flow.layers.LayerWriter}. */
    WRITE,
    /** {@link org.leastaction.flow.inspection.FlowInspector}. */
    INSPECT
}
