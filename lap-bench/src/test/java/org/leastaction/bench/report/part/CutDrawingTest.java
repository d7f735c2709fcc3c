package org.leastaction.bench.report.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowCut.CutBlock;
import org.leastaction.flow.inspection.FlowCut.CutSegment;
import org.leastaction.flow.inspection.FlowCut.Shortcut;

class CutDrawingTest {

    private static final Pattern BOX =
            Pattern.compile("<rect x=\"\\d+\" y=\"\\d+\" width=\"26\" height=\"26\" fill=\"(#\\w+)\"");

    private static FlowCut cut(int... blocks) {
        return new FlowCut(Map.of(), List.of(), "x", List.of(8), Map.of("Gemm", 1), List.of(4),
                IntStream.of(blocks).mapToObj(count -> new CutSegment(List.of(4), IntStream.range(0, count)
                        .mapToObj(k -> new CutBlock("add<" + k + ">", Shortcut.IDENTITY, "a", "b", List.of("Gemm"),
                                List.of()))
                        .toList())).toList(),
                Map.of("Gemm", 1), List.of(), "y", List.of(2), Ending.LOGITS, List.of(), List.of());
    }

    private static List<String> fills(String svg) {
        return BOX.matcher(svg).results().map(found -> found.group(1)).toList();
    }

    @Test
    void withoutCostsAllBlocksHaveOneColour() {
        assertThat(fills(CutDrawing.svg("net", cut(2, 1)))).hasSize(3).containsOnly("#DCEAF5");
    }

    @Test
    void blocksAreTheDarkerTheMoreTheyCost() {
        String svg = CutDrawing.svg("net", cut(2, 2), List.of(1.0, 4.0, 0.0, Double.NaN));
        List<String> fills = fills(svg);
        assertThat(fills.get(1)).isEqualTo("#0072B2");
        assertThat(fills.get(2)).isEqualTo(fills.get(3)).isEqualTo("#F0F7FA");
        assertThat(Integer.parseInt(fills.get(0).substring(1, 3), 16)).isBetween(1, 0xef);
        assertThat(svg).contains("transport cost 4.00, 80.0 % of the whole", "the darkest has 80.0 %", "add&lt;0&gt;")
                .doesNotContain("NaN");
    }

    @Test
    void costsThatAreAllZeroAreNoPartOfAnything() {
        assertThat(CutDrawing.svg("net", cut(2), List.of(0.0, 0.0))).doesNotContain("%", "NaN", "Infinity");
    }

    @Test
    void thereIsACostForEachBlock() {
        assertThatThrownBy(() -> CutDrawing.svg("net", cut(2), List.of(1.0)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("1 costs for 2 blocks");
    }
}
