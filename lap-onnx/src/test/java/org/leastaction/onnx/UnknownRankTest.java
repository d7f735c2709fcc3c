package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;

/** Exports that compute shapes from the sizes of tensors, so that the runtime does not know how many axes there are. */
class UnknownRankTest {

    @ParameterizedTest
    @CsvSource({"rank_resnet_9, 10", "rank_resnet_11, 10", "rank_resnet_13, 10", "rank_senet, 10", "rank_shuffle, 10",
            "rank_vit, 5"})
    void everyShapeIsFoundOut(String name, int classes) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of(name);
        FlowCut cut = new OnnxInspector().inspect(golden.model(), BlockChoice.found());
        assertThat(cut.outputShape()).as("output of %s", name).isEqualTo(List.of(classes));
        assertThat(cut.ending()).as("ending of %s", name).isEqualTo(Ending.LOGITS);
        assertThat(GoldenTest.shortcuts(cut)).as("shortcuts of %s", name).isEqualTo("I".repeat(golden.blocks()));
        golden.assertStates(name, BlockChoice.found());
    }
}
