package org.leastaction.flow.defect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leastaction.flow.contract.FlowTrainerContract;

class FlowTrainerContractTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyDefectIsCaught(TrainerDefect defect) {
        assertThat(ContractRun.failures(DefectiveTrainer.class, defect))
                .as("checks that fail on a trainer that %s", defect)
                .contains(defect.check());
    }

    @Test
    void aSoundTrainerPasses() {
        assertThat(ContractRun.failures(DefectiveTrainer.class, TrainerDefect.NONE)).isEmpty();
    }

    @Test
    void everyCheckCatchesADefect() {
        assertThat(EnumSet.complementOf(EnumSet.of(TrainerDefect.NONE)).stream()
                .map(TrainerDefect::check).collect(Collectors.toSet()))
                .isEqualTo(ContractRun.checks(FlowTrainerContract.class));
    }
}
