package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.leastaction.bench.command.options.PageOptions;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.RecordFiles;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunSettings;
import org.leastaction.bench.record.Summary;
import org.leastaction.bench.report.Report;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.InputFileException;

/** Merges several run directories into one. */
final class MergedRuns {

    private static final String MERGED = "merged from";

    /** The entries of a merged folder; the first one marks it as complete. */
    private static final List<String> ENTRIES =
            Stream.concat(Stream.of("records.jsonl", "manifest.json", "summary.csv", "report.pdf", "report.html"),
                    RecordFiles.folders().stream()).toList();

    private MergedRuns() {}

    /**
     * Copies the records, particles and decoded samples of all runs into a folder and draws their report. The folder is
     * written atomically: if it contains records.jsonl, it is complete. An earlier merged folder is replaced. If
     * records of different trainings or measurements share an id, as in older versions, the fingerprint of their
     * settings is appended to it.
     *
     * @return the report
     * @throws BadInput            if the folder contains records of its own, or two runs have the same record
     * @throws InputFileException  if a file of a run is damaged
     */
    static Path write(List<RunDirectory> runs, Path folder, PageOptions page) throws IOException {
        Map<RunDirectory, Map<RunRecord, String>> ids = ids(runs);
        for (RunDirectory run : runs) {
            requireWhole(run);
        }
        try (RunDirectory merged = RunDirectory.create(folder)) {
            requireOwn(merged, runs);
            AtomicFiles.fill(folder, ENTRIES, temporary -> {
                try (RunDirectory copy = RunDirectory.create(temporary)) {
                    for (RunDirectory run : runs) {
                        copy(run, Objects.requireNonNull(ids.get(run)), copy);
                    }
                    copy.write(Manifest.of(Map.of(MERGED, runs.stream().map(run -> run.path().toString()).toList())));
                    Report.write(copy, copy.reportFile());
                    page.write(copy);
                    Summary.write(copy);
                }
            });
            return merged.reportFile();
        }
    }

    private static void requireWhole(RunDirectory run) throws IOException {
        for (List<String> damage : run.damagedFiles().values()) {
            throw new InputFileException(run.path(), "cannot be merged: " + damage.get(0)
                    + "; 'lap check' lists all damage, and the command that made the folder repairs it");
        }
    }

    private static void requireOwn(RunDirectory merged, List<RunDirectory> runs) throws IOException {
        for (RunDirectory run : runs) {
            if (Files.isSameFile(run.path(), merged.path())) {
                throw new BadInput("--out: " + merged.path() + " is one of the folders to merge; choose another");
            }
        }
        boolean earlier = merged.manifest().map(manifest -> manifest.entries().containsKey(MERGED)).orElse(false);
        if (!merged.isEmpty() && !earlier) {
            throw new BadInput(merged.path()
                    + " already contains records; choose a folder without records for the merged ones");
        }
    }

    private static void copy(RunDirectory run, Map<RunRecord, String> ids, RunDirectory merged) throws IOException {
        for (Map.Entry<RunRecord, String> record : ids.entrySet()) {
            String old = record.getKey().id();
            String id = record.getValue();
            List<String> sources = RecordFiles.all(old);
            List<String> targets = RecordFiles.all(id);
            for (int i = 0; i < sources.size(); i++) {
                copy(run.path().resolve(sources.get(i)), merged.path().resolve(targets.get(i)));
            }
            merged.append(renamed(record.getKey(), id));
        }
    }

    private static RunRecord renamed(RunRecord record, String id) {
        return new RunRecord(id, record.data(), record.model(), record.initialisation(), record.objective(),
                record.training(), record.backend(), record.analysis());
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
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
