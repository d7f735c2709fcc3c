package org.leastaction.bench.command.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.io.InputFileException;
import org.leastaction.points.io.PointFiles;
import org.leastaction.points.io.PointFiles.ReadPoints;
import org.leastaction.points.io.TextHeader;

/** Points from standard input, which is named "-" on the command line. Its format is recognised by its first bytes. */
public final class StandardInput {

    /** Its name on the command line. */
    static final String NAME = "-";

    private StandardInput() {}

    /**
     * Checks that at most one of several files is standard input.
     *
     * @param names files as given, or null
     * @throws BadInput if several are
     */
    public static void checkOnce(@Nullable String... names) {
        if (Arrays.stream(names).filter(Objects::nonNull).filter(NAME::equals).count() > 1) {
            throw new BadInput("standard input (-) can be only one of the files; write the others to files");
        }
    }

    /**
     * Reads all of standard input.
     *
     * @throws InputFileException if it cannot be stored
     * @throws BadInput           if it holds no points
     */
    static ReadPoints read(TextHeader header) throws InputFileException {
        @Nullable
        Path file = null;
        try {
            InputStream in = new BufferedInputStream(System.in);
            in.mark(2);
            int first = in.read();
            int second = in.read();
            in.reset();
            String kind = first == 0x93 && second == 'N' ? ".npy" : first == 'P' && second == 'K' ? ".npz" : ".csv";
            file = Files.createTempFile("lap-input", kind);
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            ReadPoints read = PointFiles.read(file, header);
            String name = file.toString();
            return new ReadPoints(
                    read.points(), read.remarks().stream().map(r -> r.replace(name, "standard input")).toList());
        } catch (InputFileException refused) {
            throw new BadInput(String.valueOf(refused.getMessage())
                    .replace(String.valueOf(file), "standard input"), refused);
        } catch (IOException failure) {
            throw InputFileException.of(Path.of("standard input"), failure);
        } finally {
            delete(file);
        }
    }

    private static void delete(@Nullable Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException kept) {
                file.toFile().deleteOnExit();
            }
        }
    }
}
