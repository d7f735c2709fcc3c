package org.leastaction.flow.inspection;

import java.util.List;
import java.util.Objects;

/**
 * One residual block of a network.
 *
 * @param name      name of its addition
 * @param shortcut  kind of its shortcut
 * @param input     name of its input tensor
 * @param output    name of its output tensor
 * @param operators operators of its residue, in order, e.g. Conv, Relu, Conv
 * @param after     operators between the addition and the block's output, e.g. Relu
 */
public record CutBlock(
        String name, Shortcut shortcut, String input, String output, List<String> operators, List<String> after) {

    public CutBlock {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(shortcut, "shortcut");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(output, "output");
        operators = List.copyOf(operators);
        after = List.copyOf(after);
    }
}
