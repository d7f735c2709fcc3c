package org.leastaction.bench.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.Summary;
import org.leastaction.bench.report.PairedFiles;
import org.leastaction.bench.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lap report}. */
@Command(name = "report", description = "Draws report.pdf and summary.csv from records, without running anything again; in each folder, or"
                + " with --out one of all records together. Methods that share seeds are compared on them: paired.csv,"
                + " paired.md, paired-*.svg.")
final class ReportCommand extends LapCommand {

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Run directories: folders that hold records.jsonl.")
    private List<Path> directories;

    ReportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws Exception {
        List<RunDirectory> runs = new ArrayList<>();
        for (Path directory : directories) {
            runs.add(RunDirectory.open(directory));
        }
        if (options().out().isPresent()) {
            runs = List.of(MergedRuns.write(runs, options().out().get()));
        }
        List<String> reports = new ArrayList<>();
        List<String> paired = new ArrayList<>();
        for (RunDirectory run : runs) {
            Report.write(run, run.reportFile());
            Summary.write(run);
            reports.add(run.reportFile().toString());
            PairedFiles.write(run).forEach(file -> paired.add(file.toString()));
        }
        return Answer.of(new JsonValues().putStrings("reports", reports).putStrings("paired", paired))
                .lines(reports).lines(paired);
    }

    /** The folder holds all that was asked for already. */
    @Override
    protected void keep(Answer answer) {}
}
