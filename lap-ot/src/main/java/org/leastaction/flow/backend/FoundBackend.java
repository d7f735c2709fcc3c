package org.leastaction.flow.backend;

import java.util.Objects;

/**
 * A backend and the place that it came from.
 *
 * @param origin the jar or folder that holds its class
 */
public record FoundBackend(FlowBackend backend, String origin) {

    public FoundBackend {
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(origin, "origin");
    }
}
