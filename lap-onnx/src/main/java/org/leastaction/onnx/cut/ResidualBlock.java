package org.leastaction.onnx.cut;

import java.util.List;
import org.leastaction.flow.inspection.FlowCut.CutBlock;
import org.leastaction.flow.inspection.FlowCut.Shortcut;

/**
 * One residual block by its tensors; the residue is {@code output - shortcutTensor}.
 *
 * @param input          boundary tensor at which the block starts
 * @param shortcutTensor tensor to which the residue is added; equal to {@code input} for the identity
 * @param output         boundary tensor at which the block ends
 * @param operators      of the residue
 * @param after          between the addition and the output
 */
public record ResidualBlock(String name, Shortcut shortcut, String input, String shortcutTensor, String output,
        List<String> operators, List<String> after) {

    public ResidualBlock {
        operators = List.copyOf(operators);
        after = List.copyOf(after);
    }

    CutBlock described() {
        return new CutBlock(name, shortcut, input, output, operators, after);
    }
}
