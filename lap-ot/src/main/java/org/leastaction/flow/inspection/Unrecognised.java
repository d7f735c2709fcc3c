package org.leastaction.flow.inspection;

import java.util.Objects;

/**
 * An operation that resembles a block but was not recognised as one.
 *
 * @param name   name of the operation
 * @param reason the reason, as a clause
 */
public record Unrecognised(String name, String reason) {

    public Unrecognised {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(reason, "reason");
    }
}
