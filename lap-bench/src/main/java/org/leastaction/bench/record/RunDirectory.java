package org.leastaction.bench.record;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.FolderInUseException;
import org.leastaction.io.FolderLock;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;
import org.leastaction.io.Sha256;

/**
 * A folder of records and their files; {@code docs/records.md} describes the layout. A directory to write to is locked
 * until it is closed, so that one process at a time writes, from any of its threads; reading needs no lock.
 */
public final class RunDirectory implements Closeable {

    private static final int CHECKPOINTS = 3;

    private final Path path;
    private final RecordsFile records;
    private final @Nullable FolderLock lock;

    private RunDirectory(Path path, @Nullable FolderLock lock) {
        this.path = path;
        this.records = new RecordsFile(path.resolve("records.jsonl"));
        this.lock = lock;
    }

    /**
     * A directory to write to; created if missing, and deleted on closing if nothing was written. What dead processes
     * left unfinished in it is deleted.
     *
     * @throws InputFileException   as {@link #requirePossible}
     * @throws FolderInUseException if another process, or this one, is writing to it
     * @throws IOException          if the folder cannot be created
     */
    public static RunDirectory create(Path path) throws IOException {
        requirePossible(path);
        FolderLock lock = FolderLock.acquire(path);
        RunDirectory directory = new RunDirectory(path, lock);
        try {
            directory.deleteOrphans();
        } catch (IOException failure) {
            lock.close();
            throw failure;
        }
        return directory;
    }

    /**
     * Checks that a directory can be created at a path and written to, without creating it; for use before long work.
     *
     * @throws InputFileException if the path or one of its parents is a file, or there is no write permission
     */
    public static void requirePossible(Path path) throws InputFileException {
        Path there = path.toAbsolutePath().normalize();
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw new InputFileException(path, there.equals(path.toAbsolutePath().normalize())
                    ? "is a file; a folder for records is needed"
                    : "cannot become a folder for records: " + there + " is a file");
        }
        if (!Files.isWritable(there)) {
            throw new InputFileException(path, "no permission to write in " + there);
        }
    }

    /**
     * A directory to read from.
     *
     * @throws InputFileException if there is no such folder or it contains no records.jsonl
     */
    public static RunDirectory open(Path path) throws InputFileException {
        if (!Files.isDirectory(path)) {
            throw new InputFileException(path, Files.exists(path)
                    ? "is a file; a folder that contains records.jsonl is needed" : "there is no such folder");
        }
        RunDirectory directory = reading(path);
        if (!Files.exists(directory.recordsFile())) {
            throw new InputFileException(path, "contains no records.jsonl, so it is not a run directory");
        }
        return directory;
    }

    /** A directory to read from, which may not have any records yet. */
    public static RunDirectory reading(Path path) {
        return new RunDirectory(path, null);
    }

    public Path path() {
        return path;
    }

    /** A sentence if the directory's file system has no locks, so that a second writer cannot be rejected. */
    public Optional<String> remark() {
        return lock == null ? Optional.empty() : lock.remark();
    }

    /**
     * Brings the number of records in the manifest up to date, and releases the lock; without effect on a directory
     * that was opened for reading.
     *
     * @throws IOException if the manifest cannot be read or written
     */
    @Override
    public void close() throws IOException {
        if (lock == null) {
            return;
        }
        try (FolderLock held = lock) {
            if (held.isHeld() && Files.exists(manifestFile()) && !isEmpty()) {
                Manifest manifest = Manifest.read(manifestFile());
                int count = records.read().all().size();
                if (manifest.records() != count) {
                    manifest.withRecords(count).write(manifestFile());
                }
            }
        }
    }

    private void requireLock() {
        if (lock == null || !lock.isHeld()) {
            throw new IllegalStateException(path + " is open for reading only");
        }
    }

    private void deleteOrphans() throws IOException {
        List<Path> folders = new ArrayList<>(List.of(path));
        for (String name : Stream.concat(RecordFiles.folders().stream(), Stream.of("models", "prepared", "checkpoints"))
                .toList()) {
            if (Files.isDirectory(path.resolve(name))) {
                // Checkpoints are in folders of their own, up to CHECKPOINTS deep.
                try (Stream<Path> all = Files.walk(path.resolve(name), CHECKPOINTS)) {
                    all.filter(Files::isDirectory).forEach(folders::add);
                }
            }
        }
        for (Path folder : folders) {
            AtomicFiles.deleteOrphans(folder);
        }
    }

    /** records.jsonl. */
    public Path recordsFile() {
        return path.resolve("records.jsonl");
    }

    /** Whether it has no record. */
    public boolean isEmpty() {
        return !Files.exists(recordsFile());
    }

    /** The file of the flow of a record's particles, if it was kept. */
    public Path particlesFile(String id) {
        return path.resolve(RecordFiles.particles(id));
    }

    /** The file of the decoded states of a record's samples, if its model has a decoder. */
    public Path decodingsFile(String id) {
        return path.resolve(RecordFiles.decodings(id));
    }

    /** The file of the samples of a record that stand out, if it was kept. */
    public Path samplesFile(String id) {
        return path.resolve(RecordFiles.samples(id));
    }

    /** The file of the states of a record's samples, if they were kept. */
    public Path flowFile(String id) {
        return path.resolve(RecordFiles.flow(id));
    }

    /** The file of the pictures of these samples, if they are images. */
    public Path picturesFile(String id) {
        return path.resolve(RecordFiles.pictures(id));
    }

    /** The folder of a record's model, if it was kept. */
    public Path modelFolder(String id) {
        return path.resolve(RecordFiles.model(id));
    }

    /** The folder of the checkpoints of an unfinished training; deleted once its record exists. */
    public Path checkpointFolder(String id) {
        return path.resolve("checkpoints").resolve(id);
    }

    /**
     * Deletes the checkpoints of a training whose record exists.
     *
     * @throws IOException if it cannot be deleted
     */
    public void discardCheckpoints(String id) throws IOException {
        requireLock();
        Path all = path.resolve("checkpoints");
        if (Files.isDirectory(all)) {
            AtomicFiles.delete(checkpointFolder(id));
            try (Stream<Path> others = Files.list(all)) {
                if (others.findAny().isPresent()) {
                    return;
                }
            }
            AtomicFiles.delete(all);
        }
    }

    /** summary.csv. */
    public Path summaryFile() {
        return path.resolve("summary.csv");
    }

    /** manifest.json. */
    public Path manifestFile() {
        return path.resolve("manifest.json");
    }

    /** report.html. */
    public Path pageFile() {
        return path.resolve("report.html");
    }

    /** report.pdf. */
    public Path reportFile() {
        return path.resolve("report.pdf");
    }

    /**
     * The manifest: the provenance of the records.
     *
     * @return empty if there is no manifest.json
     * @throws InputFileException if it is not a JSON object
     */
    public Optional<Manifest> manifest() throws InputFileException {
        return Files.exists(manifestFile()) ? Optional.of(Manifest.read(manifestFile())) : Optional.empty();
    }

    /**
     * Writes the manifest, with the number of records.
     *
     * @throws IOException if it cannot be written
     */
    public void write(Manifest manifest) throws IOException {
        requireLock();
        manifest.withRecords(isEmpty() ? 0 : records.read().all().size()).write(manifestFile());
    }

    /**
     * Stores the result of a run: its files first, then its record with their hashes, so that a record never lacks its
     * files. All are on disk when this returns. A record with the same id is replaced.
     *
     * @throws IOException if something cannot be written
     */
    public void keep(RunResult result) throws IOException {
        requireLock();
        for (Map.Entry<String, byte[]> file : result.files().entrySet()) {
            AtomicFiles.write(path.resolve(file.getKey()), out -> out.write(file.getValue()));
        }
        append(result.record(), result.files());
    }

    /**
     * Appends a record, with the hashes of the files that exist under its id.
     *
     * @throws IOException if the record cannot be written or a file cannot be read
     */
    public void append(RunRecord record) throws IOException {
        append(record, Map.of());
    }

    private void append(RunRecord record, Map<String, byte[]> written) throws IOException {
        requireLock();
        Map<String, String> hashes = new LinkedHashMap<>();
        for (String file : Stream
                .concat(RecordFiles.all(record.id()).stream(), Stream.of(RecordFiles.model(record.id()))).toList()) {
            if (!written.containsKey(file) && Files.exists(path.resolve(file))) {
                hashes.put(file, Sha256.of(path.resolve(file)));
            }
        }
        written.forEach((file, content) -> hashes.put(file, Sha256.of(content)));
        records.append(record, hashes);
    }

    /**
     * Reads all records. Damaged lines, and an incomplete last line as left by a killed process, are left out and
     * reported in the result; of records with the same id the last one is used.
     *
     * @throws InputFileException if the file cannot be read, or contains a record of a later version
     */
    public Records records() throws InputFileException {
        Records found = records.read();
        int counted = countInManifest();
        return counted <= found.all().size() ? found : found.withDamage("manifest.json counts " + counted
                + " records, and records.jsonl has " + found.all().size());
    }

    private int countInManifest() {
        try {
            return manifest().map(Manifest::records).orElse(0);
        } catch (InputFileException damaged) {
            return 0;
        }
    }

    /**
     * Verifies the files of all records against the hashes in the records.
     *
     * @return one sentence for each file that is missing or differs, or that no record has, by id; files of earlier
     *         versions have no hash
     * @throws InputFileException as {@link #records}
     */
    public Map<String, List<String>> damagedFiles() throws InputFileException {
        Map<String, List<String>> damaged = new LinkedHashMap<>();
        records().files().forEach((id, files) -> files.forEach((file, sha256) -> {
            String problem = isOf(id, file) ? problem(path.resolve(file), sha256)
                    : " is not a file of the record " + id + ", which names it";
            if (!problem.isEmpty()) {
                damaged.computeIfAbsent(id, key -> new ArrayList<>()).add(path.resolve(file) + problem);
            }
        }));
        return damaged;
    }

    /** Whether a record may have a file; other paths of a foreign directory may lead out of it. */
    private static boolean isOf(String id, String file) {
        return RecordFiles.all(id).contains(file) || file.equals(RecordFiles.model(id))
                || file.equals(RunResult.ANALYSIS);
    }

    private static String problem(Path file, String sha256) {
        try {
            return !Files.exists(file) ? " is missing" : Sha256.of(file).equals(sha256) ? ""
                    : " is damaged: its SHA-256 is not that in its record";
        } catch (IOException unreadable) {
            return " cannot be read: " + Messages.of(unreadable);
        }
    }

    /**
     * The records of a directory.
     *
     * @param all     the records, in the order of the file
     * @param damage  one sentence for each damaged or unfinished line, and if records are missing
     * @param remarks one sentence for each other peculiarity
     * @param files   the hashes of the files of each record, SHA-256 by path, by id
     */
    public record Records(
            List<RunRecord> all, List<String> damage, List<String> remarks, Map<String, Map<String, String>> files) {

        public Records {
            all = List.copyOf(all);
            damage = List.copyOf(damage);
            remarks = List.copyOf(remarks);
            files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        }

        /** The damage, then the remarks. */
        public List<String> notes() {
            return Stream.concat(damage.stream(), remarks.stream()).toList();
        }

        Records withDamage(String sentence) {
            return new Records(all, Stream.concat(damage.stream(), Stream.of(sentence)).toList(), remarks, files);
        }
    }
}
