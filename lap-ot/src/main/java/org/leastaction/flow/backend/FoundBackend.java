package org.leastaction.flow.backend;

import java.util.Objects;

/**
 * A backend and its origin.
 *
 * @param origin the jar or folder of its class
 */
public record FoundBackend(FlowBackend backend, String origin) {

    public FoundBackend {
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(origin, "origin");
    }
}
