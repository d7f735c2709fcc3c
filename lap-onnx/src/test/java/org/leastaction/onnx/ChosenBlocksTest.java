package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowCut.CutBlock;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;
import org.leastaction.points.FloatPoints;

/** Blocks that end where the user specifies, against PyTorch's states. */
class ChosenBlocksTest {

    private static final OnnxInspector INSPECTOR = new OnnxInspector();

    /** Which of the found blocks are named, and the found blocks where the chosen ones then start and end. */
    @ParameterizedTest(name = "{0}: every block of {1}")
    @CsvSource(delimiter = '|', textBlock = """
            rank_vit       | 1 3         | 0-1 2-3
            vit_pre        | 1 3         | 0-1 2-3
            vit_pre        | 3           | 3-3
            vit_pre        | 2 3         | 2-2 3-3
            vit_pre        | 0 3         | 0-0 1-3
            form_minus     | 0 1 2 3 4 5 6 7 | 0-0 1-1 2-2 3-3 4-4 5-5 6-6 7-7
            form_minus     | 1 3 5 7     | 0-1 2-3 4-5 6-7
            form_minus     | 3 5 7       | 2-3 4-5 6-7
            form_halved    | 1 2         | 1-1 2-2
            form_addmm     | 0 2         | 0-0 1-2
            integer_qoperator | 0 1 2    | 0-0 1-1 2-2
            integer_qoperator | 1 2      | 1-1 2-2
            """)
    void eachChosenBlockStartsWhereTheOneBeforeItEnds(String name, String named, String expected) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of(name);
        List<CutBlock> found = blocks(INSPECTOR.inspect(golden.model(), BlockChoice.found()));
        List<String> names =
                List.of(named.split(" ")).stream().map(k -> found.get(Integer.parseInt(k)).name()).toList();
        assertMoves(golden, BlockChoice.named(names), List.of(expected.split(" ")));
    }

    /** The names of operations as shown by other programs. */
    @Test
    void theEightSubtractionsOfAnEulerFlowAreItsBlocks() throws IOException {
        List<String> names = IntStream.range(0, 8).mapToObj(k -> "/blocks/blocks." + k + "/Sub").toList();
        assertMoves(GoldenNetworks.of("form_minus"), BlockChoice.named(names),
                IntStream.range(0, 8).mapToObj(k -> k + "-" + k).toList());
    }

    @Test
    void aBlockNamedByBothItsEndsMovesFromOneToTheOther() throws IOException {
        GoldenNetworks golden = GoldenNetworks.of("vit_pre");
        List<CutBlock> found = blocks(INSPECTOR.inspect(golden.model(), BlockChoice.found()));
        assertMoves(golden, BlockChoice.named(List.of(found.get(0).input() + ".." + found.get(1).output(),
                found.get(3).name())), List.of("0-1", "2-3"));
    }

    /** The second stage of a network starts with a convolution for its shortcut; here its blocks' shapes agree. */
    @Test
    void aProjectionIsOverridden() throws IOException {
        Path file = GoldenNetworks.file("wide_preactivation.onnx");
        FlowCut found = INSPECTOR.inspect(file, BlockChoice.found());
        assertThat(GoldenTest.shortcuts(found)).isEqualTo("PI PI");
        CutBlock second = blocks(found).get(1);
        FlowCut chosen = INSPECTOR.inspect(file, BlockChoice.named(List.of(second.input() + ".." + second.name())));
        assertThat(GoldenTest.shortcuts(chosen)).isEqualTo("I");

        Path projecting = GoldenNetworks.file("projection_square.onnx");
        FlowCut cut = INSPECTOR.inspect(projecting, BlockChoice.found());
        assertThat(GoldenTest.shortcuts(cut)).isEqualTo("P P");
        List<String> both = blocks(cut).stream().map(block -> block.input() + ".." + block.output()).toList();
        assertThat(GoldenTest.shortcuts(INSPECTOR.inspect(projecting, BlockChoice.named(both)))).isEqualTo("II");
        assertMoves(GoldenNetworks.of("projection_square"), BlockChoice.named(both), List.of("0-0", "1-1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vit_pre    | nowhere                    | there is no such operation or tensor; the detected blocks are
            form_minus | /stem/Gemm                 | is unknown, as no block was detected there; name both its ends, START..
            form_minus | /blocks/blocks.0/f/f.0/Gemm | other paths bypass it
            form_minus | /blocks/blocks.1/Sub../blocks/blocks.0/Sub | starts after its end
            form_minus | input../blocks/blocks.0/Sub | the shape of the particles changes from [3] to [4]
            """)
    void whatCannotBeABlockIsRefused(String name, String block, String reason) {
        assertThatThrownBy(
                () -> INSPECTOR.inspect(GoldenNetworks.file(name + ".onnx"), BlockChoice.named(List.of(block))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(reason);
    }

    /** @param moves of each chosen block, FIRST-LAST of PyTorch's blocks */
    private static void assertMoves(GoldenNetworks golden, BlockChoice choice, List<String> moves) throws IOException {
        try (FlowModel model = INSPECTOR.open(golden.model(), choice, new Execution(1, "cpu"))) {
            FloatPoints encoded = model.encode(golden.inputs());
            List<Integer> seen = new ArrayList<>();
            model.transport(encoded, step -> {
                seen.add(step.block());
                String[] ends = moves.get(step.block()).split("-");
                FloatPoints from = golden.points("shortcut_" + ends[0]);
                FloatPoints to = golden.points("output_" + ends[1]);
                float[] move = to.toArray();
                for (int i = 0; i < move.length; i++) {
                    move[i] -= from.toArray()[i];
                }
                GoldenNetworks.assertClose("end of chosen block " + step.block(), step.output(), to);
                GoldenNetworks.assertClose("move of chosen block " + step.block(), step.residue(),
                        FloatPoints.wrap(move, to.size(), to.dimension()));
            });
            assertThat(seen).as("chosen blocks").hasSize(moves.size());
        }
    }

    private static List<CutBlock> blocks(FlowCut cut) {
        return cut.segments().stream().flatMap(segment -> segment.blocks().stream()).toList();
    }
}
