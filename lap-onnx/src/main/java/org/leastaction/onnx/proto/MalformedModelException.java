package org.leastaction.onnx.proto;

/**
 * A file is not a usable ONNX model. The message is one sentence on one line, without the file's name; control
 * characters in names from the file are shown as question marks.
 */
public class MalformedModelException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedModelException(String problem) {
        super(printable(problem));
    }

    public MalformedModelException(String problem, Throwable cause) {
        super(printable(problem), cause);
    }

    private static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\u2028\\u2029]", "?");
    }
}
