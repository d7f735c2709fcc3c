package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.points.FloatPoints;

/** A network in one piece, batches side by side. */
class PassTest {

    @ParameterizedTest
    @ValueSource(strings = {"post_folded_static", "post_unfolded", "post_padded_shortcut", "post_pooled_shortcut",
            "resnext_grouped", "wide_preactivation", "inverted_bottlenecks", "plane", "vit_pre", "vit_pre_static_old",
            "transformer_post", "newest"})
    void statesAreThoseThatPyTorchSaw(String name) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of(name);
        int points = golden.inputs().size();
        try (FlowModel model = new OnnxBackend().open(golden.model(), new Execution(3, "cpu"))) {
            List<Integer> seen = new ArrayList<>();
            FloatPoints answers = model.pass(golden.inputs(), 1, (row, step) -> {
                seen.add(row);
                String of = " of block " + step.block() + " for point " + row + " of " + name;
                GoldenNetworks.assertClose("shortcut" + of, step.shortcut(),
                        golden.points("shortcut_" + step.block()).rows(row, row + 1));
                GoldenNetworks.assertClose("output" + of, step.output(),
                        golden.points("output_" + step.block()).rows(row, row + 1));
            }).orElseThrow();
            assertThat(seen).hasSize(points * golden.blocks()).isSorted();
            assertThat(answers.toArray()).as("answers that nobody sees, on one thread")
                    .isEqualTo(answersOnOneThread(golden));
        }
    }

    private static float[] answersOnOneThread(GoldenNetworks golden) throws IOException {
        try (FlowModel model = new OnnxBackend().open(golden.model(), new Execution(1, "cpu"))) {
            return model.pass(golden.inputs(), 1, BatchObserver.NONE).orElseThrow().toArray();
        }
    }
}
