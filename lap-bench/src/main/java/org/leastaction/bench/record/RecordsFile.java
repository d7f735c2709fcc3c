package org.leastaction.bench.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.record.RecordLine.DamagedLineException;
import org.leastaction.bench.record.RecordLine.UnknownRecordException;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.InputFileException;

/**
 * records.jsonl: lines are separated before anything is decoded, so that damage costs the line in which it is and
 * nothing else. It grows by whole lines, each of which is on disk when {@link #append} returns.
 */
final class RecordsFile {

    private static final String DAMAGED = "records.damaged";

    private final Path file;

    /** The content, once this object has written to the file; null before. */
    private @Nullable Standing standing;

    RecordsFile(Path file) {
        this.file = file;
    }

    /** Length and ids of a file that consists of whole, undamaged lines. */
    private record Standing(long length, Set<String> ids) {}

    /**
     * The lines of the file.
     *
     * @param lines      the undamaged lines in order, as [from, to) in the bytes
     * @param damage     one phrase for every damaged line, beginning with its number
     * @param unfinished whether the last line has no line feed and is not a record
     */
    private record Lines(byte[] bytes, List<Line> lines, List<Damaged> damage, boolean unfinished) {}

    private record Line(RecordLine content, int from, int to) {}

    private record Damaged(int number, String problem, int from, int to) {}

    /**
     * Reads the records. Damaged lines and an unfinished last line are left out and reported; of records with the same
     * id the last one is used.
     *
     * @throws InputFileException if the file cannot be read, or contains a record of a later version
     */
    RunDirectory.Records read() throws InputFileException {
        Lines lines = lines();
        Map<String, RecordLine> records = new LinkedHashMap<>();
        List<String> damage = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (Damaged line : lines.damage()) {
            damage.add("line " + line.number() + " of records.jsonl is damaged and left out: " + line.problem());
        }
        int unchecked = 0;
        for (Line line : lines.lines()) {
            RunRecord record = line.content().record();
            if (records.remove(record.id()) != null) {
                remarks.add("the record " + record.id() + " is there more than once; the last counts");
            }
            records.put(record.id(), line.content());
            unchecked += line.content().checked() ? 0 : 1;
        }
        if (unchecked > 0) {
            remarks.add(unchecked + (unchecked == 1 ? " record has" : " records have")
                    + " no checksum: an earlier version wrote " + (unchecked == 1 ? "it" : "them"));
        }
        if (lines.unfinished()) {
            damage.add("the last line of records.jsonl is unfinished and left out");
        }
        Map<String, Map<String, String>> files = new LinkedHashMap<>();
        records.forEach((id, line) -> files.put(id, line.files()));
        return new RunDirectory.Records(
                records.values().stream().map(RecordLine::record).toList(), damage, remarks, files);
    }

    private Lines lines() throws InputFileException {
        InputFileException.requireReadable(file);
        return InputFileException.reading(file, () -> lines(Files.readAllBytes(file)));
    }

    private Lines lines(byte[] bytes) throws InputFileException {
        List<Line> lines = new ArrayList<>();
        List<Damaged> damage = new ArrayList<>();
        boolean unfinished = false;
        boolean checked = false;
        int number = 0;
        for (int from = 0; from < bytes.length; number++) {
            int to = from;
            while (to < bytes.length && bytes[to] != '\n') {
                to++;
            }
            if (!isBlank(bytes, from, to)) {
                try {
                    RecordLine line = RecordLine.read(bytes, from, to);
                    if (checked && !line.checked()) {
                        throw new DamagedLineException("it has no checksum, and the lines before it have one");
                    }
                    checked |= line.checked();
                    lines.add(new Line(line, from, to));
                } catch (DamagedLineException damaged) {
                    if (to == bytes.length) {
                        unfinished = true;
                    } else {
                        damage.add(new Damaged(number + 1, String.valueOf(damaged.getMessage()), from, to));
                    }
                } catch (UnknownRecordException later) {
                    throw new InputFileException(file, "line " + (number + 1)
                            + " is whole, and not a record that this version can read: " + later.getMessage(), later);
                }
            }
            from = to + 1;
        }
        return new Lines(bytes, lines, damage, unfinished);
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!RecordLine.isSpace(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Appends a record as one line, durably and atomically: a line that fails partway is truncated. A record with the
     * same id is replaced. An unfinished last line is discarded; damaged lines move to {@code records.damaged}.
     *
     * @throws IOException if the line cannot be written
     */
    synchronized void append(RunRecord record, Map<String, String> files) throws IOException {
        byte[] line = RecordLine.bytes(record, files);
        try {
            Standing before = standing;
            if (before == null || !Files.exists(file) || Files.size(file) != before.length()) {
                before = repaired();
            }
            standing = null;
            Standing after = before.ids().contains(record.id())
                    ? replaced(record.id(), line) : appended(before, record.id(), line);
            standing = after;
        } catch (IOException failure) {
            throw new IOException(file + ": the record " + record.id() + " cannot be written: "
                    + Objects.requireNonNullElse(failure.getMessage(), failure.toString()), failure);
        }
    }

    private Standing appended(Standing before, String id, byte[] line) throws IOException {
        boolean isNew = !Files.exists(file);
        ByteBuffer bytes = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            try {
                channel.position(before.length());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            } catch (IOException failure) {
                try {
                    channel.truncate(before.length());
                } catch (IOException alsoFailed) {
                    failure.addSuppressed(alsoFailed);
                }
                throw failure;
            }
        }
        if (isNew) {
            AtomicFiles.syncEntries(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        }
        Set<String> ids = before.ids();
        ids.add(id);
        return new Standing(before.length() + line.length + 1, ids);
    }

    /** Makes the file consist of whole, undamaged lines. */
    private Standing repaired() throws IOException {
        if (!Files.exists(file)) {
            return new Standing(0, new HashSet<>());
        }
        Lines lines = lines();
        boolean sound = lines.damage().isEmpty() && !lines.unfinished()
                && (lines.bytes().length == 0 || lines.bytes()[lines.bytes().length - 1] == '\n');
        if (!sound) {
            keepDamaged(lines);
            rewrite(lines, null, null);
        }
        return standing();
    }

    private Standing standing() throws IOException {
        Set<String> ids = new HashSet<>();
        lines().lines().forEach(line -> ids.add(line.content().record().id()));
        return new Standing(Files.size(file), ids);
    }

    private Standing replaced(String id, byte[] line) throws IOException {
        rewrite(lines(), id, line);
        return standing();
    }

    /** Writes all undamaged lines; if an id is given, its first line is replaced and its others are omitted. */
    private void rewrite(Lines lines, @Nullable String id, byte @Nullable [] replacement) throws IOException {
        AtomicFiles.write(file, out -> {
            boolean replaced = false;
            for (Line line : lines.lines()) {
                boolean same = line.content().record().id().equals(id);
                if (same && !replaced && replacement != null) {
                    out.write(replacement);
                    out.write('\n');
                    replaced = true;
                } else if (!same) {
                    out.write(lines.bytes(), line.from(), line.to() - line.from());
                    out.write('\n');
                }
            }
        });
    }

    private void keepDamaged(Lines lines) throws IOException {
        if (lines.damage().isEmpty()) {
            return;
        }
        Path kept = file.resolveSibling(DAMAGED);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        if (Files.exists(kept)) {
            all.write(Files.readAllBytes(kept));
        }
        for (Damaged line : lines.damage()) {
            all.write(lines.bytes(), line.from(), line.to() - line.from());
            all.write('\n');
        }
        AtomicFiles.write(kept, out -> out.write(all.toByteArray()));
    }
}
