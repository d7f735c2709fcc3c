package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.leastaction.bench.command.input.StudyTrainings;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.output.StudyOutput;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunSettings;
import org.leastaction.bench.record.Summary;
import org.leastaction.bench.report.Report;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.file.StudyReader;
import org.leastaction.io.AtomicFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lap report}. */
@Command(name = "report",
        description = "Writes report.pdf and summary.csv from records, without running anything again: in"
                + " each folder, or with --out one of all records together. In the folder of a study it also prints and draws"
                + " the study's table and figures.")
final class ReportCommand extends LapCommand {

    @Parameters(arity = "1..*", paramLabel = "DIR",
            description = "Run directories: folders that contain records.jsonl.")
    private List<Path> directories;

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
            RunDirectory merged = MergedRuns.write(runs, options().out().get());
            return answer(List.of(report(merged)), List.of());
        }
        for (Path directory : directories) {
            if (!StudyDirectory.isOne(directory)) {
                RunDirectory.open(directory);
            }
        }
        List<String> reports = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Path directory : directories) {
            if (StudyDirectory.isOne(directory)) {
                StudyTrainings trainings = StudyTrainings.of(surroundings(), Optional.empty());
                StudyDirectory study = StudyDirectory.open(directory, new StudyReader(trainings)::read);
                lines.addAll(StudyOutput.write(study).lines());
                reports.add(study.runs().reportFile().toString());
            } else {
                reports.add(report(RunDirectory.open(directory)));
                lines.add(reports.get(reports.size() - 1));
            }
        }
        return answer(reports, lines);
    }

    private static String report(RunDirectory run) throws IOException {
        Report.write(run, run.reportFile());
        Summary.write(run);
        return run.reportFile().toString();
    }

    private static Answer answer(List<String> reports, List<String> lines) {
        return Answer.of(new JsonValues().putStrings("reports", reports)).lines(lines.isEmpty() ? reports : lines);
    }

    /** Nothing to do: the run directory is complete. */
    @Override
    protected void keep(Answer answer) {}

    /** Merges several run directories into one. */
    private static final class MergedRuns {

        private MergedRuns() {}

        /**
         * Copies the records, particles and decoded samples of all runs into a folder. If records of different
         * trainings or measurements share an id, as in older versions, the fingerprint of their settings is appended to
         * it.
         *
         * @throws BadInput if the folder already contains records, or two runs have the same record
         */
        static RunDirectory write(List<RunDirectory> runs, Path folder) throws IOException {
            Map<RunDirectory, Map<RunRecord, String>> ids = ids(runs);
            RunDirectory merged = RunDirectory.create(folder);
            if (!merged.isEmpty()) {
                throw new BadInput(
                        folder + " already contains records; choose a folder without records for the merged ones");
            }
            for (RunDirectory run : runs) {
                for (Map.Entry<RunRecord, String> record : Objects.requireNonNull(ids.get(run)).entrySet()) {
                    String old = record.getKey().id();
                    String id = record.getValue();
                    copy(run.particlesFile(old), merged.particlesFile(id));
                    copy(run.decodingsFile(old), merged.decodingsFile(id));
                    merged.append(renamed(record.getKey(), id));
                }
            }
            return merged;
        }

        private static RunRecord renamed(RunRecord record, String id) {
            return new RunRecord(id, record.data(), record.model(), record.initialisation(), record.objective(),
                    record.training(), record.backend(), record.analysis());
        }

        private static void copy(Path from, Path to) throws IOException {
            if (Files.exists(from)) {
                Files.createDirectories(to.getParent());
                AtomicFiles.write(to, out -> Files.copy(from, out));
            }
        }

        /** The ids of all records in the merged folder. */
        private static Map<RunDirectory, Map<RunRecord, String>> ids(List<RunDirectory> runs) throws IOException {
            Set<String> taken = new HashSet<>();
            Map<RunDirectory, Map<RunRecord, String>> ids = new LinkedHashMap<>();
            for (RunDirectory run : runs) {
                Map<RunRecord, String> own = new LinkedHashMap<>();
                for (RunRecord record : run.records().all()) {
                    String id = record.id();
                    if (!taken.add(id)) {
                        id += "-" + RunSettings.of(record).fingerprint();
                        if (!taken.add(id)) {
                            throw twice(record);
                        }
                    }
                    own.put(record, id);
                }
                ids.put(run, own);
            }
            requireOthers(runs);
            return ids;
        }

        /** Rejects duplicates: a training that occurs twice would count twice in every mean. */
        private static void requireOthers(List<RunDirectory> runs) throws IOException {
            Map<String, RunSettings> settings = new HashMap<>();
            for (RunDirectory run : runs) {
                for (RunRecord record : run.records().all()) {
                    RunSettings own = RunSettings.of(record);
                    if (own.equals(settings.put(record.id(), own))) {
                        throw twice(record);
                    }
                }
            }
        }

        private static BadInput twice(RunRecord record) {
            return new BadInput("the record " + record.id() + " is in more than one of the folders; report each folder"
                    + " separately, without --out");
        }
    }
}
