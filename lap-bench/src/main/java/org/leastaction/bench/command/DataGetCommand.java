package org.leastaction.bench.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.command.options.DataOptions;
import org.leastaction.bench.command.options.EnumNames;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.DownloadProgress;
import org.leastaction.bench.data.DataSets;
import org.leastaction.bench.data.Download;
import org.leastaction.bench.data.PublishedFile;
import org.leastaction.bench.data.PublishedFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lap data get}. */
@Command(name = "get", description = "Downloads a data set and checks it.")
final class DataGetCommand extends LapCommand {

    @Parameters(paramLabel = "NAME", description = "A known data set.")
    private String name;

    @Option(names = "--data-dir", paramLabel = "DIR",
            description = "Folder for data sets; the files go into its subfolder NAME (default: ~/.cache/lap).")
    private Path dataDir;

    @Option(names = "--from", paramLabel = "URL", description = "Address of a mirror, below which the files are.")
    private URI mirror;

    DataGetCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws IOException {
        PublishedFiles published = DataSets.standard().named(name).files()
                .orElseThrow(() -> new BadInput(name + " is generated; there is nothing to download"));
        PublishedFiles files = mirror == null ? published : published.from(mirror);
        Path folder = DataOptions.places(Optional.ofNullable(dataDir), surroundings()).downloads().resolve(name);
        Download download = new Download(files, folder);
        List<JsonValues> values = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (PublishedFile file : files.files()) {
            String outcome = EnumNames.name(fetch(download, file));
            String path = folder.resolve(file.packedName()).toString();
            values.add(new JsonValues().put("file", path).put("outcome", outcome));
            lines.add("%-8s %s".formatted(outcome, path));
        }
        return Answer.of(new JsonValues().put("name", name).putObjects("files", values)).lines(lines);
    }

    private Download.Outcome fetch(Download download, PublishedFile file) throws IOException {
        try (DownloadProgress progress = new DownloadProgress(terminal())) {
            return download.fetch(file, progress);
        }
    }
}
