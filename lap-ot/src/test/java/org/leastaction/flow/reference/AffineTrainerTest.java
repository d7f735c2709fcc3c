package org.leastaction.flow.reference;

import java.util.List;
import org.leastaction.flow.contract.AffineTrainer;
import org.leastaction.flow.contract.FlowTrainerContract;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.NetworkSpec;

class AffineTrainerTest extends FlowTrainerContract {

    @Override
    protected FlowTrainer trainer() {
        return new AffineTrainer();
    }

    @Override
    protected NetworkSpec network() {
        return AffineTrainer.FAMILY.network(List.of(2), 2);
    }
}
