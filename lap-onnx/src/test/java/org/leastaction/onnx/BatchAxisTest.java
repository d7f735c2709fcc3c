package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowCut.CutSegment;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;
import org.leastaction.io.InputFileException;
import org.leastaction.points.FloatPoints;
import org.leastaction.transport.FlowMeasurement;

/**
 * Networks whose points are not the first axis of every state: the states of a point equal those of the point alone.
 */
class BatchAxisTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            batch_second         | [5, 8]     | [5, 8]
            batch_second_dynamo  | [5, 8]     | [5, 8]
            batch_second_square  | [5, 8]     | [5, 8]
            batch_second_input   | [5, 8]     | [5, 8]
            batch_second_fixed   | [5, 8]     | [5, 8]
            batch_rows           | [5, 8]     | [5, 8]
            batch_rows_fixed     | [5, 8]     | [5, 8]
            batch_windows        | [8, 8, 3]  | [4, 16, 3]
            """)
    void statesAreThoseThatPyTorchSaw(String name, String input, String state) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of(name);
        FlowCut cut = new OnnxInspector().inspect(golden.model(), BlockChoice.found());
        assertThat(cut.inputShape()).as("an input of %s", name).hasToString(input);
        assertThat(cut.segments()).as("states of %s", name).extracting(CutSegment::shape)
                .allSatisfy(shape -> assertThat(shape).hasToString(state));
        golden.assertStates(name, BlockChoice.found());
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch_second", "batch_second_square", "batch_second_input", "batch_rows", "batch_windows",
            "post_folded_static", "vit_pre", "integer_dynamic", "integer_qoperator", "long_skip_classes"})
    void aPointMovesAsItDoesAlone(String name) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of(name);
        FloatPoints inputs = golden.inputs();
        try (FlowModel model = new OnnxBackend().open(golden.model(), new Execution(1, "cpu"))) {
            List<float[]> together = outputs(model, inputs);
            for (int i = 0; i < inputs.size(); i++) {
                List<float[]> alone = outputs(model, inputs.rows(i, i + 1));
                for (int k = 0; k < alone.size(); k++) {
                    int d = alone.get(k).length;
                    GoldenNetworks.assertClose("block " + k + " of point " + i + " of " + name,
                            FloatPoints.wrap(together.get(k), inputs.size(), d).rows(i, i + 1),
                            FloatPoints.wrap(alone.get(k), 1, d));
                }
            }
        }
    }

    /** For single points, for fewer points than a fixed batch, and for more. */
    @ParameterizedTest
    @ValueSource(strings = {"batch_second", "batch_second_square", "batch_second_fixed", "batch_rows_fixed",
            "batch_windows"})
    void costsOfAnyPointsAreThoseThatPyTorchSaw(String name) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of(name);
        int n = golden.inputs().size();
        try (FlowModel model = new OnnxBackend().open(golden.model(), new Execution(2, "cpu"))) {
            for (int[] rows : new int[][] {{0}, {1}, {n - 1}, {n - 2, 0}, {0, 1, 2, 1, 0, 2, 2}}) {
                double[] costs = FlowMeasurement.defaults().costs(model, golden.inputs().select(rows)).cost().blocks();
                assertThat(costs).hasSize(golden.blocks());
                for (int k = 0; k < costs.length; k++) {
                    float[] from = golden.points("shortcut_" + k).select(rows).toArray();
                    float[] to = golden.points("output_" + k).select(rows).toArray();
                    double sum = 0;
                    for (int j = 0; j < to.length; j++) {
                        sum += Math.pow((double) to[j] - from[j], 2) / rows.length;
                    }
                    assertThat(costs[k] / sum).as("block %d of %s at %s", k, name, Arrays.toString(rows))
                            .isCloseTo(1, within(1e-5));
                }
            }
        }
    }

    private static List<float[]> outputs(FlowModel model, FloatPoints inputs) {
        List<float[]> outputs = new ArrayList<>();
        model.transport(model.encode(inputs), step -> outputs.add(step.output().toArray()));
        assertThat(model.pass(inputs, inputs.size(), BatchObserver.NONE)).isPresent();
        return outputs;
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch_mixed", "batch_mixed_fixed", "batch_middle_fixed", "batch_pair_fixed"})
    void pointsThatInfluenceOneAnotherAreRefused(String name) {
        assertThatThrownBy(() -> new OnnxBackend().open(GoldenNetworks.file(name + ".onnx"), new Execution(1, "cpu")))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("the points of a batch influence one another: in the tensor '")
                .hasMessageContaining("a batch of 1");
    }
}
