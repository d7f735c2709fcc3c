package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.ModuleWise;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.objective.TransportPenalty;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.Optimiser.Sgd;
import org.leastaction.flow.training.Optimiser.StepSchedule;
import org.leastaction.tf.model.NetworkWeights;
import org.leastaction.tf.network.Networks;

class ModuleWiseTrainingTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");
    private static final TransportPenalty MEAN = TransportPenalty.defaults();

    static Stream<Arguments> networks() {
        NetworkSpec plane = Networks.family("mlp").network(List.of(2), 2).with("width", 3);
        NetworkSpec images = Networks.family("resnet9").network(List.of(6, 6, 1), 3).with("filters", 4);
        return Stream.of(
                Arguments.of(plane.with("blocks", 3), plane.with("blocks", 1)),
                Arguments.of(plane.with("readout", "random").with("blocks", 3), plane.with("readout", "random")
                        .with("blocks", 1)),
                Arguments.of(images.with("blocks", 3), images.with("blocks", 1)),
                Arguments.of(
                        Networks.family("resnet").network(List.of(6, 6, 1), 3)
                                .with("blocks", List.of(1, 1)).with("filters", 2),
                        Networks.family("resnet").network(List.of(6, 6, 1), 3)
                                .with("blocks", List.of(1)).with("filters", 2)));
    }

    /**
     * The encoder, the first block and its classifier become what they become as a whole network of one block, trained
     * under the same penalty: nothing behind the block affects them.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void theFirstModuleIsANetworkOfOneBlock(NetworkSpec deep, NetworkSpec shallow) {
        try (TrainingGraph modules = graph(deep, new ModuleWise(0.3, MEAN));
                TrainingGraph one = graph(shallow, Objective.fixed(0.3))) {
            Map<String, float[]> start = initial(modules);
            modules.start(List.of(new NetworkWeights(start)), new float[1]);
            Map<String, float[]> alone = new LinkedHashMap<>();
            one.parameters().forEach(parameter -> alone.put(parameter.name(),
                    start.get(ofFirstModule(parameter.name(), start))));
            one.start(List.of(new NetworkWeights(alone)), new float[1]);
            for (int step = 1; step <= 5; step++) {
                step(modules, deep, step);
                step(one, shallow, step);
            }
            Map<String, float[]> together = modules.variables();
            Map<String, float[]> expected = one.variables();
            one.parameters().stream().map(parameter -> parameter.name())
                    .filter(name -> !name.contains("classifier") || !name.contains("running"))
                    .forEach(name -> assertThat(together.get(ofFirstModule(name, start))).as(name)
                            .usingComparatorWithPrecision(1e-5f).containsExactly(expected.get(name)));
        }
    }

    /** The name in the deep network of a parameter of the network of one block. */
    private static String ofFirstModule(String name, Map<String, float[]> deep) {
        String own = "modules/1/" + name;
        return deep.containsKey(own) ? own : name;
    }

    /** The comparison above would fail if gradients passed. */
    @Test
    void trainedAsAWholeTheFirstBlockDiffers() {
        NetworkSpec plane = Networks.family("mlp").network(List.of(2), 2).with("width", 3).with("blocks", 3);
        try (TrainingGraph modules = graph(plane, new ModuleWise(0.3, MEAN));
                TrainingGraph whole = graph(plane, Objective.fixed(0.3))) {
            Map<String, float[]> start = initial(modules);
            modules.start(List.of(new NetworkWeights(start)), new float[1]);
            whole.start(List.of(new NetworkWeights(start)), new float[1]);
            step(modules, plane, 1);
            step(whole, plane, 1);
            String kernel = "block1/first/kernel";
            assertThat(modules.variables().get(kernel)).isNotEqualTo(whole.variables().get(kernel));
            String last = "block3/first/kernel";
            assertThat(modules.variables().get(last)).as("the last block, whose loss is the same")
                    .usingComparatorWithPrecision(1e-6f).containsExactly(whole.variables().get(last));
        }
    }

    @Test
    void theWeightsOfTheNetworkAreThoseOfAnyOther() {
        NetworkSpec images = Networks.family("resnet9").network(List.of(6, 6, 1), 3).with("filters", 4)
                .with("blocks", 3);
        try (TrainingGraph modules = graph(images, new ModuleWise(0.3, MEAN));
                TrainingGraph whole = graph(images, Objective.vanilla())) {
            modules.start(List.of(new NetworkWeights(initial(modules))), new float[1]);
            whole.start(List.of(new NetworkWeights(initial(whole))), new float[1]);
            assertThat(modules.weights().get(0).values().keySet())
                    .containsExactlyElementsOf(whole.weights().get(0).values().keySet());
            assertThat(modules.parameters().size()).as("with the classifiers of two modules")
                    .isGreaterThan(whole.parameters().size());
            assertThat(step(modules, images, 1).crossEntropy()[0]).as("CE of the network's classifier")
                    .isCloseTo(step(whole, images, 1).crossEntropy()[0], within(1e-5f));
        }
    }

    private static TrainingGraph graph(NetworkSpec spec, Objective objective) {
        return new TrainingGraph(spec, objective, new Sgd(0.05, 0.9, 1e-3, StepSchedule.constant()), 1, ONE_THREAD);
    }

    private static Map<String, float[]> initial(TrainingGraph graph) {
        InitialWeights initial = new InitialWeights(Initialisation.normal(0.5), 3);
        Map<String, float[]> start = new LinkedHashMap<>();
        graph.parameters().forEach(parameter -> start.put(parameter.name(), initial.of(parameter)));
        return start;
    }

    private static TrainingGraph.Step step(TrainingGraph graph, NetworkSpec spec, int number) {
        int n = 12;
        Random random = new Random(number);
        float[] points = new float[n * spec.inputDimension()];
        int[] labels = new int[n];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < n; i++) {
            labels[i] = random.nextInt(spec.classes());
        }
        return graph.step(points, labels, n, 0.05, number, 0, new long[] {7});
    }
}
