package org.leastaction.io;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Another writer has locked a folder; the message names the folder and the writer. */
public final class FolderInUseException extends IOException {

    private static final long serialVersionUID = 1L;

    private FolderInUseException(String message) {
        super(message);
    }

    static FolderInUseException by(Path folder, long process, Instant since) {
        return of(folder, "process " + process + " since " + since.truncatedTo(ChronoUnit.SECONDS));
    }

    /** For a writer that has not written its number yet. */
    static FolderInUseException byUnknown(Path folder) {
        return of(folder, "another process");
    }

    private static FolderInUseException of(Path folder, String writer) {
        return new FolderInUseException(
                folder + " is in use by " + writer + "; wait until it has ended, or choose another folder");
    }
}
