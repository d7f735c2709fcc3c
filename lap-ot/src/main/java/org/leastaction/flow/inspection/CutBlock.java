package org.leastaction.flow.inspection;

import java.util.List;
import java.util.Objects;

/**
 * One residual block of a network.
 *
 * @param name      of its addition
 * @param shortcut  what it adds to
 * @param input     tensor that comes in
 * @param output    tensor that leaves
 * @param operators of its residue, in order, e.g. Conv, Relu, Conv
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
