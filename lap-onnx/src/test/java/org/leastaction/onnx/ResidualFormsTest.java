package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;

/** Formulas that join x and f(x): {@code golden/elsewhere.py} says which. */
class ResidualFormsTest {

    @ParameterizedTest
    @ValueSource(strings = {"form_minus", "form_halved", "form_halved_once", "form_mixed", "form_doubled",
            "form_channels", "form_quotient", "form_lerp", "form_lerp_far", "form_lerp_dynamo", "form_addmm",
            "form_addmm_beta", "skip_norm_pre", "skip_norm_post"})
    void oneSegmentOfIdentitiesWithTheStatesThatPyTorchSaw(String name) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of(name);
        FlowCut cut = new OnnxInspector().inspect(golden.model(), BlockChoice.found());
        assertThat(GoldenTest.shortcuts(cut)).as("shortcuts by segment of %s", name)
                .isEqualTo("I".repeat(golden.blocks()));
        assertThat(cut.unrecognised()).as("unrecognised in %s", name).isEmpty();
        golden.assertStates(name, BlockChoice.found());
    }

    /** x(k + 1) = f(x) - x: neither term is a shortcut, even if f is linear. */
    @ParameterizedTest
    @ValueSource(strings = {"form_reversed", "form_reversed_linear"})
    void whatSubtractsItsInputIsNoBlock(String name) throws IOException {
        FlowCut cut = new OnnxInspector().inspect(GoldenNetworks.file(name + ".onnx"), BlockChoice.found());
        assertThat(cut.segments()).as("blocks of %s", name).isEmpty();
        assertThat(cut.unrecognised()).as("unrecognised in %s", name).isNotEmpty()
                .allSatisfy(one -> assertThat(one.reason())
                        .isEqualTo("subtracts the block's input from something else, as in f(x) - x, so it"
                                + " is no residual block x + f(x)"));
    }
}
