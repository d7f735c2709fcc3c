package org.leastaction.bench.data;

import java.io.IOException;

/** A download that failed; one sentence that says from which host, why, and what to do by hand. */
public final class DownloadException extends IOException {

    private static final long serialVersionUID = 1L;

    DownloadException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
