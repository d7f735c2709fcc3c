package org.leastaction.flow.backend;

import java.util.Objects;

/**
 * A backend that is named in a services file but cannot be used.
 *
 * @param name   its class if known, otherwise the service loader's message
 * @param origin the jar or folder of its class, or "unknown"
 * @param reason one sentence
 */
public record FailedBackend(String name, String origin, String reason) {

    public FailedBackend {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(reason, "reason");
    }
}
