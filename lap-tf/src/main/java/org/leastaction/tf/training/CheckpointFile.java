package org.leastaction.tf.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;
import org.leastaction.io.Sha256;
import org.leastaction.tf.training.Checkpoints.Checkpoint;
import org.leastaction.tf.training.Checkpoints.Standing;

/**
 * A checkpoint file: a line with the name of the format, the length of a JSON header (int32) and the header, the
 * variables' values in the header's order (float32, little-endian), and the SHA-256 of everything before it. It is
 * written atomically.
 */
final class CheckpointFile {

    private static final byte[] FORMAT = "lap-tf-checkpoint/1\n".getBytes(StandardCharsets.US_ASCII);
    private static final String NO_CHECKPOINT = "is no checkpoint of this version";
    private static final int HASH_BYTES = 32;
    private static final int CHUNK = 1 << 15;
    private static final ObjectMapper JSON = new ObjectMapper();

    private CheckpointFile() {}

    /**
     * The content of a file.
     *
     * @param <S>      kind of training
     * @param settings the settings that determine the result of the training, as text
     */
    record Contents<S extends Standing>(Map<String, String> settings, Checkpoint<S> checkpoint) {}

    /** @param variables number of elements by name, in order */
    private record Header<S extends Standing>(Map<String, String> settings, S standing,
            Map<String, Integer> variables) {}

    /**
     * Writes a checkpoint.
     *
     * @param settings the settings that determine the result of the training, as text
     * @throws IOException if it cannot be written; an earlier file is then unchanged
     */
    static void write(Path file, Map<String, String> settings, Checkpoint<?> checkpoint) throws IOException {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        checkpoint.variables().forEach((name, values) -> sizes.put(name, values.length));
        byte[] header = JSON.writeValueAsBytes(new Header<>(settings, checkpoint.standing(), sizes));
        AtomicFiles.write(file, target -> {
            MessageDigest digest = Sha256.digest();
            DataOutputStream out = new DataOutputStream(new DigestOutputStream(target, digest));
            out.write(FORMAT);
            out.writeInt(header.length);
            out.write(header);
            for (float[] values : checkpoint.variables().values()) {
                write(values, out);
            }
            out.flush();
            target.write(digest.digest());
        });
    }

    /**
     * Reads a checkpoint.
     *
     * @param kind kind of training
     * @throws InputFileException if the file is not a complete checkpoint of this version and kind
     */
    static <S extends Standing> Contents<S> read(Path file, Class<S> kind) throws InputFileException {
        byte[] bytes = requireWhole(file);
        try {
            return contents(ByteBuffer.wrap(bytes, FORMAT.length, bytes.length - HASH_BYTES - FORMAT.length), kind);
        } catch (IOException | RuntimeException foreign) {
            throw new InputFileException(file, NO_CHECKPOINT + ": " + Messages.of(foreign), foreign);
        }
    }

    /**
     * Verifies the hash of a checkpoint.
     *
     * @return the file's bytes
     * @throws InputFileException if it is damaged, or of another version
     */
    static byte[] requireWhole(Path file) throws InputFileException {
        InputFileException.requireReadable(file);
        byte[] bytes = InputFileException.reading(file, () -> Files.readAllBytes(file));
        int end = bytes.length - HASH_BYTES;
        MessageDigest digest = Sha256.digest();
        digest.update(bytes, 0, Math.max(0, end));
        if (end < 0 || !Arrays.equals(digest.digest(), Arrays.copyOfRange(bytes, end, bytes.length))) {
            throw new InputFileException(file, "is damaged: its SHA-256 differs");
        }
        if (!startsWith(bytes, FORMAT)) {
            throw new InputFileException(file, NO_CHECKPOINT);
        }
        return bytes;
    }

    /** Whether a failure to read is due to damage, not to a checkpoint of another version or kind. */
    static boolean isDamage(InputFileException failure) {
        return !failure.problem().startsWith(NO_CHECKPOINT);
    }

    private static <S extends Standing> Contents<S> contents(ByteBuffer in, Class<S> kind) throws IOException {
        if (in.remaining() < Integer.BYTES) {
            throw new IllegalArgumentException("it ends before its header");
        }
        byte[] json = new byte[within(in, in.getInt(), 1, "bytes in its header")];
        in.get(json);
        Header<S> header =
                JSON.readValue(json, JSON.getTypeFactory().constructParametricType(Header.class, kind));
        in.order(ByteOrder.LITTLE_ENDIAN);
        Map<String, float[]> variables = new LinkedHashMap<>();
        header.variables().forEach((name, size) -> {
            float[] values = new float[within(in, size, Float.BYTES, "numbers in " + name)];
            in.asFloatBuffer().get(values);
            in.position(in.position() + Float.BYTES * size);
            variables.put(name, values);
        });
        return new Contents<>(header.settings(), new Checkpoint<>(header.standing(), variables));
    }

    /** A count of numbers, checked against the remaining length of the file. */
    private static int within(ByteBuffer in, int count, int bytes, String what) {
        if (count < 0 || (long) count * bytes > in.remaining()) {
            throw new IllegalArgumentException("it claims " + count + " " + what + ", and has " + in.remaining()
                    + " bytes more");
        }
        return count;
    }

    private static void write(float[] values, OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            buffer.asFloatBuffer().put(values, from, count);
            out.write(buffer.array(), 0, Float.BYTES * count);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(Arrays.copyOf(bytes, prefix.length), prefix);
    }
}
