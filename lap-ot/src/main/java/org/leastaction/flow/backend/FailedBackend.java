package org.leastaction.flow.backend;

import java.util.Objects;

/**
 * A backend that is named in a services file and cannot be used.
 *
 * @param name   its class where that much is known, else what the service loader said
 * @param origin the jar or folder that it comes from, or "unknown"
 * @param reason one sentence
 */
public record FailedBackend(String name, String origin, String reason) {

    public FailedBackend {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(reason, "reason");
    }
}
