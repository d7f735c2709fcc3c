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
import org.leastaction.bench.study.Shard;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.StudyCell;
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
        int expected = table.cells().stream().mapToInt(CellResult::expected).sum();
        int made = table.cells().stream().mapToInt(CellResult::made).sum();
        JsonValues values = new JsonValues()
                .put("study", study.name())
                .put("scale", study.scale().share())
                .put("instances", expected)
                .put("made", made)
                .put("diverged", table.cells().stream().mapToInt(CellResult::diverged).sum())
                .putStrings("failed", failures.stream().map(InstanceFailure::id).toList());
        String shard = directory.shard().map(Shard::inWords).orElse("");
        Answer answer = Answer.of(shard.isEmpty() ? values : values.put("shard", directory.shard().get().toString()))
                .line(study.label() + (shard.isEmpty() ? "" : ", " + shard));
        for (StudyCell cell : study.cells()) {
            CellResult result = table.cell(cell.row(), cell.column());
            if (result.expected() > 0) {
                answer = answer.line(line(study, cell, result));
            }
        }
        answer = answer.line(String.format(Locale.ROOT, "%d of %d instances%s exist", made, expected,
                shard.isEmpty() ? "" : " of this shard"));
        return answer.lines(failures.stream()
                .map(failure -> "failed: " + failure.id() + ": " + failure.reason()).collect(Collectors.toList()));
    }

    private static String line(Study study, StudyCell place, CellResult cell) {
        String diverged = cell.diverged() == 0 ? "" : ", " + cell.diverged() + " diverged";
        String failed = cell.failed() == 0 ? "" : ", " + cell.failed() + " failed";
        return String.format(Locale.ROOT, "%4d of %d  %s, %s%s%s", cell.made(), cell.expected(),
                study.rows().get(place.row()), study.columns().get(place.column()), diverged, failed);
    }
}
