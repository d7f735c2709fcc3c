package org.leastaction.flow.defect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leastaction.flow.contract.FlowBackendContract;

class FlowBackendContractTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyDefectIsCaught(BackendDefect defect) {
        assertThat(ContractRun.failures(DefectiveBackend.class, defect))
                .as("checks that fail on a backend that %s", defect)
                .contains(defect.check());
    }

    @Test
    void aSoundBackendPasses() {
        assertThat(ContractRun.failures(DefectiveBackend.class, BackendDefect.NONE)).isEmpty();
    }

    @Test
    void everyCheckCatchesADefect() {
        assertThat(EnumSet.complementOf(EnumSet.of(BackendDefect.NONE)).stream()
                .map(BackendDefect::check).collect(Collectors.toSet()))
                .isEqualTo(ContractRun.checks(FlowBackendContract.class));
    }
}
