package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;

/**
 * Quantised networks: their blocks are those of the network in real numbers, and states are real numbers, not codes.
 */
class IntegerNetworksTest {

    @ParameterizedTest
    @ValueSource(strings = {"integer_qoperator", "integer_qoperator_signed", "integer_qdq", "integer_dynamic",
            "integer_rows_dynamic"})
    void statesAreRealNumbersAsOnnxRuntimeDequantisesThem(String name) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of(name);
        FlowCut cut = new OnnxInspector().inspect(golden.model(), BlockChoice.found());
        assertThat(GoldenTest.shortcuts(cut)).as("shortcuts by segment of %s", name).isEqualTo("III");
        assertThat(cut.unrecognised()).as("unrecognised in %s", name).isEmpty();
        golden.assertStates(name, BlockChoice.found());
    }
}
