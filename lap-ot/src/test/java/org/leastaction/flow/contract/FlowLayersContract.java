package org.leastaction.flow.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.leastaction.flow.contract.Batches.assertClose;
import static org.leastaction.flow.contract.Batches.copy;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.layers.LayerDescriber;
import org.leastaction.flow.layers.LayeredFlow;
import org.leastaction.points.FloatPoints;

/** The contract of the role 'describe'; the part of {@link FlowModelContract} about layers. */
abstract class FlowLayersContract extends FlowCostsContract {

    private static final int POINTS = 3;

    @Test
    final void describedLayersGiveWhatTheModelGives() throws IOException {
        try (FlowModel model = open()) {
            LayeredFlow flow = required(model, LayerDescriber.class).describe();
            assertThat(flow.shape()).as("shape of the described flow").isEqualTo(model.shape());
            FloatPoints inputs = inputs().rows(0, POINTS);
            Map<String, FloatPoints> tensors = run(flow, inputs);
            FloatPoints encoded = copy(model.encode(inputs));
            assertClose("described encoding", tensors.get(flow.encoded()), encoded, tolerances().rounding());
            List<BlockStep> steps = Transported.of(model, encoded).steps();
            for (BlockStep step : steps) {
                assertClose("described output of block " + step.block(), tensors.get(flow.states().get(step.block())),
                        step.output(), tolerances().rounding());
            }
            assertClose("described classes", logSoftmax(tensors.get(flow.logits())),
                    model.classify(steps.get(steps.size() - 1).output()), tolerances().rounding());
        }
    }

    private static Map<String, FloatPoints> run(LayeredFlow flow, FloatPoints inputs) {
        LayerRun run = new LayerRun(flow);
        Map<String, float[]> arrays = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            double[] input = new double[inputs.dimension()];
            for (int j = 0; j < input.length; j++) {
                input[j] = inputs.get(i, j);
            }
            int row = i;
            run.of(input).forEach((name, values) -> {
                float[] array = arrays.computeIfAbsent(name, ignored -> new float[inputs.size() * values.length]);
                for (int j = 0; j < values.length; j++) {
                    array[row * values.length + j] = (float) values[j];
                }
            });
        }
        Map<String, FloatPoints> tensors = new HashMap<>();
        arrays.forEach((name, array) -> tensors.put(
                name, FloatPoints.wrap(array, inputs.size(), array.length / inputs.size())));
        return tensors;
    }

    private static FloatPoints logSoftmax(FloatPoints logits) {
        float[] result = new float[logits.size() * logits.dimension()];
        for (int i = 0; i < logits.size(); i++) {
            double[] row = new double[logits.dimension()];
            for (int c = 0; c < row.length; c++) {
                row[c] = logits.get(i, c);
            }
            double[] logs = AffineFlow.logSoftmax(row);
            for (int c = 0; c < row.length; c++) {
                result[i * row.length + c] = (float) logs[c];
            }
        }
        return FloatPoints.wrap(result, logits.size(), logits.dimension());
    }
}
