package org.leastaction.onnx.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.flow.PicturePreparation;
import org.leastaction.flow.Preprocessing;
import org.leastaction.flow.Segment;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.layers.Layer.Addition;
import org.leastaction.flow.layers.Layer.Dense;
import org.leastaction.flow.layers.Layer.Flattening;
import org.leastaction.flow.layers.Layer;
import org.leastaction.flow.layers.LayeredFlow;
import org.leastaction.flow.layers.Layer.Scaling;
import org.leastaction.flow.layers.LayerWeights;
import org.leastaction.onnx.OnnxBackend;
import org.leastaction.onnx.proto.ModelFile;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.points.FloatPoints;

/** Images [1, 2, 2] whose only block doubles them. */
class OnnxWriterTest {

    private static final float[] IMAGE = {1, 20, 300, 4000};
    private static final InputDescription INPUTS = InputDescription.unknown()
            .with(new InputNormalisation(List.of(0.13, 0.2), List.of(0.5, 0.25)))
            .with(new PicturePreparation(List.of(3), List.of(1, 2), "lanczos", "rgb", "even"))
            .withClasses(List.of("tench, Tinca tinca", "Hai ß"), List.of("n01440764", "n01484850"));
    private static final Layer RESIDUE = new Scaling("input", "residue", 1);
    private static final Layer SUM = new Addition("input", "residue", "segment1_block1_output");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("network.onnx");
    }

    @Test
    void aFlattenedImageIsReadInItsOwnOrder() throws IOException {
        LayerWeights kernel = LayerWeights.wrap(List.of(4, 2), new float[] {1, 0, 0, 0, 0, 1, 0, 0});
        List<Layer> layers = List.of(RESIDUE, SUM, new Flattening("segment1_block1_output", "flat"),
                new Dense("flat", "logits", kernel, Optional.empty()));
        assertThat(operators(layers)).containsExactly("Mul", "Add", "Flatten", "Gemm");
        assertClasses(2 * 1, 2 * 300);
    }

    @Test
    void whatIsNotReadByDenseLayersAloneIsTurned() throws IOException {
        LayerWeights kernel = LayerWeights.wrap(List.of(4, 2), new float[] {1, 0, 0, 0, 0, 1, 0, 0});
        List<Layer> layers = List.of(RESIDUE, SUM, new Flattening("segment1_block1_output", "flat"),
                new Scaling("flat", "scaled", 0.5f), new Dense("scaled", "logits", kernel, Optional.empty()));
        assertThat(operators(layers)).containsExactly("Mul", "Add", "Transpose", "Flatten", "Mul", "Gemm");
        assertClasses(1, 300);
    }

    @Test
    void whatIsKnownBesideTheFlowStandsInTheFile() throws IOException {
        new OnnxWriter().write(flow(classified()), INPUTS.metadata(), file);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("mean", "0.13,0.2", "batch", "LAP");
        ModelProto model = ModelFile.read(file);
        assertThat(model.opset()).isEqualTo(17);
        assertThat(model.graph().inputs().get(0).shape()).containsExactly(-1L, 2L, 1L, 2L);
        assertThat(model.graph().outputs()).containsExactly("logits");
        try (FlowModel opened = new OnnxBackend().open(file, new Execution(1, "cpu"))) {
            assertThat(opened.role(Preprocessing.class).orElseThrow().inputs()).isEqualTo(INPUTS);
        }
    }

    @Test
    void whereNothingCanBeWrittenThePlaceIsNamed() throws IOException {
        Path below = Files.writeString(folder.resolve("file"), "no folder").resolve("network.onnx");
        assertThatThrownBy(() -> new OnnxWriter().write(flow(classified()), Map.of(), below))
                .isInstanceOf(IOException.class).hasMessageContaining(below.toString());
    }

    private static List<Layer> classified() {
        return List.of(RESIDUE, SUM, new Flattening("segment1_block1_output", "flat"), new Dense(
                "flat", "logits", LayerWeights.wrap(List.of(4, 2), new float[8]), Optional.empty()));
    }

    private static LayeredFlow flow(List<Layer> layers) {
        FlowShape shape = new FlowShape(
                List.of(1, 2, 2), List.of(1, 2, 2), List.of(new Segment(List.of(1, 2, 2), 1)), 2);
        return new LayeredFlow(shape, layers, "input", "input", List.of("segment1_block1_output"), "logits");
    }

    private List<String> operators(List<Layer> layers) throws IOException {
        new OnnxWriter().write(flow(layers), Map.of(), file);
        List<String> operators = new ArrayList<>();
        ModelFile.read(file).graph().nodes().forEach(node -> operators.add(node.operator()));
        return operators;
    }

    /** Checks the difference of the two logits of the image. */
    private void assertClasses(double first, double second) throws IOException {
        FloatPoints image = FloatPoints.wrap(IMAGE.clone(), 1, 4);
        try (FlowModel model = new OnnxBackend().open(file, new Execution(1, "cpu"))) {
            FloatPoints logs = model.classify(model.transport(model.encode(image), BlockObserver.NONE));
            assertThat(logs.get(0, 0) - logs.get(0, 1)).isCloseTo(first - second, within(1e-3));
        }
    }
}
