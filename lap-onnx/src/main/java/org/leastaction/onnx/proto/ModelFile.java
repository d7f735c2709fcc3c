package org.leastaction.onnx.proto;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.leastaction.io.FileKind;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.io.Messages;
import org.leastaction.onnx.proto.ByteSlice.Bytes;

/** Model files, plain or gzipped, which is detected from the first bytes. */
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
     * Reads a model. O(its size); takes the file's size in memory, once, and a gzipped file's content twice while it is
     * read.
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
            FileKind kind = FileKind.of(file);
            if (kind == FileKind.GZIP) {
                return model(file, Gzip.content(file));
            }
            requirePossible(file, channel.size());
            requireNoOtherKind(file, kind, "");
            return model(file, channel.size() <= SMALL
                    ? ByteSlice.of(Files.readAllBytes(file))
                    : new ByteSlice(Bytes.of(channel, (int) channel.size()), 0, (int) channel.size()));
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private static ModelProto model(Path file, ByteSlice whole) throws IOException {
        try {
            return new ModelReader(ExternalData.beside(file)).read(whole);
        } catch (MalformedModelException malformed) {
            throw new InputFileException(file, Messages.of(malformed), malformed);
        }
    }

    private static void requirePossible(Path file, long size) throws InputFileException {
        if (size > GREATEST) {
            throw new InputFileException(file, "is larger than 2 GiB, which no ONNX file is; its weights may lie"
                    + " in files beside it");
        }
    }

    /** ONNX files have no signature, but text never starts one: its first byte is the tag of a number. */
    private static void requireNoOtherKind(Path file, FileKind kind, String where) throws InputFileException {
        Optional<String> other = kind.insteadOf("an ONNX file");
        if (other.isPresent()) {
            throw new InputFileException(file, where + other.get());
        }
    }

    /**
     * Gzipped models. The stream is read twice: for the size of its content, which must be possible, and for the
     * content, for which exactly this memory is allocated.
     */
    private static final class Gzip {

        private static final int STEP = 1 << 16;

        private Gzip() {}

        static ByteSlice content(Path file) throws IOException {
            try {
                int size = size(file);
                // As of a plain file, small content is kept whole in Java's heap.
                ByteBuffer memory = size <= SMALL ? ByteBuffer.allocate(size) : ByteSlice.memory(size);
                try (InputStream in = open(file)) {
                    byte[] part = new byte[STEP];
                    for (int count = in.read(part); count >= 0; count = in.read(part)) {
                        if (count > memory.remaining()) {
                            throw new IOException("it changed while it was read");
                        }
                        memory.put(part, 0, count);
                    }
                }
                Bytes bytes = size <= SMALL ? Bytes.of(memory.flip()) : Bytes.copied(memory.flip());
                return new ByteSlice(bytes, 0, bytes.length());
            } catch (EOFException failure) {
                throw new InputFileException(file, "truncated: its gzip stream breaks off", failure);
            } catch (ZipException failure) {
                throw new InputFileException(file, "damaged gzip content: " + Messages.of(failure), failure);
            }
        }

        /** The size of the content, whose checksum is verified. */
        private static int size(Path file) throws IOException {
            long size = 0;
            try (InputStream in = open(file)) {
                byte[] part = new byte[STEP];
                int start = in.readNBytes(part, 0, FileKind.START);
                requireNoOtherKind(file, FileKind.of(Arrays.copyOf(part, start)), "its gzip content ");
                for (int count = start; count >= 0; count = in.read(part)) {
                    size += count;
                    Limit.checkExpansion(file, size);
                    requirePossible(file, size);
                }
            }
            return (int) size;
        }

        private static InputStream open(Path file) throws IOException {
            InputStream in = Files.newInputStream(file);
            try {
                return new GZIPInputStream(in, STEP);
            } catch (IOException failure) {
                in.close();
                throw failure;
            }
        }
    }
}
