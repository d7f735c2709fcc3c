package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowCut.CutBlock;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;

/** Blocks are named by the modules of PyTorch, whichever exporter wrote the file (golden/module_names.py). */
class ModuleNamesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @ParameterizedTest
    @CsvSource({"old, Add, Add, /layers/layers.2/Add", "new, node_add, node_add_1, node_add_2"})
    void blocksAreNamedByTheirModules(String exporter, String first, String second, String third) throws IOException {
        Path file = GOLDEN.resolve("module_names_" + exporter + ".onnx");
        FlowCut cut = new OnnxInspector().inspect(file, BlockChoice.found());

        assertThat(names(cut)).startsWith("/layers/layers.0/" + first, "/layers/layers.1/" + second);
        assertThat(cut.moduleNames()).containsExactly("layers.0", "layers.1", "layers.2");

        // By the name that LAP shows, and by that of the operation in the file, as other programs show it.
        FlowCut chosen = new OnnxInspector().inspect(file, BlockChoice.named(List.of(names(cut).get(1), third)));
        assertThat(chosen.segments().get(0).blocks()).extracting(CutBlock::output)
                .containsExactly(output(cut, 1), output(cut, 2));
    }

    private static List<String> names(FlowCut cut) {
        return cut.segments().get(0).blocks().stream().map(CutBlock::name).toList();
    }

    private static String output(FlowCut cut, int block) {
        return cut.segments().get(0).blocks().get(block).output();
    }
}
