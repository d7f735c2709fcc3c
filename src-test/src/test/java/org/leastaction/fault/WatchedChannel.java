package org.leastaction.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.leastaction.fault.Disk.Kind;

/** A channel whose writes can fail, half done as on a full disk, and are recorded. */
final class WatchedChannel extends FileChannel {

    private static final AtomicInteger OPEN = new AtomicInteger();

    private final FileChannel base;
    private final Path path;
    private final long file;

    WatchedChannel(FileChannel base, Path path) throws IOException {
        this.base = base;
        this.path = path;
        this.file = Disk.key(path);
        OPEN.incrementAndGet();
    }

    /** The number of watched channels that are open. */
    static int open() {
        return OPEN.get();
    }

    /** Identifies the file independently of its name. */
    long file() {
        return file;
    }

    private int write(ByteBuffer source, long position, boolean moves) throws IOException {
        int length = source.remaining();
        byte[] bytes = new byte[length];
        source.duplicate().get(bytes);
        try {
            Disk.DISK.before(Kind.WRITE, path);
        } catch (IOException failure) {
            int half = base.write(ByteBuffer.wrap(bytes, 0, length / 2), position);
            Disk.DISK.changed(Kind.WRITE, file, path, position, Arrays.copyOf(bytes, half));
            throw failure;
        }
        int written = base.write(source, position);
        if (moves) {
            base.position(position + written);
        }
        Disk.DISK.changed(Kind.WRITE, file, path, position, Arrays.copyOf(bytes, written));
        return written;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return write(source, base.position(), true);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        return write(source, position, false);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long written = 0;
        for (int i = offset; i < offset + length; i++) {
            written += write(sources[i]);
        }
        return written;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        Disk.DISK.before(Kind.TRUNCATE, path);
        base.truncate(size);
        Disk.DISK.changed(Kind.TRUNCATE, file, path, size, new byte[0]);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        Disk.DISK.before(Kind.FORCE, path);
        base.force(metaData);
        Disk.DISK.changed(Kind.FORCE, file, path, 0, new byte[0]);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return base.read(target);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return base.read(targets, offset, length);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return base.read(target, position);
    }

    @Override
    public long position() throws IOException {
        return base.position();
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        base.position(newPosition);
        return this;
    }

    @Override
    public long size() throws IOException {
        return base.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return base.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        throw new UnsupportedOperationException("transfers into files are not watched");
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return base.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return base.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return base.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        OPEN.decrementAndGet();
        base.close();
    }
}
