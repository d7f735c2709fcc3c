package org.leastaction.points.io;

import java.io.IOException;
import java.nio.file.Path;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;

/** Bytes that violate their format. The message states the problem without the file name, which the caller adds. */
final class MalformedException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedException(String problem) {
        super(problem);
    }

    /** The exception with the file name, as the user sees it. */
    InputFileException of(Path file) {
        return new InputFileException(file, Messages.of(this), this);
    }
}
