package org.leastaction.flow.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The flow of one training batch of n samples through a network, block by block.
 *
 * @param encoded x₀ = φ(input), [n, d₀], before the first block's shortcut
 * @param blocks  in order, at least one
 * @param <T>     a value of an {@link Arithmetic}, of the extent <em>elements</em>
 */
public record BatchFlow<T>(T encoded, List<Block<T>> blocks) {

    /** @throws IllegalArgumentException if there is no block */
    public BatchFlow {
        Objects.requireNonNull(encoded, "encoded");
        blocks = List.copyOf(blocks);
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("the flow of a batch has at least one block");
        }
    }

    /**
     * One residual block: output = shortcut + residue, all of shape [n, d].
     *
     * @param segment   index of the block's segment, from 0
     * @param dimension d, elements of one sample in this segment
     * @param shortcut  the block's input, or its linear image where the block changes the dimension
     * @param residue   v(x)
     * @param output    the next state
     */
    public record Block<T>(int segment, int dimension, T shortcut, T residue, T output) {

        public Block {
            Objects.requireNonNull(shortcut, "shortcut");
            Objects.requireNonNull(residue, "residue");
            Objects.requireNonNull(output, "output");
        }
    }

    /**
     * The blocks of each segment, in order. States of two segments have different dimensions and cannot be combined.
     */
    public List<List<Block<T>>> segments() {
        List<List<Block<T>>> segments = new ArrayList<>();
        for (Block<T> block : blocks) {
            while (segments.size() <= block.segment()) {
                segments.add(new ArrayList<>());
            }
            segments.get(block.segment()).add(block);
        }
        return segments.stream().map(List::copyOf).toList();
    }
}
