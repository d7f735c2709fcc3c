package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowCut.Unrecognised;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;
import org.leastaction.points.FloatPoints;

/** Skip connections past a whole chain of residual blocks, as in networks for super-resolution. */
class LongSkipTest {

    @ParameterizedTest
    @CsvSource({"long_skip, IIII, 1", "long_skip_classes, IIII, 1", "long_skip_groups, II TI, 3",
            "long_skip_bare, II TI, 2"})
    void theBlocksInsideAreTheBlocks(String name, String shortcuts, int skips) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of(name);
        FlowCut cut = new OnnxInspector().inspect(golden.model(), BlockChoice.found());
        assertThat(GoldenTest.shortcuts(cut)).as("shortcuts of %s", name).isEqualTo(shortcuts);
        assertThat(cut.unrecognised()).as("skips of %s", name).hasSize(skips)
                .allSatisfy(skip -> assertThat(skip.reason())
                        .startsWith("ends a skip connection that bypasses the blocks"));
        golden.assertStates(name, BlockChoice.found());
    }

    /** The classifier needs the skipped tensor, so its scores follow from the input of the first block. */
    @Test
    void answersAreThoseOfTheWholeNetwork() throws IOException {
        GoldenNetworks golden = GoldenNetworks.of("long_skip_classes");
        try (FlowModel model = new OnnxBackend().open(golden.model(), new Execution(1, "cpu"))) {
            FloatPoints encoded = model.encode(golden.inputs());
            GoldenNetworks.assertClose("answers", model.answers(encoded),
                    GoldenNetworks.logSoftmax(golden.points("logits")));
            FloatPoints end = model.transport(encoded, BlockObserver.NONE);
            assertThatThrownBy(() -> model.classify(end)).isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("a skip connection bypasses the blocks");
        }
    }

    @ParameterizedTest
    @CsvSource({"long_skip, 1", "long_skip_classes, 1", "long_skip_groups, 3"})
    void namingTheEndOfTheSkipMakesOneBlock(String name, int skips) throws IOException {
        OnnxInspector inspector = new OnnxInspector();
        List<Unrecognised> ends =
                inspector.inspect(GoldenNetworks.of(name).model(), BlockChoice.found()).unrecognised();
        String outermost = ends.get(skips - 1).name();
        FlowCut cut = inspector.inspect(GoldenNetworks.of(name).model(), BlockChoice.named(List.of(outermost)));
        assertThat(GoldenTest.shortcuts(cut)).isEqualTo("I");
        try (FlowModel model = inspector.open(GoldenNetworks.of(name).model(), BlockChoice.named(List.of(outermost)),
                new Execution(1, "cpu"))) {
            FloatPoints start = model.encode(GoldenNetworks.of(name).inputs());
            GoldenNetworks.assertClose("start of the block", start, GoldenNetworks.of(name).points("start"));
        }
    }
}
