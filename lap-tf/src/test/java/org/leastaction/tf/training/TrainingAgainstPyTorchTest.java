package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.Multiplier;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.objective.Objective.LeastAction.Form;
import org.leastaction.flow.objective.TransportPenalty;
import org.leastaction.flow.objective.TransportPenalty.CostScale;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.Optimiser;
import org.leastaction.flow.training.Optimiser.Adam;
import org.leastaction.flow.training.Optimiser.Sgd;
import org.leastaction.flow.training.Optimiser.StepSchedule;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.tf.model.NetworkWeights;
import org.leastaction.tf.model.TensorFlowFlow;
import org.leastaction.tf.network.Networks;

/** Seven steps of each network and objective against PyTorch's, in double precision (golden/generate_training.py). */
class TrainingAgainstPyTorchTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");
    private static final int STEPS = 7;
    private static final int BATCH = 16;

    static Stream<Arguments> cases() {
        TransportPenalty elementwise = TransportPenalty.defaults();
        TransportPenalty sum = elementwise.withNormalisation(CostScale.SUM);
        Sgd sgd = new Sgd(0.02, 0.9, 1e-2, StepSchedule.constant());
        // A small ε would turn the rounding of tiny gradients into whole steps.
        Adam adam = new Adam(0.01, 0.9, 0.999, 1e-3, 0, StepSchedule.constant());
        NetworkSpec mlp = Networks.family("mlp").network(List.of(2), 2);
        NetworkSpec resnet = Networks.family("resnet9").network(List.of(8, 8, 1), 3).with("filters", 4);
        NetworkSpec resnet7 = Networks.family("resnet9").network(List.of(7, 7, 1), 3)
                .with("filters", 4)
                .with("blocks", 2)
                .with("batch-norm", false);
        NetworkSpec twoStages = Networks.family("resnet").network(List.of(6, 6, 1), 3).with("filters", 4)
                .with("blocks", List.of(1, 1));
        return Stream.of(
                Arguments.of(
                        "mlp-norm-lap",
                        mlp.with("blocks", 3).with("width", 4),
                        new Objective.LeastAction(2, 0.5, 3, elementwise),
                        sgd),
                Arguments.of(
                        "mlp-plain-fixed-adam",
                        mlp.with("blocks", 2).with("width", 5).with("batch-norm", false),
                        new Objective.Fixed(2, sum),
                        adam),
                Arguments.of(
                        "mlp-norm-fixed-p3",
                        mlp.with("blocks", 2).with("width", 3),
                        new Objective.Fixed(2, new TransportPenalty(CostScale.ELEMENTWISE, 3)),
                        sgd),
                Arguments.of(
                        "resnet9-norm-lap",
                        resnet.with("blocks", 3),
                        new Objective.LeastAction(2, 0.5, 3, elementwise),
                        sgd),
                Arguments.of(
                        "resnet9-plain-fixed",
                        resnet7,
                        new Objective.Fixed(0.001, sum),
                        sgd),
                Arguments.of("resnet9-norm-vanilla-adam", resnet.with("blocks", 2), Objective.vanilla(), adam),
                Arguments.of(
                        "mlp-step-lap",
                        mlp.with("blocks", 3).with("width", 3).with("time-step", 0.5),
                        new Objective.LeastAction(2, 0.5, 3, elementwise),
                        sgd),
                Arguments.of(
                        "resnet9-full-deep",
                        Networks.family("resnet9").network(List.of(5, 5, 3), 2)
                                .with(Map.of("resolution", "full", "filters", 4))
                                .with("blocks", 2)
                                .with("time-step", 0.5)
                                .with("classifier-layers", 3),
                        new Objective.LeastAction(2, 0.5, 3, sum),
                        sgd),
                Arguments.of(
                        "resnet9-full-plain-linear",
                        Networks.family("resnet9").network(List.of(5, 5, 1), 3)
                                .with(Map.of("resolution", "full", "filters", 4))
                                .with("blocks", 2)
                                .with("batch-norm", false)
                                .with("classifier-layers", 1),
                        new Objective.Fixed(0.5, elementwise.withPower(1.5)),
                        sgd),
                Arguments.of(
                        "resnet-stages",
                        Networks.family("resnet").network(List.of(7, 7, 2), 3)
                                .with(Map.of("blocks", List.of(2, 1, 1), "filters", 4, "time-step", 0.5)),
                        new Objective.LeastAction(2, 0.5, 3, elementwise),
                        sgd),
                Arguments.of(
                        "resnet-stages-plain",
                        Networks.family("resnet").network(List.of(6, 6, 1), 3)
                                .with(Map.of("blocks", List.of(1, 1), "filters", 4, "batch-norm", false)),
                        new Objective.Fixed(0.001, sum.withPower(3)),
                        sgd),
                Arguments.of(
                        "resnext-lap",
                        resnext(List.of(2, 1, 1), 4, 2, 3, true, List.of(7, 7, 3), 3),
                        new Objective.LeastAction(2, 0.5, 3, elementwise),
                        sgd),
                Arguments.of(
                        "resnext-fixed-sum",
                        resnext(List.of(1, 2), 4, 4, 1, true, List.of(6, 6, 1), 3),
                        new Objective.Fixed(0.01, sum.withPower(1.5)),
                        sgd),
                Arguments.of(
                        "resnext-plain",
                        resnext(List.of(1, 1), 2, 2, 2, false, List.of(5, 5, 1), 2),
                        new Objective.Fixed(0.1, elementwise),
                        adam),
                Arguments.of(
                        "mlp-norm-undivided",
                        mlp.with("blocks", 3).with("width", 4),
                        new Objective.LeastAction(2, 0.5, 3, elementwise, Form.UNDIVIDED),
                        sgd),
                Arguments.of(
                        "resnet-stages-undivided",
                        twoStages,
                        new Objective.LeastAction(2, 0.5, 3, sum, Form.UNDIVIDED),
                        sgd),
                Arguments.of(
                        "mlp-norm-control",
                        mlp.with("blocks", 2).with("width", 4),
                        new Objective.Control(2, 0.5, 3),
                        sgd),
                Arguments.of("resnet-stages-control", twoStages, new Objective.Control(2, 0.5, 3), sgd),
                Arguments.of(
                        "mlp-plain-mixed",
                        mlp.with("blocks", 3).with("width", 4).with("batch-norm", false),
                        new MixedObjective(Multiplier.uzawa(2, 0.5, 3)),
                        sgd),
                Arguments.of(
                        "resnet-stages-mixed",
                        twoStages.with("blocks", List.of(2, 1)).with("time-step", 0.5),
                        new MixedObjective(Multiplier.uzawa(2, 0.5, 3)),
                        sgd));
    }

    private static NetworkSpec resnext(
            List<Integer> stages, int filters, int groups, int width, boolean norm, List<Integer> input,
            int classes) {
        return Networks.family("resnext50").network(input, classes).with(Map.of(
                "blocks", stages, "filters", filters, "cardinality", groups, "width", width, "batch-norm", norm));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void stepsAgree(String name, NetworkSpec network, Objective objective, Optimiser optimiser) throws IOException {
        Map<String, NpyArray> golden = GoldenFiles.read(name);
        float[] points = golden.get("points").floats();
        int[] labels = golden.get("labels").ints();
        int d = points.length / (STEPS * BATCH);
        NetworkWeights end;
        try (TrainingGraph graph = new TrainingGraph(network, objective, optimiser, 1, ONE_THREAD)) {
            graph.start(List.of(weights(golden, "start/")), new float[] {2f});
            for (int i = 0; i < STEPS; i++) {
                TrainingGraph.Step step = graph.step(
                        Arrays.copyOfRange(points, i * BATCH * d, (i + 1) * BATCH * d),
                        Arrays.copyOfRange(labels, i * BATCH, (i + 1) * BATCH),
                        BATCH,
                        optimiser.learningRate(),
                        i + 1,
                        objective.multiplier().growsAt(i + 1) ? 1 : 0,
                        new long[1]);
                assertClose("cross entropy of step " + i, step.crossEntropy()[0], golden.get("cross_entropy"), i);
                assertClose("transport cost of step " + i, step.transportCost()[0], golden.get("transport_cost"), i);
                if (objective.multiplier().grows()) {
                    assertClose("λ after step " + i, graph.lambda()[0], golden.get("lambda"), i);
                }
            }
            end = graph.weights().get(0);
        }
        weights(golden, "end/").values().forEach((parameter, expected) -> assertThat(
                end.of(parameter, expected.length))
                .as("final %s", parameter)
                .usingComparatorWithPrecision(2e-4f)
                .containsExactly(expected));
        try (TensorFlowFlow flow = new TensorFlowFlow(network, end, ONE_THREAD)) {
            FloatPoints first = FloatPoints.wrap(points, BATCH, d);
            FloatPoints logs = flow.classify(flow.transport(flow.encode(first), step -> assertThat(
                    step.residue().rows(0, 2).toArray())
                    .as("residue of block %d", step.block())
                    .usingComparatorWithPrecision(2e-3f)
                    .containsExactly(golden.get("residue/" + step.block()).floats())));
            assertThat(logs.toArray())
                    .as("log-probabilities in inference")
                    .usingComparatorWithPrecision(2e-3f)
                    .containsExactly(golden.get("log_probabilities").floats());
        }
    }

    private static void assertClose(String what, float actual, NpyArray expected, int index) {
        double reference = expected.doubles()[index];
        assertThat((double) actual).as(what).isCloseTo(reference, within(2e-4 * (1 + Math.abs(reference))));
    }

    private static NetworkWeights weights(Map<String, NpyArray> golden, String prefix) {
        Map<String, float[]> values = new LinkedHashMap<>();
        golden.forEach((name, array) -> {
            if (name.startsWith(prefix)) {
                values.put(name.substring(prefix.length()), array.floats());
            }
        });
        int d = golden.get("points").shape().get(2);
        // The plane's fixed classifier, which reads class j from coordinate j, is no layer in the generator.
        if (d == 2) {
            values.put("classifier/kernel", new float[] {1, 0, 0, 1});
        }
        return new NetworkWeights(values);
    }
}
