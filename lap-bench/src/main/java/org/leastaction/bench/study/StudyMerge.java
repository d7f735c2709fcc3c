package org.leastaction.bench.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leastaction.bench.data.DataSettings;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.study.Study.Preparation;
import org.leastaction.bench.study.StudyDirectory.InstanceFailure;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.InputFileException;

/** Joins folders that have parts of one study into one folder. */
public final class StudyMerge {

    /** The entries of manifests that must be equal, because records depend on them. */
    private static final List<String> SAME = List.of("version", "commit", "backend id", "backend version",
            "backend device", "backend threads", "backend precision", "loops");

    private static final int NAMED = 5;

    private final List<StudyDirectory> parts;

    private StudyMerge(List<StudyDirectory> parts) {
        this.parts = parts;
    }

    /**
     * A merge of folders that belong together; nothing is written yet.
     *
     * @param parts at least one folder, open for reading
     * @throws InputFileException if they have different studies, sizes, seeds, numbers of shards, partitions, versions
     *                            of the program, numbers of threads or data, an instance is in two of them, or a file
     *                            is damaged
     */
    public static StudyMerge of(List<StudyDirectory> parts) throws IOException {
        StudyDirectory first = parts.get(0);
        Map<String, Path> seen = new LinkedHashMap<>();
        Map<String, List<String>> twice = new LinkedHashMap<>();
        Map<Drawn, Source> sources = new HashMap<>();
        for (StudyDirectory part : parts) {
            Path path = part.runs().path();
            if (!part.isSameStudyAs(first)) {
                throw new InputFileException(path, "has another study, scale, seed or other settings than "
                        + first.runs().path());
            }
            requireSameMaking(first, part);
            for (List<String> damage : part.runs().isEmpty() ? List.<List<String>>of()
                    : part.runs().damagedFiles().values()) {
                throw new InputFileException(path, "cannot be merged: " + damage.get(0)
                        + "; the command that made the folder repairs it");
            }
            requireSameData(part, sources);
            for (String id : part.records().keySet()) {
                Path other = seen.putIfAbsent(id, path);
                if (other != null) {
                    twice.computeIfAbsent(other + " and " + path, key -> new ArrayList<>()).add(id);
                }
            }
        }
        if (!twice.isEmpty()) {
            throw new InputFileException(first.runs().path(), "cannot be merged with the others: "
                    + twice.entrySet().stream().map(both -> both.getKey() + " both have " + named(both.getValue()))
                            .collect(Collectors.joining("; ")));
        }
        return new StudyMerge(List.copyOf(parts));
    }

    private static void requireSameMaking(StudyDirectory first, StudyDirectory part) throws InputFileException {
        if (part.shard().isPresent() && first.shard().isPresent()
                && part.shard().get().count() != first.shard().get().count()) {
            throw new InputFileException(part.runs().path(), "is the shard " + part.shard().get() + ", and "
                    + first.runs().path() + " is the shard " + first.shard().get());
        }
        if (part.isOfAnotherPartitionThan(first)) {
            throw new InputFileException(part.runs().path(), "and " + first.runs().path() + " are shards of different"
                    + " partitions of the study; all shards need the same rows and the same data");
        }
        Manifest expected = made(first);
        Manifest there = made(part);
        requireSame(SAME, expected.entries(), there.entries(), first, part);
        Set<String> all = new LinkedHashSet<>(expected.configuration().keySet());
        all.addAll(there.configuration().keySet());
        requireSame(all, expected.configuration(), there.configuration(), first, part);
    }

    private static void requireSame(
            Collection<String> entries, Map<String, String> expected, Map<String, String> there, StudyDirectory first,
            StudyDirectory part) throws InputFileException {
        for (String entry : entries) {
            String value = there.getOrDefault(entry, "none");
            String other = expected.getOrDefault(entry, "none");
            Optional<String> ofData = DataSums.dataOf(entry);
            // Folders of other rows may have data that the others lack.
            boolean comparable = ofData.isEmpty() || (there.containsKey(entry) && expected.containsKey(entry));
            if (comparable && !value.equals(other)) {
                Path path = part.runs().path();
                Path before = first.runs().path();
                throw new InputFileException(path, ofData
                        .map(data -> "was made from other data '" + data + "' than " + before + ": their SHA-256 is "
                                + value + ", and not " + other)
                        .orElse("was made with the " + entry + " '" + value + "', and " + before + " with '" + other
                                + "'"));
            }
        }
    }

    private static Manifest made(StudyDirectory part) throws InputFileException {
        return part.runs().manifest().orElseThrow(() -> new InputFileException(
                part.runs().path(), "has no manifest.json, so that it is unknown how it was made"));
    }

    /** Data that are the same for all instances with these settings of data and this seed. */
    private record Drawn(String data, long seed) {}

    private record Source(String sha256, String id, Path folder) {}

    /** Compares the data in the records of instances that share theirs, such as those of two objectives. */
    private static void requireSameData(StudyDirectory part, Map<Drawn, Source> sources) throws InputFileException {
        Map<String, RunRecord> records = part.records();
        for (StudyInstance instance : part.study().all()) {
            RunRecord record = records.get(instance.id());
            if (record == null || record.data() == null || record.data().sha256() == null) {
                continue;
            }
            Source here = new Source(record.data().sha256(), instance.id(), part.runs().path());
            Source other = sources.putIfAbsent(
                    new Drawn(DataSettings.words(instance.cell().settings()), instance.seed(part.seed())), here);
            if (other != null && !other.sha256().equals(here.sha256())) {
                throw new InputFileException(here.folder(), "was made from other data than " + other.folder()
                        + ": the SHA-256 of the data of " + here.id() + " is " + here.sha256() + ", and that of "
                        + other.id() + ", which are the same points, is " + other.sha256());
            }
        }
    }

    private static String named(List<String> ids) {
        String first = String.join(", ", ids.subList(0, Math.min(NAMED, ids.size())));
        return ids.size() <= NAMED ? first : first + " and " + (ids.size() - NAMED) + " more";
    }

    /**
     * What is missing, one sentence each: shards of which there is no folder, and instances that a part should have
     * made and no part has made or tried.
     */
    public List<String> missing() throws IOException {
        List<String> missing = new ArrayList<>();
        List<Integer> shards = parts.stream().flatMap(part -> part.shard().stream()).map(Shard::index).toList();
        int count = parts.get(0).shard().map(Shard::count).orElse(0);
        for (int shard = 0; shard < count; shard++) {
            if (!shards.contains(shard)) {
                missing.add("the shard " + new Shard(shard, count) + " is missing");
            }
        }
        Set<String> tried = new HashSet<>();
        for (StudyDirectory part : parts) {
            part.failures().forEach(failure -> tried.add(failure.id()));
            tried.addAll(part.records().keySet());
        }
        Set<String> own = new LinkedHashSet<>();
        parts.forEach(part -> part.own().forEach(instance -> own.add(instance.id())));
        own.removeAll(tried);
        own.forEach(id -> missing.add(id + " is missing"));
        return missing;
    }

    /**
     * Writes records, their files, autoencoders, failures and the manifest into a folder. Existing records are kept: an
     * interrupted merge is continued.
     *
     * @param merged open for writing, not one of the parts
     * @throws InputFileException if it has records that are in no part
     */
    public void into(StudyDirectory merged) throws IOException {
        Map<String, StudyDirectory> places = new LinkedHashMap<>();
        Map<String, Set<String>> files = new HashMap<>();
        Map<String, RunRecord> records = new LinkedHashMap<>();
        Map<String, InstanceFailure> failures = new LinkedHashMap<>();
        for (StudyDirectory part : parts) {
            part.records().forEach((id, record) -> {
                places.put(id, part);
                records.put(id, record);
            });
            part.failures().forEach(failure -> failures.put(failure.id(), failure));
            if (!part.runs().isEmpty()) {
                part.runs().records().files().forEach((id, hashes) -> files.put(id, hashes.keySet()));
            }
        }
        for (Map.Entry<String, RunRecord> there : merged.records().entrySet()) {
            if (!there.getValue().equals(records.get(there.getKey()))) {
                throw new InputFileException(merged.runs().path(), "has a record " + there.getKey()
                        + " of its own; choose a folder without records");
            }
        }
        Set<String> finished = merged.finished();
        for (Preparation preparation : merged.study().prepared()) {
            copyPrepared(preparation, merged);
        }
        merged.runs()
                .write(made().with("merged from", parts.stream().map(part -> part.runs().path().toString()).toList()));
        // In the order of the study, regardless of the order of the parts.
        for (WorkUnit unit : merged.study().units(instance -> records.containsKey(instance.id()))) {
            for (StudyInstance instance : unit.instances()) {
                RunRecord record = records.get(instance.id());
                if (record != null && !finished.contains(instance.id())) {
                    copy(record, files.getOrDefault(instance.id(), Set.of()),
                            Objects.requireNonNull(places.get(instance.id())).runs().path(), merged.runs());
                }
            }
        }
        failures.keySet().removeAll(records.keySet());
        merged.keep(List.copyOf(failures.values()));
    }

    private Manifest made() throws InputFileException {
        return parts.get(0).runs().manifest().orElseThrow();
    }

    private void copyPrepared(Preparation preparation, StudyDirectory merged) throws IOException {
        Path folder = merged.preparedFolder(preparation);
        for (StudyDirectory part : parts) {
            Path source = part.preparedFolder(preparation);
            if (Files.isDirectory(source) && !Files.exists(folder)) {
                copy(source, folder);
                Path errors = source.resolveSibling(preparation.name() + ".csv");
                if (Files.exists(errors)) {
                    byte[] content = Files.readAllBytes(errors);
                    AtomicFiles.write(folder.resolveSibling(preparation.name() + ".csv"), out -> out.write(content));
                }
            }
        }
    }

    private static void copy(Path source, Path folder) throws IOException {
        String marker;
        try (Stream<Path> files = Files.list(source)) {
            marker = files.filter(Files::isRegularFile).map(file -> String.valueOf(file.getFileName())).sorted()
                    .findFirst().orElseThrow(() -> new InputFileException(source, "is empty"));
        }
        AtomicFiles.writeFolder(folder, marker, temporary -> {
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file : files.toList()) {
                    Path target = temporary.resolve(source.relativize(file).toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(file, target);
                    }
                }
            }
        });
    }

    /** @param files paths of all files and folders of the record, within the directories */
    private static void copy(RunRecord record, Set<String> files, Path source, RunDirectory merged)
            throws IOException {
        RunResult result = RunResult.of(record);
        for (String file : files) {
            if (Files.isDirectory(source.resolve(file))) {
                copy(source.resolve(file), merged.path().resolve(file));
            } else {
                result = result.withFile(file, Files.readAllBytes(source.resolve(file)));
            }
        }
        merged.keep(result);
    }
}
