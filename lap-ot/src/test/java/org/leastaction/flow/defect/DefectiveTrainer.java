package org.leastaction.flow.defect;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.leastaction.flow.contract.AffineTrainer;
import org.leastaction.flow.contract.FlowTrainerContract;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.NetworkSpec;

/** The contract on a trainer with one defect; run by {@link FlowTrainerContractTest} alone. */
@ExtendWith(DefectResolver.class)
class DefectiveTrainer extends FlowTrainerContract {

    private final TrainerDefect defect;

    DefectiveTrainer(TrainerDefect defect) {
        this.defect = defect;
    }

    @Override
    protected FlowTrainer trainer() {
        return defect.trainer();
    }

    @Override
    protected NetworkSpec network() {
        return AffineTrainer.FAMILY.network(List.of(2), 2);
    }
}
