package org.leastaction.flow.inspection;

import java.util.List;

/**
 * The choice of blocks into which a network is cut.
 *
 * @param names the network's names of the operations or tensors that end blocks, in any order, or START..END for both ends
 *              of a block; empty to detect the blocks
 */
public record BlockChoice(List<String> names) {

    /** @throws IllegalArgumentException if a name is blank or occurs twice */
    public BlockChoice {
        names = List.copyOf(names);
        if (names.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a block's name must not be blank");
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("a block is named twice among " + String.join(", ", names));
        }
    }

    /** The blocks that the inspector detects. */
    public static BlockChoice found() {
        return new BlockChoice(List.of());
    }

    /** Exactly these blocks. */
    public static BlockChoice named(List<String> names) {
        return new BlockChoice(names);
    }

    public boolean isFound() {
        return names.isEmpty();
    }
}
