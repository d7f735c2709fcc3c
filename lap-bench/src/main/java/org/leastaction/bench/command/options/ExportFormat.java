package org.leastaction.bench.command.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.layers.LayerWriter;

/**
 * The formats of {@code lap export}: the native format of a framework, and those in which some backend writes layers.
 */
public final class ExportFormat {

    /** The native format of the model's framework. */
    public static final String OWN = "own";

    private ExportFormat() {}

    /**
     * The writer of a format.
     *
     * @param out where it will be written
     * @return empty for the native format
     * @throws BadInput if not exactly one backend writes it, or {@code out} does not have the extension of its files
     */
    public static Optional<LayerWriter> writer(Backends backends, String format, Path out) {
        if (format.equals(OWN)) {
            return Optional.empty();
        }
        List<LayerWriter> all = backends.writers();
        List<LayerWriter> writing = all.stream().filter(writer -> word(writer).equals(format)).toList();
        if (writing.size() != 1) {
            throw new BadInput(writing.isEmpty()
                    ? "--format " + format + ": there is no such format; known are " + OWN
                            + all.stream().map(writer -> ", " + word(writer)).distinct().collect(Collectors.joining())
                    : "--format " + format + ": several backends write it; take all but one away");
        }
        LayerWriter writer = writing.get(0);
        if (!out.toString().endsWith(writer.suffix())) {
            throw new BadInput("--out names a file NAME" + writer.suffix() + " for --format " + format + ", not " + out);
        }
        if (Files.isDirectory(out)) {
            throw new BadInput("--out names a file for --format " + format + ", and " + out + " is a folder");
        }
        return Optional.of(writer);
    }

    private static String word(LayerWriter writer) {
        return writer.format().toLowerCase(Locale.ROOT);
    }
}
