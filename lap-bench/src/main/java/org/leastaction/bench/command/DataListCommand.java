package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.command.options.DataOptions;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.data.DataPlaces;
import org.leastaction.bench.data.DataSets;
import org.leastaction.bench.data.KnownDataSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lap data list}. */
@Command(name = "list", description = "Lists the known data sets and the locations of their files.")
final class DataListCommand extends LapCommand {

    private static final double MEGABYTE = 1e6;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Folder to search first.")
    private Path dataDir;

    DataListCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws IOException {
        DataPlaces places = DataOptions.places(Optional.ofNullable(dataDir), surroundings());
        DataSets sets = DataSets.standard();
        List<JsonValues> values = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (KnownDataSet set : sets.known()) {
            JsonValues value = new JsonValues().put("name", set.name()).put("description", set.description());
            lines.add("%-14s %s".formatted(set.name(), set.description()));
            Optional<Path> folder = sets.find(set, places);
            if (set.files().isEmpty()) {
                value.putNull("folder", "generated");
            } else if (folder.isEmpty()) {
                value.putNull("folder", "not found");
                lines.add("%-14s not found; 'lap data get %s' downloads it".formatted("", set.name()));
            } else {
                long bytes = bytes(set, folder.get());
                value.put("folder", folder.get().toString()).put("bytes", bytes);
                lines.add("%-14s in %s, %.1f MB".formatted("", folder.get(), bytes / MEGABYTE));
            }
            values.add(value);
        }
        return Answer.of(new JsonValues().putObjects("data_sets", values)).lines(lines);
    }

    private static long bytes(KnownDataSet set, Path folder) throws IOException {
        long bytes = 0;
        for (Path path : set.filesIn(folder)) {
            bytes += Files.size(path);
        }
        return bytes;
    }
}
