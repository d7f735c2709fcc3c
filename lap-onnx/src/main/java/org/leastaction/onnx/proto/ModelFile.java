package org.leastaction.onnx.proto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.leastaction.io.FileKind;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;
import org.leastaction.onnx.proto.ByteSlice.Bytes;

/** Model files. */
public final class ModelFile {

    /** Protobuf's own bound: a message is shorter than 2 GiB. */
    private static final long GREATEST = Integer.MAX_VALUE - 64;
    /**
     * Files up to this size are read at once; in larger files, each large tensor is read directly into its final
     * memory.
     */
    private static final long SMALL = 1 << 24;

    private ModelFile() {}

    /**
     * Reads a model. O(its size); takes the file's size in memory, once.
     *
     * @throws InputFileException if it is missing, unreadable or no model; the message names it and the reason
     */
    public static ModelProto read(Path file) throws InputFileException {
        InputFileException.requireReadable(file);
        return InputFileException.reading(file, () -> model(file));
    }

    private static ModelProto model(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputFileException(file, "is no plain file");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > GREATEST) {
                throw new InputFileException(file, "is larger than 2 GiB, which no ONNX file is; its weights may lie"
                        + " in files beside it");
            }
            requireNoOtherKind(file);
            ByteSlice whole = channel.size() <= SMALL
                    ? ByteSlice.of(Files.readAllBytes(file))
                    : new ByteSlice(Bytes.of(channel, (int) channel.size()), 0, (int) channel.size());
            return new ModelReader(ExternalData.beside(file)).read(whole);
        } catch (MalformedModelException malformed) {
            throw new InputFileException(file, Messages.of(malformed), malformed);
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    /** ONNX files have no signature, but text never starts one: its first byte is the tag of a number. */
    private static void requireNoOtherKind(Path file) throws InputFileException {
        Optional<String> other = FileKind.of(file).insteadOf("an ONNX file");
        if (other.isPresent()) {
            throw new InputFileException(file, other.get());
        }
    }
}
