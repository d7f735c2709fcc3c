package org.leastaction.bench.detect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.InputFileException;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/**
 * The attacked inputs of an unfinished detection: a file for each attack, named after everything that determines it. A
 * damaged file is ignored and replaced.
 */
public final class KeptAttacks {

    private static final String PREFIX = "attacked.";
    private static final String SUFFIX = ".partial.npz";
    private static final String ARRAY = "inputs";

    private final Path folder;
    private final String fingerprint;
    private final int size;
    private final int dimension;

    /**
     * @param fingerprint of everything that determines the inputs besides the attack: letters and digits
     * @param size        number of inputs
     * @param dimension   of an input
     */
    public KeptAttacks(Path folder, String fingerprint, int size, int dimension) {
        this.folder = folder;
        this.fingerprint = fingerprint;
        this.size = size;
        this.dimension = dimension;
    }

    /** The inputs of an attack, if they are kept and whole. */
    public Optional<FloatPoints> find(String attack) {
        Path file = file(attack);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            NpyArray array = Npz.read(file, ARRAY);
            return array.size() == size * dimension && array.rank() == 2
                    ? Optional.of(FloatPoints.wrap(array.floats(), size, dimension)) : Optional.empty();
        } catch (InputFileException damaged) {
            return Optional.empty();
        }
    }

    /** Stores the inputs of an attack. */
    public void keep(String attack, FloatPoints inputs) {
        try {
            NpyArray array = NpyArray.of(inputs.toArray(), size, dimension);
            AtomicFiles.write(file(attack), out -> Npz.write(out, Map.of(ARRAY, array)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path file(String attack) {
        return folder.resolve(PREFIX + attack + "." + fingerprint + SUFFIX);
    }

    /**
     * Deletes all kept inputs of the folder, and the folder if it is then empty; called when they are no longer needed.
     */
    public void discard() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(KeptAttacks::isOne).toList()) {
                Files.deleteIfExists(file);
            }
        }
        try (Stream<Path> rest = Files.list(folder)) {
            if (rest.findAny().isEmpty()) {
                Files.deleteIfExists(folder);
            }
        }
    }

    private static boolean isOne(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
    }
}
