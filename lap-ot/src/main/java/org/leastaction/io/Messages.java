package org.leastaction.io;

/** Messages of failures, which Java allows to be null. */
public final class Messages {

    private Messages() {}

    /** The message of a failure; the simple name of its class where it has no message. */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
