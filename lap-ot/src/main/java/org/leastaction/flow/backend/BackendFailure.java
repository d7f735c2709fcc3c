package org.leastaction.flow.backend;

/** A backend broke its contract; the message is one sentence that names it. */
public final class BackendFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BackendFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
