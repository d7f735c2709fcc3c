package org.leastaction.contract;

import org.leastaction.flow.contract.FlowTrainerContract;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.tf.TensorFlowBackend;

class TensorFlowTrainerContractTest extends FlowTrainerContract {

    @Override
    protected FlowTrainer trainer() {
        return new TensorFlowBackend().trainer().orElseThrow();
    }
}
