package org.leastaction.flow.defect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leastaction.flow.contract.FlowModelContract;

class FlowModelContractTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyDefectIsCaught(ModelDefect defect) {
        assertThat(ContractRun.failures(DefectiveModel.class, defect))
                .as("checks that fail on a model that %s", defect)
                .contains(defect.check());
    }

    @Test
    void aSoundModelPasses() {
        assertThat(ContractRun.failures(DefectiveModel.class, ModelDefect.NONE)).isEmpty();
    }

    @Test
    void everyCheckCatchesADefect() {
        assertThat(EnumSet.complementOf(EnumSet.of(ModelDefect.NONE)).stream()
                .map(ModelDefect::check).collect(Collectors.toSet()))
                .isEqualTo(ContractRun.checks(FlowModelContract.class));
    }
}
