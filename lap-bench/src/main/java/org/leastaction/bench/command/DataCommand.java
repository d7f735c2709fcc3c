package org.leastaction.bench.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.command.options.DataFolderOption;
import org.leastaction.bench.command.options.EnumNames;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.ExitCode;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.ProgressDisplay;
import org.leastaction.bench.command.progress.Terminal;
import org.leastaction.bench.data.DataPlaces;
import org.leastaction.bench.data.DataSets;
import org.leastaction.bench.data.Download;
import org.leastaction.bench.data.FileCheck;
import org.leastaction.bench.data.FileCheck.Status;
import org.leastaction.bench.data.KnownDataSet;
import org.leastaction.bench.data.PublishedFiles;
import org.leastaction.bench.data.PublishedFiles.PublishedFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lap data}: the group of the three commands about data sets. */
@Command(name = "data", description = "Lists, downloads and verifies data sets.",
        synopsisSubcommandLabel = "(list|get|verify)")
final class DataCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this help.")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean help;

    static List<LapCommand> commands(Surroundings surroundings) {
        return List.of(
                new DataListCommand(surroundings),
                new DataGetCommand(surroundings),
                new DataVerifyCommand(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "lap data needs one of list, get, verify");
    }

    /** {@code lap data get}. */
    @Command(name = "get", description = "Downloads a data set and checks it.")
    private static final class DataGetCommand extends LapCommand {

        @Parameters(paramLabel = "NAME", description = "A known data set.")
        private String name;

        @Option(names = "--data-dir", paramLabel = "DIR",
                description = "Folder for data sets; the files go into its subfolder NAME (default: ~/.cache/lap).")
        private Path dataDir;

        @Option(names = "--from", paramLabel = "URL", description = "Address of a mirror, a folder with the files.")
        private URI mirror;

        DataGetCommand(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        protected Answer answer() throws IOException {
            PublishedFiles published = DataSets.standard().named(name).files()
                    .orElseThrow(() -> new BadInput(name + " is generated; there is nothing to download"));
            PublishedFiles files = mirror == null ? published : published.from(mirror);
            Path folder =
                    DataFolderOption.places(Optional.ofNullable(dataDir), surroundings()).downloads().resolve(name);
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

    /** {@code lap data list}. */
    @Command(name = "list", description = "Lists the known data sets and the locations of their files.")
    private static final class DataListCommand extends LapCommand {

        private static final double MEGABYTE = 1e6;

        @Mixin
        private DataFolderOption dataFolder;

        DataListCommand(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        protected Answer answer() throws IOException {
            DataPlaces places = dataFolder.places(surroundings());
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
                    List<String> lacking = set.lacking(folder.get());
                    value.put("folder", folder.get().toString()).put("bytes", bytes).putStrings("lacking", lacking);
                    lines.add("%-14s in %s, %.1f MB%s".formatted("", folder.get(), bytes / MEGABYTE,
                            lacking.isEmpty() ? "" : "; there is no " + String.join(", no ", lacking)));
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

    /** {@code lap data verify}. */
    @Command(name = "verify", description = "Compares the files of a data set with the published checksums.")
    private static final class DataVerifyCommand extends LapCommand {

        @Parameters(paramLabel = "NAME", description = "A known data set.")
        private String name;

        @Mixin
        private DataFolderOption dataFolder;

        DataVerifyCommand(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        protected Answer answer() throws IOException {
            DataPlaces places = dataFolder.places(surroundings());
            DataSets sets = DataSets.standard();
            KnownDataSet set = sets.named(name);
            if (set.files().isEmpty()) {
                throw new BadInput(name + " is generated; there is nothing to verify");
            }
            Path folder = sets.find(set, places).orElseThrow(() -> sets.missing(name, places));
            List<JsonValues> values = new ArrayList<>();
            List<String> lines = new ArrayList<>();
            List<FileCheck> checks = set.check(folder);
            for (FileCheck check : checks) {
                String status = EnumNames.name(check.status());
                String shown = check.path().map(Path::toString).orElse(check.name());
                values.add(new JsonValues().put("file", shown).put("status", status).put("detail", check.detail()));
                lines.add("%-8s %s: %s".formatted(status, shown, check.detail()));
            }
            boolean isWrong = checks.stream()
                    .anyMatch(check -> check.status() == Status.WRONG || check.status() == Status.MISSING);
            return Answer.of(new JsonValues().put("name", name).putObjects("files", values))
                    .lines(lines)
                    .withExitCode(isWrong ? ExitCode.FAILED : ExitCode.DONE);
        }
    }

    /** Shows the download of one file. */
    private static final class DownloadProgress implements Download.Listener, AutoCloseable {

        private final Terminal terminal;
        private ProgressDisplay progress = ProgressDisplay.NONE;

        DownloadProgress(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public void received(PublishedFile file, long bytes, long total) {
            if (progress == ProgressDisplay.NONE) {
                progress = terminal.progress(file.packedName(), total);
            }
            progress.reached(bytes);
        }

        @Override
        public void close() {
            progress.close();
        }
    }
}
