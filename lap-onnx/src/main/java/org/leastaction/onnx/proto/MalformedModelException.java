package org.leastaction.onnx.proto;

/** A file is no ONNX model that can be used; the message is one sentence without the file's name. */
public final class MalformedModelException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedModelException(String problem) {
        super(problem);
    }

    public MalformedModelException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
