package org.leastaction.bench.command.options;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.data.DataPlaces;
import picocli.CommandLine.Option;

/** Where the files of data sets are. */
public final class DataFolderOption {

    @Option(names = "--data-dir", paramLabel = "DIR",
            description = "Folder of data sets, searched before $LAP_DATA and ~/.cache/lap.")
    private @Nullable Path folder;

    /** Folder of data sets, searched first, if given. */
    public Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    /** All folders that are searched, in order. */
    public DataPlaces places(Surroundings surroundings) {
        return places(folder(), surroundings);
    }

    /** As {@link #places(Surroundings)}, for a folder that is known. */
    public static DataPlaces places(Optional<Path> folder, Surroundings surroundings) {
        return DataPlaces.of(folder, surroundings.variable("LAP_DATA").map(Path::of), surroundings.home());
    }
}
