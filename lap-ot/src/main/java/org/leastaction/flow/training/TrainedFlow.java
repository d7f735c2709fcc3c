package org.leastaction.flow.training;

import java.util.Objects;
import org.leastaction.flow.FlowModel;

/**
 * A trained network with its training history. Closing it closes the model.
 *
 * @param model   the final network, in inference
 * @param curve   its epochs
 * @param seconds wall-clock time of the training; it is divided evenly among runs that were trained together
 */
public record TrainedFlow(FlowModel model, TrainingCurve curve, double seconds) implements AutoCloseable {

    public TrainedFlow {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(curve, "curve");
    }

    @Override
    public void close() {
        model.close();
    }
}
