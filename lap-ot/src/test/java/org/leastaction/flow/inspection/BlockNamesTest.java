package org.leastaction.flow.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.inspection.FlowCut.CutBlock;
import org.leastaction.flow.inspection.FlowCut.CutSegment;
import org.leastaction.flow.inspection.FlowCut.Shortcut;

/** Names of blocks by the paths that PyTorch's exporter gives to their additions. */
class BlockNamesTest {

    @Test
    void aBlockHasTheNameOfItsModule() {
        assertThat(named("/layer1/layer1.0/Add", "/layer1/layer1.1/Add", "/layer2/layer2.0/Add"))
                .containsExactly("layer1.0", "layer1.1", "layer2.0");
    }

    @Test
    void namesWithoutAModuleAreUnchanged() {
        assertThat(named("/layer1/layer1.0/Add", "/Add", "/layer2/layer2.0/Add"))
                .containsExactly("layer1.0", "/Add", "layer2.0");
        assertThat(named("/Add", "/Add_1", "node_add", "", "/")).containsExactly("/Add", "/Add_1", "node_add", "", "/");
    }

    @Test
    void severalBlocksOfOneModuleAreToldApartByTheirOperations() {
        assertThat(named("/layers/layers.0/Add", "/layers/layers.0/Add_1", "/layers/layers.1/Add"))
                .containsExactly("layers.0/Add", "layers.0/Add_1", "layers.1");
    }

    /** BERT: two blocks of a layer end in modules of the same names in all layers. */
    @Test
    void modulesOfTheSameNameAreToldApartByThoseAroundThem() {
        assertThat(named(layers(3, "/encoder/layer.%d/attention/output/Add", "/encoder/layer.%d/output/Add")))
                .containsExactly("layer.0/attention/output", "layer.0/output", "layer.1/attention/output",
                        "layer.1/output", "layer.2/attention/output", "layer.2/output");
    }

    /** ViT: one block of a layer ends in the layer itself, the other in its module "output". */
    @Test
    void aModuleAndOneInsideItAreToldApart() {
        assertThat(named(layers(2, "/vit/encoder/layer.%d/Add", "/vit/encoder/layer.%d/output/Add")))
                .containsExactly("layer.0", "layer.0/output", "layer.1", "layer.1/output");
    }

    /** Operations of equal names in modules of equal names, at several depths; one path is the end of another. */
    @Test
    void namesDifferWhereThePathsDiffer() {
        assertThat(named("/a/b/c/Add", "/a/b/c/Add_1", "/x/b/c/Add", "/x/b/c/Add_1", "/b/c/Add"))
                .containsExactly("a/b/c/Add", "a/b/c/Add_1", "x/b/c/Add", "x/b/c/Add_1", "b/c");
        assertThat(named("/c/Mul", "/b/c/Mul", "/a/b/c/Mul")).containsExactly("c", "b/c", "a/b/c");
    }

    private static String[] layers(int count, String... names) {
        return IntStream.range(0, count).boxed().flatMap(k -> Stream.of(names).map(name -> name.formatted(k)))
                .toArray(String[]::new);
    }

    private static List<String> named(String... names) {
        List<CutBlock> blocks = Stream.of(names)
                .map(name -> new CutBlock(name, Shortcut.IDENTITY, "a", "b", List.of("Gemm"), List.of())).toList();
        return new FlowCut(Map.of(), List.of(), "x", List.of(8), Map.of(), List.of(8),
                List.of(new CutSegment(List.of(8), blocks)), Map.of(), List.of(), "y", List.of(8), Ending.POINTS,
                List.of(), List.of()).moduleNames();
    }
}
