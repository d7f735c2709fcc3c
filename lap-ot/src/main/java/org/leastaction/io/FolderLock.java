package org.leastaction.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right of one process to write to a folder: an operating-system lock on the file {@code .lap.lock} in the folder,
 * which contains the number of the process and the time. The system releases the lock when the process ends, however it
 * ends.
 *
 * <p>Only writers take the lock. On a file system without locks, {@link #remark()} says that nothing prevents a second
 * writer. Closing deletes the lock file, and the folders that the lock created if they are empty.
 */
public final class FolderLock implements AutoCloseable {

    private static final String NAME = ".lap.lock";

    /** The locked byte lies behind the content: on Windows, others cannot read locked bytes. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int MOST_OWNER_BYTES = 200;
    private static final int MOST_ATTEMPTS = 100;

    /** Number of sizes that a lock file may have. */
    private static final int SIZES = 1 << 16;

    /**
     * The locks of this process, by the real path of the lock file. Locks belong to processes, and with POSIX closing
     * any channel of a file releases all locks of the process on it: a second writer of the same process must be
     * rejected before it opens the file.
     */
    private static final Map<Path, Instant> HELD = new ConcurrentHashMap<>();

    private final Path file;
    private final FileChannel channel;
    private final List<Path> created;
    private final Optional<String> remark;

    private FolderLock(Path file, FileChannel channel, List<Path> created, Optional<String> remark) {
        this.file = file;
        this.channel = channel;
        this.created = created;
        this.remark = remark;
    }

    /**
     * Locks a folder, which is created if missing.
     *
     * @throws FolderInUseException if another writer holds the lock; nothing is changed then
     * @throws IOException          if the folder or the lock file cannot be created
     */
    public static FolderLock acquire(Path folder) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            // Its channels would be closed at once, and leave a lock file.
            throw new ClosedByInterruptException();
        }
        for (int attempt = 1;; attempt++) {
            List<Path> created = DurableFolders.create(folder);
            try {
                return acquire(folder, created);
            } catch (NoSuchFileException vanished) {
                // A writer that created the folder and did not use it has deleted it meanwhile.
                if (attempt == MOST_ATTEMPTS) {
                    throw vanished;
                }
            } catch (IOException | RuntimeException failure) {
                deleteEmpty(created);
                throw failure;
            }
        }
    }

    private static FolderLock acquire(Path folder, List<Path> created) throws IOException {
        Path file = folder.toRealPath().resolve(NAME);
        Instant now = Instant.now();
        Instant held = HELD.putIfAbsent(file, now);
        if (held != null) {
            throw FolderInUseException.by(folder, ProcessHandle.current().pid(), held);
        }
        boolean locked = false;
        try {
            FolderLock lock = lock(folder, file, created, now);
            locked = true;
            return lock;
        } catch (NoSuchFileException vanished) {
            throw vanished;
        } catch (FileSystemException failure) {
            throw new IOException("cannot write in the folder " + folder + ": "
                    + Objects.requireNonNullElse(failure.getReason(), "no permission"), failure);
        } finally {
            if (!locked) {
                HELD.remove(file);
            }
        }
    }

    private static FolderLock lock(Path folder, Path file, List<Path> created, Instant now) throws IOException {
        while (true) {
            try {
                Files.createFile(file);
            } catch (FileAlreadyExistsException there) {
                // A lock file without a lock was left by a process that was killed.
            }
            Optional<FolderLock> lock = tryLock(folder, file, created, now);
            if (lock.isPresent()) {
                return lock.get();
            }
        }
    }

    /**
     * Returns empty if the previous holder deleted the file meanwhile: the lock would be on a file without a name.
     *
     * <p>Java does not report which file a channel belongs to, and the system reuses the numbers of deleted files. So
     * the holder gives the file a size of its own through the channel and compares it with the size of the file of that
     * name. Opening the file a second time to read it would release the lock.
     */
    private static Optional<FolderLock> tryLock(Path folder, Path file, List<Path> created, Instant now)
            throws IOException {
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FolderLock lock = new FolderLock(file, channel, created, locked(folder, channel));
            long size = size();
            try {
                lock.writeOwner(now, size);
            } catch (IOException failure) {
                // As on a full disk.
                Files.deleteIfExists(file);
                throw failure;
            }
            locked = Files.size(file) == size;
            return locked ? Optional.of(lock) : Optional.empty();
        } catch (NoSuchFileException deleted) {
            return Optional.empty();
        } finally {
            if (!locked && channel != null) {
                channel.close();
            }
        }
    }

    /** A size that hardly any other holder has: it depends on the process and on the moment. */
    private static long size() {
        long mixed = (ProcessHandle.current().pid() * 0x9E3779B97F4A7C15L) ^ (System.nanoTime() * 0xC2B2AE3D27D4EB4FL);
        return MOST_OWNER_BYTES + 1L + Math.floorMod(mixed ^ (mixed >>> 32), SIZES);
    }

    /** Locks a file; returns a remark if its file system has no locks. */
    private static Optional<String> locked(Path folder, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (ClosedByInterruptException interrupted) {
            throw interrupted;
        } catch (OverlappingFileLockException otherName) {
            // This process holds the lock by another path of the same folder.
            throw FolderInUseException.by(folder, ProcessHandle.current().pid(), Instant.now());
        } catch (IOException | UnsupportedOperationException unsupported) {
            return Optional.of("the file system of " + folder + " has no locks (" + Messages.of(unsupported)
                    + "): make sure that no other process writes there");
        }
        if (lock == null) {
            throw inUse(folder, channel);
        }
        return Optional.empty();
    }

    private static FolderInUseException inUse(Path folder, FileChannel channel) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(MOST_OWNER_BYTES);
            channel.read(bytes, 0);
            String[] owner = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).split("\n", -1);
            if (owner.length > 2) {
                return FolderInUseException.by(folder, Long.parseLong(owner[0]), Instant.parse(owner[1]));
            }
        } catch (IOException | NumberFormatException | DateTimeException unknown) {
            // The holder is writing the file, or the platform does not let others read it.
        }
        return FolderInUseException.byUnknown(folder);
    }

    /** Writes the owner, and zeros up to a size. */
    private void writeOwner(Instant now, long size) throws IOException {
        String owner = ProcessHandle.current().pid() + "\n" + now + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.US_ASCII)), 0);
        channel.write(ByteBuffer.allocate(1), size - 1);
    }

    /** A sentence if the folder's file system has no locks. */
    public Optional<String> remark() {
        return remark;
    }

    /** Whether the lock is not released yet. */
    public boolean isHeld() {
        return channel.isOpen();
    }

    /** Releases the lock; without effect if it is released already. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            // Before the lock is released, so that no other process has locked the file that is deleted.
            Files.deleteIfExists(file);
        } catch (IOException kept) {
            // An unlocked lock file is harmless.
        }
        try {
            channel.close();
        } catch (IOException released) {
            // The lock is released with the file, even if closing failed.
        }
        HELD.remove(file);
        deleteEmpty(created);
    }

    /** Deletes the folders that this lock created and nobody used, the deepest first. */
    private static void deleteEmpty(List<Path> created) {
        for (int i = created.size() - 1; i >= 0; i--) {
            try {
                Files.deleteIfExists(created.get(i));
            } catch (DirectoryNotEmptyException used) {
                return;
            } catch (IOException kept) {
                return;
            }
        }
    }
}
