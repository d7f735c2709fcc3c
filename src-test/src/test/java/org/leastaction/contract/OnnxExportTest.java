package org.leastaction.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.flow.layers.LayerDescriber;
import org.leastaction.flow.layers.LayeredFlow;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.onnx.OnnxBackend;
import org.leastaction.points.FloatPoints;
import org.leastaction.tf.network.Networks;

/** Networks of lap-tf, written by lap-onnx, are the same flows there. */
class OnnxExportTest {

    private static final long SEED = 20261128;
    private static final int POINTS = 5;
    private static final double TOLERANCE = 1e-5;

    @TempDir
    Path folder;

    static Stream<Arguments> networks() {
        Map<String, Object> full = Map.of("resolution", "full", "filters", 4);
        List<Integer> grey = List.of(9, 8, 1);
        List<Integer> colour = List.of(7, 8, 3);
        return Stream.of(
                Arguments.of("mlp", network("mlp", List.of(2), 2).with("blocks", 4).with("width", 3)),
                Arguments.of("mlp without normalisation, random readout, time step",
                        network("mlp", List.of(3), 3).with("blocks", 2).with("batch-norm", false)
                                .with("time-step", 0.25)
                                .with("readout", "random")),
                Arguments.of("mlp of one block, time step", network("mlp", List.of(5), 3).with("blocks", 1)
                        .with("time-step", 0.5)),
                Arguments.of("mlp of colour images", network("mlp", List.of(3, 2, 3), 3).with("blocks", 3)
                        .with("width", 6)),
                Arguments.of("mlp of grey images", network("mlp", List.of(3, 4, 1), 3).with("blocks", 2)
                        .with("width", 6)),
                Arguments.of("mlp of matrices", network("mlp", List.of(3, 4), 3).with("blocks", 2).with("width", 6)),
                Arguments.of("resnet9", network("resnet9", grey, 3).with("blocks", 3).with("filters", 4)),
                Arguments.of("resnet9 of one block without normalisation",
                        network("resnet9", grey, 3).with("blocks", 1).with("filters", 4).with("batch-norm", false)),
                Arguments.of("resnet9 of colour images, time step, one layer",
                        network("resnet9", colour, 3).with("blocks", 2).with("filters", 6)
                                .with("time-step", 0.5).with("classifier-layers", 1)),
                Arguments.of("resnet9 of full resolution, three layers",
                        network("resnet9", colour, 3).with(full).with("blocks", 2).with("classifier-layers", 3)),
                Arguments.of("resnet9 of full resolution without normalisation",
                        network("resnet9", colour, 3).with(full).with("blocks", 2).with("batch-norm", false)),
                Arguments.of("resnet", network("resnet", colour, 3).with("blocks", List.of(2, 1, 2))
                        .with("filters", 4)),
                Arguments.of("resnet without normalisation, time step",
                        network("resnet", grey, 3).with("blocks", List.of(2, 2)).with("filters", 4)
                                .with("time-step", 0.5)
                                .with("batch-norm", false)),
                Arguments.of("resnet of single blocks without normalisation",
                        network("resnet", grey, 3).with("blocks", List.of(1, 1)).with("filters", 4)
                                .with("batch-norm", false)),
                Arguments.of("resnext50",
                        network("resnext50", colour, 3).with("blocks", List.of(2, 2)).with("filters", 4)
                                .with("cardinality", 2).with("width", 3)),
                Arguments.of("resnext50 of single blocks", network("resnext50", grey, 3).with("blocks", List.of(1, 1))
                        .with("filters", 4).with("cardinality", 2).with("width", 1).with("batch-norm", false)),
                Arguments.of("resnext29", network("resnext29", colour, 3).with("blocks", List.of(1, 2, 1))
                        .with("filters", 4)
                        .with("cardinality", 4).with("width", 2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void aWrittenNetworkIsTheSameFlow(String name, NetworkSpec network) throws IOException {
        System.out.println("seed of " + name + ": " + SEED);
        Path file = folder.resolve("network.onnx");
        try (FlowModel own = ExportedNetworks.random(network, SEED, folder)) {
            write(own, file);
            try (FlowModel again = new OnnxBackend().open(file, TensorFlowModels.EXECUTION)) {
                assertThat(again.shape()).isEqualTo(turned(own.shape()));
                assertSame(own, again);
            }
        }
    }

    @Test
    void theSameNetworkGivesTheSameBytesInPlaceOfWhatStandsThere() throws IOException {
        Path file = folder.resolve("network.onnx");
        try (FlowModel own = TensorFlowModels.train(network("resnet9", List.of(4, 4, 3), 3).with("blocks", 2)
                .with("filters", 2))) {
            write(own, file);
            byte[] first = Files.readAllBytes(file);
            Files.writeString(file, "what stood there");
            write(own, file);
            assertThat(Files.readAllBytes(file)).isEqualTo(first);
            try (Stream<Path> beside = Files.list(folder)) {
                assertThat(beside).containsExactly(file);
            }
        }
    }

    private static NetworkSpec network(String family, List<Integer> input, int classes) {
        return Networks.family(family).network(input, classes);
    }

    private static void write(FlowModel model, Path file) throws IOException {
        LayeredFlow flow = model.role(LayerDescriber.class).orElseThrow().describe();
        new OnnxBackend().writer().orElseThrow().write(flow, Map.of("mean", "0.5"), file);
    }

    private static void assertSame(FlowModel own, FlowModel again) {
        FloatPoints inputs = TensorFlowModels.gaussian(POINTS, own.shape().inputDimension());
        FloatPoints encoded = own.encode(inputs);
        FloatPoints encodedAgain = again.encode(inputs);
        assertClose("encoding", turned(encoded, own.shape().encoded()), encodedAgain);
        List<BlockStep> steps = new ArrayList<>();
        FloatPoints end = own.transport(encoded, step -> steps.add(copy(step)));
        FloatPoints endAgain = again.transport(encodedAgain, step -> {
            BlockStep one = steps.get(step.block());
            assertThat(step.segment()).isEqualTo(one.segment());
            List<Integer> particle = own.shape().segments().get(one.segment()).shape();
            String of = " of block " + step.block();
            assertClose("shortcut" + of, turned(one.shortcut(), particle), step.shortcut());
            assertClose("residue" + of, turned(one.residue(), particle), step.residue());
            assertClose("output" + of, turned(one.output(), particle), step.output());
        });
        assertClose("log-probabilities", own.classify(end), again.classify(endAgain));
    }

    private static BlockStep copy(BlockStep step) {
        return BlockStep.of(
                step.segment(), step.block(), copy(step.shortcut()), copy(step.residue()), copy(step.output()));
    }

    private static FloatPoints copy(FloatPoints points) {
        return FloatPoints.wrap(points.toArray(), points.size(), points.dimension());
    }

    private static FlowShape turned(FlowShape shape) {
        return new FlowShape(shape.input(), turned(shape.encoded()),
                shape.segments().stream().map(one -> new Segment(turned(one.shape()), one.blocks())).toList(),
                shape.classes());
    }

    private static List<Integer> turned(List<Integer> particle) {
        return particle.size() == 3 ? List.of(particle.get(2), particle.get(0), particle.get(1)) : particle;
    }

    /** Images with channels last as images with channels first. */
    private static FloatPoints turned(FloatPoints points, List<Integer> particle) {
        if (particle.size() != 3) {
            return points;
        }
        int channels = particle.get(2);
        int pixels = points.dimension() / channels;
        float[] turned = new float[points.size() * points.dimension()];
        for (int i = 0; i < turned.length; i++) {
            int row = i / points.dimension();
            int within = i % points.dimension();
            turned[i] = (float) points.get(row, within % pixels * channels + within / pixels);
        }
        return FloatPoints.wrap(turned, points.size(), points.dimension());
    }

    private static void assertClose(String what, FloatPoints expected, FloatPoints actual) {
        double scale = 0;
        double error = 0;
        for (int i = 0; i < expected.size(); i++) {
            for (int j = 0; j < expected.dimension(); j++) {
                scale = Math.max(scale, Math.abs(expected.get(i, j)));
                double difference = Math.abs(actual.get(i, j) - expected.get(i, j));
                error = difference > error || Double.isNaN(difference) ? difference : error;
            }
        }
        assertThat(error / scale).as("error of the %s, of the largest number %s", what, scale).isLessThan(TOLERANCE);
    }
}
