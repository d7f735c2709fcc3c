package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowCut.CutBlock;
import org.leastaction.flow.inspection.FlowCut.CutSegment;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;
import org.leastaction.points.FloatPoints;

/** Cuts against the inputs and outputs of PyTorch's modules. */
class GoldenTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            post_folded_static   | II PI    | Relu             | LOGITS
            post_unfolded        | II PI    | Relu             | LOGITS
            post_padded_shortcut | II PI    | Relu             | LOGITS
            post_pooled_shortcut | II PI    | Relu             | LOGITS
            resnext_grouped      | II PI    | Relu             | LOGITS
            wide_preactivation   | PI PI    |                  | SOFTMAX
            inverted_bottlenecks | II T     |                  | LOGITS
            plane                | III      |                  | LOG_SOFTMAX
            vit_pre              | IIII     |                  | LOGITS
            vit_pre_static_old   | IIII     |                  | LOGITS
            transformer_post     | IIII     | norm             | LOGITS
            newest               | II PI    | Relu             | LOGITS
            """)
    void everyBlockIsFoundAndHasTheStatesThatPyTorchSaw(String name, String shortcuts, String after, String ending)
            throws IOException {
        GoldenNetworks golden = GoldenNetworks.of(name);
        FlowCut cut = new OnnxInspector().inspect(golden.model(), BlockChoice.found());
        assertThat(shortcuts(cut)).as("shortcuts by segment of %s", name).isEqualTo(shortcuts);
        assertThat(cut.ending().name()).as("ending of %s", name).isEqualTo(ending);
        assertThat(cut.unrecognised()).as("unrecognised in %s", name).isEmpty();
        if ("Relu".equals(after)) {
            assertThat(blocks(cut)).as("blocks of %s", name)
                    .allSatisfy(block -> assertThat(block.after()).containsExactly("Relu"));
        }
        try (FlowModel model = new OnnxBackend().open(golden.model(), ONE_THREAD)) {
            FloatPoints encoded = model.encode(golden.inputs());
            GoldenNetworks.assertClose(name + ": encoded", encoded, golden.points("start"));
            List<BlockStep> steps = new ArrayList<>();
            FloatPoints end = model.transport(encoded, step -> steps.add(copy(step)));
            assertThat(steps).as("blocks of %s", name).hasSize(golden.blocks());
            for (int k = 0; k < steps.size(); k++) {
                GoldenNetworks.assertClose(name + ": shortcut of block " + k, steps.get(k).shortcut(),
                        golden.points("shortcut_" + k));
                GoldenNetworks.assertClose(name + ": output of block " + k, steps.get(k).output(),
                        golden.points("output_" + k));
            }
            FloatPoints logits = golden.points("logits");
            FloatPoints expected = "SOFTMAX".equals(ending) ? logarithms(logits) : GoldenNetworks.logSoftmax(logits);
            GoldenNetworks.assertClose(name + ": log-probabilities", model.classify(end), expected);
        }
    }

    /** The first letters of the shortcuts, segment by segment. */
    static String shortcuts(FlowCut cut) {
        List<String> segments = new ArrayList<>();
        for (CutSegment segment : cut.segments()) {
            StringBuilder letters = new StringBuilder();
            segment.blocks().forEach(block -> letters.append(block.shortcut().name().charAt(0)));
            segments.add(letters.toString());
        }
        return String.join(" ", segments);
    }

    private static List<CutBlock> blocks(FlowCut cut) {
        return cut.segments().stream().flatMap(segment -> segment.blocks().stream()).toList();
    }

    private static BlockStep copy(BlockStep step) {
        return BlockStep.of(step.segment(), step.block(), copy(step.shortcut()), copy(step.residue()),
                copy(step.output()));
    }

    private static FloatPoints copy(FloatPoints points) {
        return FloatPoints.wrap(points.toArray(), points.size(), points.dimension());
    }

    private static FloatPoints logarithms(FloatPoints probabilities) {
        float[] logarithms = probabilities.toArray();
        for (int i = 0; i < logarithms.length; i++) {
            logarithms[i] = (float) Math.log(logarithms[i]);
        }
        return FloatPoints.wrap(logarithms, probabilities.size(), probabilities.dimension());
    }
}
