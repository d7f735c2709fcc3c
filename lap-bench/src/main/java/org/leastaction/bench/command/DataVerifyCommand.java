package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.command.options.DataOptions;
import org.leastaction.bench.command.options.EnumNames;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.ExitCode;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.data.DataPlaces;
import org.leastaction.bench.data.DataSets;
import org.leastaction.bench.data.FileCheck.Status;
import org.leastaction.bench.data.FileCheck;
import org.leastaction.bench.data.KnownDataSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lap data verify}. */
@Command(name = "verify", description = "Compares the files of a data set with the published checksums.")
final class DataVerifyCommand extends LapCommand {

    @Parameters(paramLabel = "NAME", description = "A known data set.")
    private String name;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Folder to search first.")
    private Path dataDir;

    DataVerifyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws IOException {
        DataPlaces places = DataOptions.places(Optional.ofNullable(dataDir), surroundings());
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
