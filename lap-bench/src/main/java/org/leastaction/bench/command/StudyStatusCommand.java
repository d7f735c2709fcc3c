package org.leastaction.bench.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.leastaction.bench.command.input.StudyTrainings;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.StudyDirectory.InstanceFailure;
import org.leastaction.bench.study.file.StudyReader;
import org.leastaction.bench.study.table.StudyTable;
import org.leastaction.bench.study.table.StudyTable.CellResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lap study status}. */
@Command(name = "status",
        description = "Reports which instances of a study exist, are missing or failed; runs nothing.")
final class StudyStatusCommand extends LapCommand {

    @Parameters(paramLabel = "DIR", description = "The folder of a study.")
    private Path path;

    StudyStatusCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws Exception {
        StudyTrainings trainings = StudyTrainings.of(surroundings(), Optional.empty());
        StudyDirectory directory = StudyDirectory.open(path, new StudyReader(trainings)::read);
        StudyTable table = StudyTable.of(directory);
        Study study = directory.study();
        List<InstanceFailure> failures = directory.failures();
        int made = table.cells().stream().mapToInt(CellResult::made).sum();
        JsonValues values = new JsonValues()
                .put("study", study.name())
                .put("scale", study.scale())
                .put("instances", study.all().size())
                .put("made", made)
                .put("diverged", table.cells().stream().mapToInt(CellResult::diverged).sum())
                .putStrings("failed", failures.stream().map(InstanceFailure::id).toList());
        Answer answer = Answer.of(values).line(study.label());
        if (directory.shard().isPresent()) {
            answer = answer.line("this folder has the shard " + directory.shard().get());
        }
        for (int row = 0; row < study.rows().size(); row++) {
            for (int column = 0; column < study.columns().size(); column++) {
                answer = answer.line(line(study, row, column, table.cell(row, column)));
            }
        }
        answer = answer.line(String.format(Locale.ROOT, "%d of %d instances exist", made, study.all().size()));
        return answer.lines(failures.stream()
                .map(failure -> "failed: " + failure.id() + ": " + failure.reason()).collect(Collectors.toList()));
    }

    private static String line(Study study, int row, int column, CellResult cell) {
        String diverged = cell.diverged() == 0 ? "" : ", " + cell.diverged() + " diverged";
        String failed = cell.failed() == 0 ? "" : ", " + cell.failed() + " failed";
        return String.format(Locale.ROOT, "%4d of %d  %s, %s%s%s", cell.made(), cell.expected(),
                study.rows().get(row), study.columns().get(column), diverged, failed);
    }
}
