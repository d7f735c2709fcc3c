package org.leastaction.onnx.proto;

/**
 * A file is no ONNX model that can be used; the message is one sentence without the file's name, and on one line:
 * control characters in a stranger's names are shown as question marks.
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
