package org.leastaction.bench.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the files of data sets are searched for, in order: {@code --data-dir}, {@code $LAP_DATA},
 * {@code ~/.cache/lap}. In each, a subfolder with the set's name is searched first, then the folder itself.
 *
 * @param dataDir  {@code --data-dir}, if given
 * @param variable {@code $LAP_DATA}, if set
 * @param cache    the cache, where downloads go by default
 */
public record DataPlaces(Optional<Path> dataDir, Optional<Path> variable, Path cache) {

    /** @param home the user's home folder, which contains the cache */
    public static DataPlaces of(Optional<Path> dataDir, Optional<Path> variable, Path home) {
        return new DataPlaces(dataDir, variable, home.resolve(".cache").resolve("lap"));
    }

    /** Where downloads go: {@code --data-dir} if given, otherwise the cache. */
    public Path downloads() {
        return dataDir.orElse(cache);
    }

    /** The folders that may contain a set, in search order. */
    List<Path> candidates(String name, List<String> otherNames) {
        List<Path> candidates = new ArrayList<>();
        Stream.of(dataDir, variable, Optional.of(cache)).flatMap(Optional::stream).forEach(place -> {
            candidates.add(place.resolve(name));
            // MNIST and Fashion-MNIST have files of the same names: a folder named after one is not the other.
            Path last = place.toAbsolutePath().normalize().getFileName();
            if (last == null || !otherNames.contains(last.toString())) {
                candidates.add(place);
            }
        });
        return candidates;
    }

    /** E.g. "--data-dir /data, $LAP_DATA (not set), /home/me/.cache/lap". */
    String inWords() {
        return Stream.of(
                "--data-dir " + dataDir.map(Path::toString).orElse("(not given)"),
                "$LAP_DATA " + variable.map(Path::toString).orElse("(not set)"),
                cache.toString())
                .collect(Collectors.joining(", "));
    }
}
