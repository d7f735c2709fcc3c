package org.leastaction.onnx.proto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Bytes at positions from 0: in memory, or of a file while it is being read. */
public abstract sealed class Bytes {

    private final int length;

    private Bytes(int length) {
        this.length = length;
    }

    static Bytes of(byte[] array) {
        return new Memory(ByteBuffer.wrap(array));
    }

    static Bytes of(ByteBuffer memory) {
        return new Memory(memory);
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

    abstract boolean isInMemory();

    /** Whether they lie in memory outside of Java's heap. */
    abstract boolean isNative();

    /** A view of some bytes that lie in memory, little-endian. */
    abstract ByteBuffer view(int position, int size);

    private static final class Memory extends Bytes {

        private final ByteBuffer memory;

        Memory(ByteBuffer memory) {
            super(memory.limit());
            this.memory = memory;
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
            return true;
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
                int begin = target.position();
                while (target.hasRemaining()) {
                    if (channel.read(target, (long) position + target.position() - begin) < 0) {
                        throw new IOException("it became shorter while it was read");
                    }
                }
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
