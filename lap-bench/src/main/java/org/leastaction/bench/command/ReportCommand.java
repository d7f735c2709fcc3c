package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.leastaction.bench.command.input.StudyTrainings;
import org.leastaction.bench.command.options.PageOptions;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.output.StudyOutput;
import org.leastaction.bench.command.output.VerdictLines;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.Summary;
import org.leastaction.bench.report.Report;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.file.StudyReader;
import org.leastaction.bench.verdict.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lap report}. */
@Command(name = "report",
        description = "Writes report.pdf and summary.csv from records, without running anything again: in each folder,"
                + " or with --out one of all records together. In the folder of a study it also prints and draws the"
                + " study's table and figures.")
final class ReportCommand extends LapCommand {

    @Parameters(arity = "1..*", paramLabel = "DIR",
            description = "Run directories: folders that contain records.jsonl.")
    private List<Path> directories;

    @Mixin
    private PageOptions page;

    ReportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws Exception {
        if (options().out().isPresent()) {
            List<RunDirectory> runs = new ArrayList<>();
            for (Path directory : directories) {
                runs.add(RunDirectory.open(directory));
            }
            Path report = MergedRuns.write(runs, options().out().get(), page);
            for (RunDirectory run : runs) {
                remarkNotes(run);
            }
            return answer(List.of(report.toString()), page.points() == 0 ? List.of()
                    : List.of(options().out().get().resolve("report.html").toString()), List.of());
        }
        for (Path directory : directories) {
            if (!StudyDirectory.isOne(directory)) {
                RunDirectory.open(directory);
            }
        }
        List<String> reports = new ArrayList<>();
        List<String> allPages = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Path directory : directories) {
            try (RunDirectory run = RunDirectory.create(directory)) {
                if (StudyDirectory.isOne(directory)) {
                    StudyTrainings trainings = StudyTrainings.of(surroundings(), Optional.empty());
                    StudyDirectory study = StudyDirectory.open(directory, new StudyReader(trainings)::read);
                    lines.addAll(StudyOutput.write(study, page).lines());
                } else {
                    Report.write(run, run.reportFile());
                    List<String> pages = page.write(run);
                    Summary.write(run);
                    remarkNotes(run);
                    List<RunRecord> records = run.records().all();
                    lines.addAll(records.size() == 1
                            ? VerdictLines.of(Verdict.of(records.get(0))) : VerdictLines.of(records));
                    lines.add(run.reportFile().toString());
                    lines.addAll(pages);
                    allPages.addAll(pages);
                }
                reports.add(run.reportFile().toString());
            }
        }
        return answer(reports, allPages, lines);
    }

    private void remarkNotes(RunDirectory run) throws IOException {
        run.records().notes().forEach(note -> terminal().remark(run.path() + ": " + note));
    }

    private static Answer answer(List<String> reports, List<String> pages, List<String> lines) {
        return Answer.of(new JsonValues().putStrings("reports", reports).putStrings("pages", pages))
                .lines(lines.isEmpty() ? Stream.concat(reports.stream(), pages.stream()).toList() : lines);
    }

    /** Nothing to do: the run directory is complete. */
    @Override
    protected void keep(Answer answer) {}
}
