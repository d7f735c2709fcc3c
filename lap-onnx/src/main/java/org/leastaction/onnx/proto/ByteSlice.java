package org.leastaction.onnx.proto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.leastaction.io.FileRegion;

/** A slice of bytes, which are shared. */
public record ByteSlice(Bytes bytes, int offset, int length) {

    /** From this size on, bytes of a file are held outside of Java's heap, where the runtime can use them in place. */
    static final int LARGE = 1 << 20;

    /** @throws IndexOutOfBoundsException if the slice does not lie in the bytes */
    public ByteSlice {
        Objects.checkFromIndexSize(offset, length, bytes.length());
    }

    public static ByteSlice of(byte[] array) {
        return new ByteSlice(Bytes.of(array), 0, array.length);
    }

    /** Memory from its start to its limit. */
    static ByteSlice of(ByteBuffer memory) {
        return new ByteSlice(Bytes.of(memory), 0, memory.limit());
    }

    static ByteSlice of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return new String(toArray(), StandardCharsets.UTF_8);
    }

    /** A copy of the bytes. */
    byte[] toArray() {
        byte[] array = new byte[length];
        bytes.copy(offset, ByteBuffer.wrap(array));
        return array;
    }

    /** The same bytes in memory: this slice if it is in memory already, otherwise a slice read from the file. */
    ByteSlice inMemory() {
        if (bytes.isInMemory()) {
            return this;
        }
        ByteBuffer memory = memory(length);
        bytes.copy(offset, memory);
        return of(memory.clear());
    }

    /** Memory for a number of bytes of a file: native memory if there are many. */
    static ByteBuffer memory(int length) {
        return length >= LARGE ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
    }

    /** A view of bytes that lie in memory, little-endian; native memory where {@link ByteBuffer#isDirect} says so. */
    public ByteBuffer buffer() {
        return bytes.view(offset, length);
    }

    /** Bytes at positions from 0: in memory, or of a file while it is being read. */
    public abstract static sealed class Bytes {

        private final int length;

        private Bytes(int length) {
            this.length = length;
        }

        static Bytes of(byte[] array) {
            return new Memory(ByteBuffer.wrap(array), true);
        }

        static Bytes of(ByteBuffer memory) {
            return new Memory(memory, true);
        }

        /** Memory for the time of reading: what is kept of it is copied. */
        static Bytes copied(ByteBuffer memory) {
            return new Memory(memory, false);
        }

        /** The first {@code length} bytes of a file, through a window of 64 KiB; usable while the channel is open. */
        static Bytes of(FileChannel channel, int length) {
            return new Window(channel, length);
        }

        public int length() {
            return length;
        }

        abstract byte at(int position);

        /** Fills what remains of a buffer with the bytes from a position on. */
        abstract void copy(int position, ByteBuffer target);

        /** Whether they lie in memory that a model may keep. */
        abstract boolean isInMemory();

        /** Whether they lie in memory outside of Java's heap. */
        abstract boolean isNative();

        /** A view of some bytes that lie in memory, little-endian. */
        abstract ByteBuffer view(int position, int size);

        private static final class Memory extends Bytes {

            private final ByteBuffer memory;
            private final boolean kept;

            Memory(ByteBuffer memory, boolean kept) {
                super(memory.limit());
                this.memory = memory;
                this.kept = kept;
            }

            @Override
            byte at(int position) {
                return memory.get(position);
            }

            @Override
            void copy(int position, ByteBuffer target) {
                target.put(view(position, target.remaining()));
            }

            @Override
            boolean isInMemory() {
                return kept;
            }

            @Override
            boolean isNative() {
                return memory.isDirect();
            }

            @Override
            ByteBuffer view(int position, int size) {
                return memory.slice(position, size).order(ByteOrder.LITTLE_ENDIAN);
            }
        }

        private static final class Window extends Bytes {

            private static final int SIZE = 1 << 16;

            private final FileChannel channel;
            private final ByteBuffer window = ByteBuffer.allocate(SIZE).limit(0);
            private int start;

            Window(FileChannel channel, int length) {
                super(length);
                this.channel = channel;
            }

            @Override
            byte at(int position) {
                if (position < start || position >= start + window.limit()) {
                    window.clear().limit(Math.min(SIZE, length() - position));
                    copy(position, window);
                    start = position;
                }
                return window.get(position - start);
            }

            @Override
            void copy(int position, ByteBuffer target) {
                try {
                    FileRegion.require(target, channel, position);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }

            @Override
            boolean isInMemory() {
                return false;
            }

            @Override
            boolean isNative() {
                return false;
            }

            @Override
            ByteBuffer view(int position, int size) {
                throw new IllegalStateException("these bytes are still in their file");
            }
        }
    }
}
