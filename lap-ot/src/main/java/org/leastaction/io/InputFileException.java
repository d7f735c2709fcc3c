package org.leastaction.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A file to be read is missing, unreadable or not what it should be; the message is one sentence that names it. */
public final class InputFileException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String problem;

    /**
     * @param file    the file or folder
     * @param problem what is wrong with it and what would be right, without its name
     */
    public InputFileException(Path file, String problem) {
        this(file, problem, null);
    }

    /** @param cause what was noticed first; may be null */
    public InputFileException(Path file, String problem, Throwable cause) {
        super(Objects.requireNonNull(file, "file") + ": " + Objects.requireNonNull(problem, "problem"), cause);
        this.problem = problem;
    }

    /** What is wrong, without the file's name. */
    public String problem() {
        return problem;
    }

    /**
     * Checks that a regular file stands there and may be read.
     *
     * @throws InputFileException if not
     */
    public static void requireReadable(Path file) throws InputFileException {
        if (!Files.exists(file)) {
            throw new InputFileException(file, "there is no such file");
        }
        if (Files.isDirectory(file)) {
            throw new InputFileException(file, "this is a folder, a file is needed");
        }
        if (!Files.isReadable(file)) {
            throw new InputFileException(file, "no permission to read this file");
        }
    }

    /** An input file's failure as one sentence: the failure itself if it is one already. */
    public static InputFileException of(Path file, IOException failure) {
        if (failure instanceof InputFileException sentence) {
            return sentence;
        }
        if (failure instanceof AccessDeniedException) {
            return new InputFileException(file, "no permission to read this file", failure);
        }
        return new InputFileException(file, "cannot be read: " + failure.getMessage(), failure);
    }
}
