package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.command.input.StudyTrainings;
import org.leastaction.bench.command.options.PageOptions;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.StudyOutput;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.ExitCode;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.StudyMerge;
import org.leastaction.bench.study.file.StudyReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lap study merge}. */
@Command(name = "merge",
        description = "Joins the folders of a study's shards into --out, which becomes the folder of the whole study;"
                + " lists what is missing. Runs nothing.")
final class StudyMergeCommand extends LapCommand {

    @Mixin
    private PageOptions page;

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "The folders of the shards.")
    private List<Path> folders = List.of();

    StudyMergeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws Exception {
        Path out = options().out().orElseThrow(() -> new BadInput("--out: name the folder for the merged study"));
        requireOthers(out);
        StudyTrainings trainings = StudyTrainings.of(surroundings(), Optional.empty());
        List<StudyDirectory> parts = new ArrayList<>();
        for (Path folder : folders) {
            parts.add(StudyDirectory.open(folder, new StudyReader(trainings)::read));
        }
        StudyMerge merge = StudyMerge.of(parts);
        for (StudyDirectory part : parts) {
            if (!part.runs().isEmpty()) {
                part.runs().records().notes().forEach(note -> terminal().remark(part.runs().path() + ": " + note));
            }
        }
        List<String> missing = merge.missing();
        StudyDirectory first = parts.get(0);
        try (StudyDirectory merged = StudyDirectory.of(out, first.study(), first.file(), first.seed())) {
            merge.into(merged);
            Answer answer = StudyOutput.write(merged, page).lines(missing);
            return missing.isEmpty() ? answer : answer.withExitCode(ExitCode.FAILED);
        }
    }

    private void requireOthers(Path out) throws IOException {
        for (int i = 0; i < folders.size(); i++) {
            Path folder = folders.get(i);
            if (!Files.exists(folder)) {
                continue; // reported when it is opened
            }
            if (Files.exists(out) && Files.isSameFile(folder, out)) {
                throw new BadInput("--out: " + out + " is one of the folders to merge; choose another");
            }
            for (Path earlier : folders.subList(0, i)) {
                if (Files.isSameFile(folder, earlier)) {
                    throw new BadInput(folder + " is named twice");
                }
            }
        }
    }

    /** Nothing to do: the merged folder is complete. */
    @Override
    protected void keep(Answer answer) {}
}
