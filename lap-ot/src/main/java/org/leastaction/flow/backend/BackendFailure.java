package org.leastaction.flow.backend;

import org.jspecify.annotations.Nullable;

/** A backend broke its contract; the message is one sentence that names it. */
public final class BackendFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BackendFailure(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
