package org.leastaction.points.io;

import java.io.IOException;
import java.nio.file.Path;
import org.leastaction.io.InputFileException;

/** Bytes that are not what their format asks for; says what is wrong, and leaves naming the file to who knows it. */
final class MalformedException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedException(String problem) {
        super(problem);
    }

    /** A failure to read a file, as the sentence that its user sees. */
    static InputFileException named(Path file, IOException failure) {
        return failure instanceof MalformedException
                ? new InputFileException(file, failure.getMessage(), failure)
                : InputFileException.of(file, failure);
    }
}
