package org.leastaction.bench.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.InputFileException;

/**
 * A folder of records and their files; {@code docs/records.md} describes the layout. Only one process at a time may
 * append, from any of its threads.
 */
public final class RunDirectory {

    private final Path path;

    private RunDirectory(Path path) {
        this.path = path;
    }

    /**
     * A directory to write to; created if missing.
     *
     * @throws InputFileException as {@link #requirePossible}
     * @throws IOException        if the folder cannot be created
     */
    public static RunDirectory create(Path path) throws IOException {
        requirePossible(path);
        try {
            Files.createDirectories(path);
        } catch (FileSystemException failure) {
            throw new IOException("cannot create the folder " + path + ": "
                    + Objects.requireNonNullElse(failure.getReason(), failure.toString()), failure);
        }
        return new RunDirectory(path);
    }

    /**
     * A directory that may not exist yet; it is created at the first write.
     *
     * @throws InputFileException as {@link #requirePossible}
     */
    public static RunDirectory planned(Path path) throws InputFileException {
        requirePossible(path);
        return new RunDirectory(path);
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
        RunDirectory directory = new RunDirectory(path);
        if (!Files.exists(directory.recordsFile())) {
            throw new InputFileException(path, "contains no records.jsonl, so it is not a run directory");
        }
        return directory;
    }

    public Path path() {
        return path;
    }

    /** records.jsonl. */
    public Path recordsFile() {
        return path.resolve("records.jsonl");
    }

    /** Whether it has no record. */
    public boolean isEmpty() {
        return !Files.exists(recordsFile());
    }

    /** The path of a record's particles within a directory. */
    public static String particles(String id) {
        return "particles/" + id + ".npz";
    }

    /** The path of a record's decoded samples within a directory. */
    public static String decodings(String id) {
        return "decodings/" + id + ".npz";
    }

    /** The file of the flow of a record's particles, if it was kept. */
    public Path particlesFile(String id) {
        return path.resolve(particles(id));
    }

    /** The file of the decoded states of a record's samples, if its model has a decoder. */
    public Path decodingsFile(String id) {
        return path.resolve(decodings(id));
    }

    /** The folder of a record's model, if it was kept. */
    public Path modelFolder(String id) {
        return path.resolve("models").resolve(id);
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
        AtomicFiles.delete(checkpointFolder(id));
        Path all = path.resolve("checkpoints");
        if (Files.isDirectory(all)) {
            try (Stream<Path> others = Files.list(all)) {
                if (others.findAny().isPresent()) {
                    return;
                }
            }
            AtomicFiles.delete(all);
        }
    }

    /**
     * Deletes partially written files of a record and of the directory, as left by a killed process.
     *
     * @throws IOException if something cannot be deleted
     */
    public void deleteLeftovers(String id) throws IOException {
        for (Path target : List.of(
                modelFolder(id), particlesFile(id), summaryFile(), manifestFile(), reportFile())) {
            AtomicFiles.deleteLeftovers(target);
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
     * Stores the result of a run: its files first, then its record, so that a record never lacks its files. What a
     * killed process left of the same files is deleted.
     *
     * @throws IOException if something cannot be written
     */
    public void keep(RunResult result) throws IOException {
        create(path);
        deleteLeftovers(result.record().id());
        for (Map.Entry<String, byte[]> file : result.files().entrySet()) {
            Path place = path.resolve(file.getKey());
            AtomicFiles.deleteLeftovers(place);
            AtomicFiles.write(place, out -> out.write(file.getValue()));
        }
        append(result.record());
    }

    /**
     * Appends a record as one line, atomically: a line that fails partway is truncated, and so is an incomplete last
     * line of an earlier process.
     *
     * @throws IOException if the line cannot be written
     */
    public synchronized void append(RunRecord record) throws IOException {
        String line = RecordJson.line(record) + "\n";
        try (FileChannel file = FileChannel.open(
                recordsFile(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = endOfLastLine(file);
            if (isRecord(rest(file, end))) {
                // A complete record without a line feed: the file was edited by hand.
                end = file.size();
                line = "\n" + line;
            }
            write(file, end, line);
        } catch (IOException failure) {
            throw new IOException(recordsFile() + ": the record " + record.id() + " cannot be written: "
                    + Objects.requireNonNullElse(failure.getMessage(), failure.toString()), failure);
        }
    }

    private static void write(FileChannel file, long from, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        file.truncate(from);
        try {
            file.position(from);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        } catch (IOException failure) {
            try {
                file.truncate(from);
            } catch (IOException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
    }

    /**
     * Reads all records. An incomplete last line, as left by a killed process, is skipped and reported in the result;
     * of records with the same id the last one is used.
     *
     * @throws InputFileException if the file cannot be read or a line before the last is not a record
     */
    public Records records() throws InputFileException {
        return InputFileException.reading(recordsFile(), this::parsed);
    }

    private Records parsed() throws InputFileException {
        String content = content();
        Map<String, RunRecord> records = new LinkedHashMap<>();
        List<String> remarks = new ArrayList<>();
        String[] lines = content.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isBlank()) {
                continue;
            }
            try {
                RunRecord record = RecordJson.parse(lines[i]);
                if (records.remove(record.id()) != null) {
                    remarks.add("the record " + record.id() + " is there more than once; the last counts");
                }
                records.put(record.id(), record);
            } catch (JsonProcessingException failure) {
                if (i < lines.length - 1) {
                    throw new InputFileException(recordsFile(),
                            "line " + (i + 1) + " is not a record: " + failure.getOriginalMessage(), failure);
                }
                remarks.add("the last line of records.jsonl is unfinished and left out");
            }
        }
        return new Records(List.copyOf(records.values()), List.copyOf(remarks));
    }

    /**
     * The records of a directory.
     *
     * @param all     the records, in the order of the file
     * @param remarks one sentence for each thing that was skipped
     */
    public record Records(List<RunRecord> all, List<String> remarks) {}

    private String content() throws InputFileException {
        InputFileException.requireReadable(recordsFile());
        try {
            return Files.readString(recordsFile());
        } catch (IOException failure) {
            throw InputFileException.of(recordsFile(), failure);
        }
    }

    private static boolean isRecord(String line) {
        try {
            return !line.isBlank() && RecordJson.parse(line) != null;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static String rest(FileChannel file, long from) throws IOException {
        ByteBuffer rest = ByteBuffer.allocate(Math.toIntExact(file.size() - from));
        int read = 0;
        while (rest.hasRemaining() && read >= 0) {
            read = file.read(rest, from + rest.position());
        }
        return new String(rest.array(), 0, rest.position(), StandardCharsets.UTF_8);
    }

    /** The position where the next line starts: after the last line feed. */
    private static long endOfLastLine(FileChannel file) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = file.size(); end > 0; end--) {
            one.clear();
            file.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }
}
