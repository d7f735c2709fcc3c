package org.leastaction.onnx.gradient;

/** An operation has no rule of differentiation. The message is a sentence part that names it. */
public final class NotDifferentiableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotDifferentiableException(String message) {
        super(message);
    }
}
