package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.onnx.proto.ModelBuilder;
import org.leastaction.onnx.proto.ModelBuilder.Attribute;
import org.leastaction.points.FloatPoints;

/** Classifiers that read the number of points from the network's input, as exports of ConvNeXt do. */
class ShapeBeforeTheCutTest {

    @TempDir
    Path folder;

    private static ModelBuilder oneBlock() {
        return ModelBuilder.of(-1, 4).opset(15).node("Relu", "x -> r").node("Add", "r x -> b");
    }

    static Stream<Arguments> classifiers() {
        return Stream.of(
                Arguments.of("the batch alone", oneBlock().integers("rest", 2, 2)
                        .node("Shape", "x -> n", Attribute.number("start", 0), Attribute.number("end", 1))
                        .node("Concat", "n rest -> shape", Attribute.number("axis", 0))
                        .node("Reshape", "b shape -> c").node("Flatten", "c -> y")),
                Arguments.of("the whole shape", oneBlock()
                        .node("Shape", "x -> shape").node("Reshape", "b shape -> y")),
                Arguments.of("all but the batch", oneBlock().integers("any", -1)
                        .node("Shape", "x -> rest", Attribute.number("start", 1))
                        .node("Concat", "any rest -> shape", Attribute.number("axis", 0))
                        .node("Reshape", "b shape -> y")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("classifiers")
    void isAnsweredFromThePointsThatAreThere(String what, ModelBuilder network) throws IOException {
        Path file = network.write(folder.resolve("network.onnx"));
        FloatPoints points = FloatPoints.wrap(
                new float[] {1, 0, 0, -1, 0, 2, -3, 0, 5, 4, 3, 2, 0, 0, 0, 1, -1, -2, -3, -4}, 5, 4);

        try (FlowModel model = new OnnxInspector().open(file,
                ReadingOptions.defaults().withEnding(Ending.LOGITS), new Execution(1, "cpu"))) {
            assertThat(model.shape().blocks()).isEqualTo(1);
            FloatPoints end = model.transport(model.encode(points), BlockObserver.NONE);
            FloatPoints answers = model.classify(end);

            for (int i = 0; i < points.size(); i++) {
                for (int j = 0; j < 4; j++) {
                    assertThat(end.get(i, j)).isEqualTo(points.get(i, j) + Math.max(0, points.get(i, j)));
                }
            }
            GoldenNetworks.assertClose("log-probabilities", answers, GoldenNetworks.logSoftmax(end));
        }
    }
}
