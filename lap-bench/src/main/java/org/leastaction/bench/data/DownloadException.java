package org.leastaction.bench.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A failed download; the message is one sentence with the host, the reason and the manual alternative. */
public final class DownloadException extends IOException {

    private static final long serialVersionUID = 1L;

    DownloadException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
