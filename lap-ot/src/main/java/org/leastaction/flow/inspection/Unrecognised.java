package org.leastaction.flow.inspection;

import java.util.Objects;

/**
 * Something that looks like a block and was not taken for one.
 *
 * @param name   of the operation
 * @param reason why not, in one sentence part
 */
public record Unrecognised(String name, String reason) {

    public Unrecognised {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(reason, "reason");
    }
}
