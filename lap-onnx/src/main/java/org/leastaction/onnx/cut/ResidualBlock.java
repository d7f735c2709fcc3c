package org.leastaction.onnx.cut;

import java.util.List;
import org.leastaction.flow.inspection.CutBlock;
import org.leastaction.flow.inspection.Shortcut;

/**
 * One residual block by its tensors; the residue is {@code output - shortcutTensor}.
 *
 * @param input          tensor of the spine that comes in
 * @param shortcutTensor what the residue is added to; equal to {@code input} for the identity
 * @param output         tensor of the spine that leaves
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
