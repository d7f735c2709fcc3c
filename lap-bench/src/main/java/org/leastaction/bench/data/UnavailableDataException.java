package org.leastaction.bench.data;

import java.io.IOException;

/** A data set that is unknown, missing or too small; the message is one sentence that states a remedy. */
public final class UnavailableDataException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnavailableDataException(String sentence) {
        super(sentence);
    }
}
