package org.leastaction.flow.inspection;

import java.util.List;

/**
 * Which blocks a network is cut into.
 *
 * @param names where blocks end, in the order of the network, as the network calls it; empty for those that are found
 */
public record BlockChoice(List<String> names) {

    /** @throws IllegalArgumentException if a name is blank or stands twice */
    public BlockChoice {
        names = List.copyOf(names);
        if (names.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a block's name must not be blank");
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("a block is named twice among " + String.join(", ", names));
        }
    }

    /** The blocks that are found. */
    public static BlockChoice found() {
        return new BlockChoice(List.of());
    }

    /** These and no others. */
    public static BlockChoice named(List<String> names) {
        return new BlockChoice(names);
    }

    public boolean isFound() {
        return names.isEmpty();
    }
}
