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

    /** This, as the sentence that the file's user sees. */
    InputFileException of(Path file) {
        return new InputFileException(file, getMessage(), this);
    }
}
