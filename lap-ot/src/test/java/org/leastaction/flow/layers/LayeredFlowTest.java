package org.leastaction.flow.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.flow.layers.Layer.Addition;
import org.leastaction.flow.layers.Layer.BatchNormalisation;
import org.leastaction.flow.layers.Layer.Convolution;
import org.leastaction.flow.layers.Layer.Dense;
import org.leastaction.flow.layers.Layer.Flattening;
import org.leastaction.flow.layers.Layer.Relu;
import org.leastaction.flow.layers.Layer.Scaling;

class LayeredFlowTest {

    private static final List<Integer> IMAGE = List.of(5, 4, 3);
    private static final FlowShape SHAPE =
            new FlowShape(IMAGE, List.of(3, 2, 2), List.of(new Segment(List.of(3, 2, 2), 1)), 2);

    private static final Layer ENCODER =
            new Convolution("input", "encoded", weights(3, 3, 3, 2), Optional.of(weights(2)), 2, 1, 1);
    private static final Layer RESIDUE =
            new Convolution("encoded", "residue", weights(3, 3, 1, 2), Optional.empty(), 1, 1, 2);
    private static final Layer SUM = new Addition("encoded", "residue", "output");
    private static final Layer FLAT = new Flattening("output", "flat");
    private static final Layer CLASSIFIER = new Dense("flat", "logits", weights(12, 2), Optional.empty());

    private static LayerWeights weights(Integer... shape) {
        return LayerWeights.wrap(List.of(shape), new float[List.of(shape).stream().reduce(1, (a, b) -> a * b)]);
    }

    private static LayeredFlow flow(Layer... layers) {
        return new LayeredFlow(SHAPE, List.of(layers), "input", "encoded", List.of("output"), "logits");
    }

    @Test
    void everyTensorHasAShape() {
        assertThat(flow(ENCODER, RESIDUE, SUM, FLAT, CLASSIFIER).shapes())
                .containsEntry("input", IMAGE)
                .containsEntry("encoded", List.of(3, 2, 2))
                .containsEntry("residue", List.of(3, 2, 2))
                .containsEntry("flat", List.of(12))
                .containsEntry("logits", List.of(2))
                .hasSize(6);
    }

    @Test
    void layersThatDoNotFollowOneAnotherAreRefused() {
        refused("the layer that makes 'output' takes 'residue', which no earlier layer produces",
                ENCODER, SUM, RESIDUE, FLAT, CLASSIFIER);
        refused("two tensors are called 'output'", ENCODER, RESIDUE, SUM, SUM, FLAT, CLASSIFIER);
        refused("'logits' has the shape [3, 2, 2], not [2]", ENCODER, RESIDUE, SUM, new Relu("output", "logits"));
        refused("'logits': a dense layer takes [12], not [3, 2, 2]", ENCODER, RESIDUE, SUM,
                new Dense("output", "logits", weights(12, 2), Optional.empty()));
        refused("'flat': a normalisation takes 3 channels, not 2", ENCODER, RESIDUE, SUM, new BatchNormalisation(
                "output", "flat", weights(3), weights(3), weights(3), weights(3), 0.1f));
        refused("'sum': an addition takes tensors of one shape, not [3, 2, 2] and [5, 4, 3]",
                ENCODER, new Addition("encoded", "input", "sum"));
        refused("'wide': a convolution takes 1 channels, not 3",
                new Convolution("input", "wide", weights(1, 1, 1, 2), Optional.empty(), 1, 0, 1));
        refused("'wide': a kernel of 7 is wider than an image of 5 with its border",
                new Convolution("input", "wide", weights(7, 7, 3, 2), Optional.empty(), 1, 0, 1));
    }

    @Test
    void tensorsOfTheFlowHaveItsShapes() {
        refused("'encoded' has the shape [5, 4, 2], not [3, 2, 2]",
                new Convolution("input", "encoded", weights(1, 1, 3, 2), Optional.empty(), 1, 0, 1));
        refused("'output' is made by no layer", ENCODER);
        refused("'logits' has the shape [3], not [2]", ENCODER, RESIDUE, SUM, FLAT,
                new Dense("flat", "logits", weights(12, 3), Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new LayeredFlow(
                SHAPE, List.of(ENCODER), "input", "encoded", List.of(), "logits"))
                .withMessage("0 tensors leave blocks, but the flow has 1 blocks");
    }

    @Test
    void weightsFillTheirShapes() {
        assertThatIllegalArgumentException().isThrownBy(() -> LayerWeights.wrap(List.of(2, 3), new float[5]))
                .withMessage("5 numbers do not fill the shape [2, 3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dense("x", "y", weights(2, 3), Optional.of(weights(2))))
                .withMessage("the bias has the shape [2], [3] fits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Convolution("x", "y", weights(3, 3, 1, 3), Optional.empty(), 1, 1, 2))
                .withMessageContaining("2 groups");
        assertThatIllegalArgumentException().isThrownBy(() -> new Scaling("x", "y", Float.NaN))
                .withMessage("a factor is finite, not NaN");
    }

    @Test
    void outputsOfBlocksAreKnownByTheirNames() {
        FlowTensor.OfBlock names = new FlowTensor.OfBlock(2, 14);
        assertThat(names.output()).isEqualTo("segment2_block14_output");
        assertThat(FlowTensor.blockWithOutput(names.output())).contains(names);
        assertThat(FlowTensor.blockWithOutput(names.residue())).isEmpty();
        assertThat(FlowTensor.blockWithOutput("segment0_block1_output")).isEmpty();
    }

    private static void refused(String sentence, Layer... layers) {
        assertThatIllegalArgumentException().isThrownBy(() -> flow(layers)).withMessage(sentence);
    }
}
