package org.leastaction.bench.record;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The result of a run as plain values, independent of where it ran; {@link RunDirectory#keep} stores it.
 *
 * @param record the record
 * @param files  contents of the files beside the record, by their path within the run directory: those of
 *               {@link RecordFiles#all}, and analysis.json
 */
public record RunResult(RunRecord record, Map<String, byte[]> files) {

    /** The result of the latest analysis, one in a directory. */
    public static final String ANALYSIS = "analysis.json";

    /** @throws IllegalArgumentException for a file with another path */

    public RunResult {
        Objects.requireNonNull(record, "record");
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        List<String> known = RecordFiles.all(record.id());
        for (String file : files.keySet()) {
            if (!known.contains(file) && !file.equals(ANALYSIS)) {
                throw new IllegalArgumentException("a record has no file " + file + ", only " + known);
            }
        }
    }

    /** A result without files. */
    public static RunResult of(RunRecord record) {
        return new RunResult(record, Map.of());
    }

    /** A copy with another file. */
    public RunResult withFile(String path, byte[] content) {
        Map<String, byte[]> more = new LinkedHashMap<>(files);
        more.put(path, content);
        return new RunResult(record, more);
    }

    /**
     * Results as bytes, for another process: their number; for each result its record as JSON and the number of its
     * files; for each file its path and content. A text or content is preceded by its length in bytes.
     */
    public static byte[] bytes(List<RunResult> results) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeInt(results.size());
            for (RunResult result : results) {
                write(out, RecordJson.line(result.record()).getBytes(StandardCharsets.UTF_8));
                out.writeInt(result.files().size());
                for (Map.Entry<String, byte[]> file : result.files().entrySet()) {
                    write(out, file.getKey().getBytes(StandardCharsets.UTF_8));
                    write(out, file.getValue());
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * The results that {@link #bytes} wrote.
     *
     * @throws IOException if the bytes are something else
     */
    public static List<RunResult> read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        List<RunResult> results = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            RunRecord record = RecordJson.parse(new String(next(in), StandardCharsets.UTF_8));
            Map<String, byte[]> files = new LinkedHashMap<>();
            for (int more = in.readInt(); more > 0; more--) {
                files.put(new String(next(in), StandardCharsets.UTF_8), next(in));
            }
            results.add(new RunResult(record, files));
        }
        return results;
    }

    private static void write(DataOutputStream out, byte[] content) throws IOException {
        out.writeInt(content.length);
        out.write(content);
    }

    private static byte[] next(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] content = in.readNBytes(Math.max(0, length));
        if (content.length != length) {
            throw new EOFException("the results of a unit are incomplete");
        }
        return content;
    }
}
