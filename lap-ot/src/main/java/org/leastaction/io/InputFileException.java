package org.leastaction.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** An input file is missing, unreadable or of the wrong kind; the message is one sentence that names the file. */
public final class InputFileException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Maximum number of characters of a problem. */
    private static final int LONGEST = 1200;

    private final String problem;

    /**
     * @param file    the file or folder
     * @param problem what is wrong with it and what would be right, without its name
     */
    public InputFileException(Path file, String problem) {
        this(file, problem, null);
    }

    /** @param cause the underlying failure; may be null */
    public InputFileException(Path file, String problem, @Nullable Throwable cause) {
        super(Objects.requireNonNull(file, "file") + ": " + oneLine(problem), cause);
        this.problem = oneLine(problem);
    }

    /** What is wrong, without the file's name. */
    public String problem() {
        return problem;
    }

    /**
     * Checks that the path is a readable regular file.
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
        requireNoPipe(file);
        if (!Files.isReadable(file)) {
            throw new InputFileException(file, "no permission to read this file");
        }
    }

    /** A pipe or a device may never end, or block its reader forever. */
    private static void requireNoPipe(Path file) throws InputFileException {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new InputFileException(file, "this is a pipe or a device, a regular file is needed");
        }
    }

    /** Reads a file; may throw any exception that its content causes. */
    @FunctionalInterface
    public interface Reader<T> {
        T read() throws IOException;
    }

    /**
     * Runs a reader of a file or folder of arbitrary content. Every reader runs through this method, so that every
     * exception of a parser becomes one kind of failure whose message names the file:
     *
     * <ul>
     *   <li>an {@code InputFileException} propagates unchanged;
     *   <li>another {@link IOException} is reported as a file that cannot be read, with the reason;
     *   <li>a {@link RuntimeException}, or a {@link StackOverflowError} from content that is nested too deeply, is
     *   reported as a damaged file, with the exception as its cause.
     * </ul>
     *
     * <p>A pipe or a device is refused before it is opened.
     *
     * @throws InputFileException if the reader fails
     */
    public static <T> T reading(Path file, Reader<T> reader) throws InputFileException {
        requireNoPipe(file);
        try {
            return reader.read();
        } catch (IOException failure) {
            throw of(file, failure);
        } catch (UncheckedIOException failure) {
            throw of(file, Objects.requireNonNull(failure.getCause(), "cause"));
        } catch (CancellationException interrupted) {
            throw interrupted;
        } catch (RuntimeException | StackOverflowError failure) {
            String message = failure.getMessage() == null ? "" : " (" + failure.getMessage() + ")";
            throw new InputFileException(file, "is damaged or of another kind: its reader failed with "
                    + failure.getClass().getSimpleName() + message, failure);
        }
    }

    /** Converts a failure to an input file's: returns the failure itself if it is one already. */
    public static InputFileException of(Path file, IOException failure) {
        if (failure instanceof InputFileException sentence) {
            return sentence;
        }
        if (failure instanceof AccessDeniedException) {
            return new InputFileException(file, "no permission to read this file", failure);
        }
        if (failure instanceof CharacterCodingException) {
            return new InputFileException(file, "not a text file in UTF-8", failure);
        }
        if (failure instanceof NoSuchFileException) {
            return new InputFileException(file, "there is no such file", failure);
        }
        return new InputFileException(file, "cannot be read: " + Messages.of(failure), failure);
    }

    /**
     * Problems quote the content of files: the text is reduced to one line of limited length, without control
     * characters.
     */
    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "\uFFFD");
        return line.length() <= LONGEST ? line : line.substring(0, 2 * LONGEST / 3) + " … "
                + line.substring(line.length() - LONGEST / 3);
    }
}
