package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.leastaction.bench.command.options.TimeoutOption;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.ExitCode;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.record.FolderCheck;
import org.leastaction.flow.backend.Backends.FoundBackend;
import org.leastaction.flow.backend.FlowBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lap check}. */
@Command(name = "check", description = "Verifies the records, models, checkpoints and prepared autoencoders of a folder"
        + " against their hashes and lists what is damaged; changes nothing. The command that made the folder makes"
        + " damaged parts again.")
final class CheckCommand extends LapCommand {

    private static final List<String> PARTS =
            List.of("records.jsonl", "manifest.json", "study.json", "models", "checkpoints", "prepared");

    @Parameters(paramLabel = "DIR", description = "A run directory, the folder of a study, or a model's folder.")
    private Path folder;

    @Mixin
    private TimeoutOption timeout;

    CheckCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new BadInput(folder + ": " + (Files.exists(folder) ? "is a file; a folder is needed" : "there is no"
                    + " such folder"));
        }
        List<FlowBackend> backends = backends(timeout).found().stream().map(FoundBackend::backend).toList();
        FolderCheck check = check(backends);
        JsonValues values = new JsonValues()
                .put("folder", folder.toString())
                .put("records", check.records())
                .put("files", check.files())
                .putStrings("damage", check.damage());
        return Answer.of(values)
                .lines(check.damage().stream().map(sentence -> "damaged: " + sentence).toList())
                .line("%d records and %d other files and folders verified, %s".formatted(check.records(), check.files(),
                        check.damage().isEmpty() ? "no damage" : check.damage().size() + " damaged"))
                .withExitCode(check.damage().isEmpty() ? ExitCode.DONE : ExitCode.FAILED);
    }

    private FolderCheck check(List<FlowBackend> backends) throws IOException {
        if (PARTS.stream().anyMatch(part -> Files.exists(folder.resolve(part)))) {
            return FolderCheck.of(folder, backends);
        }
        List<String> damage = new ArrayList<>();
        boolean known = false;
        for (FlowBackend backend : backends) {
            known |= backend.recognises(folder);
            damage.addAll(backend.damage(folder));
        }
        if (!known && damage.isEmpty()) {
            throw new BadInput(folder + ": is neither a folder that lap writes nor a model of an installed backend");
        }
        return new FolderCheck(0, 1, damage);
    }
}
