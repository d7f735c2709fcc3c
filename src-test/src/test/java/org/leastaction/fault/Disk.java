package org.leastaction.fault;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The operations that change files below one folder. They can be made to fail, and they can be recorded. There is one
 * disk in a process, as there is one default file system provider.
 */
final class Disk {

    static final Disk DISK = new Disk();

    /** How the disk behaves from the failing operation on. */
    enum Failure {
        /** Only this operation fails, with an input/output error. */
        ONCE,
        /** This operation and all that write, create or move after it fail: the disk is full. */
        FULL,
        /** This and all later operations fail. */
        BROKEN
    }

    /** Kinds of operations. */
    enum Kind {
        CREATE, OPEN, WRITE, TRUNCATE, FORCE, MAKE_FOLDER, DELETE, MOVE
    }

    /**
     * An operation.
     *
     * @param file     identifies a file or folder independently of its name: the one that is written or forced, or the
     *                 folder whose entry changes
     * @param created  identifies a file that is created; 0 otherwise
     * @param path     the path, relative to the folder
     * @param other    the target of a move
     * @param position of a write, or the new size
     * @param bytes    the bytes written
     */
    record Operation(Kind kind, long file, long created, String path, String other, long position, byte[] bytes) {}

    private Path root;
    private Failure failure;
    private long failing;
    private long count;
    private boolean failed;
    private Kind failedKind;
    private List<Operation> journal;

    private Disk() {}

    /** Counts operations below a folder, of which the k-th fails; k = 0 for none. */
    synchronized void arm(Path folder, long k, Failure how) {
        root = real(folder);
        failing = k;
        failure = how;
        count = 0;
        failed = false;
        journal = null;
    }

    /** Records operations below a folder. */
    synchronized void record(Path folder) {
        arm(folder, 0, Failure.ONCE);
        journal = new ArrayList<>();
    }

    /** Stops counting. Returns the number of operations. */
    synchronized long disarm() {
        root = null;
        return count;
    }

    /** The operations that were recorded. */
    synchronized List<Operation> journal() {
        return List.copyOf(journal);
    }

    synchronized boolean hasFailed() {
        return failed;
    }

    /** The first operation that failed. */
    synchronized Kind failedKind() {
        return failedKind;
    }

    synchronized boolean watches(Path path) {
        return root != null && real(path).startsWith(root);
    }

    static Path real(Path path) {
        return WatchedProvider.plain(path).toAbsolutePath().normalize();
    }

    /** Counts an operation that is about to happen, and fails it if it is its turn. */
    synchronized void before(Kind kind, Path path) throws IOException {
        if (!watches(path)) {
            return;
        }
        count++;
        boolean fails = failing > 0 && (count == failing
                || (count > failing && failure == Failure.BROKEN)
                || (count > failing && failure == Failure.FULL && kind != Kind.DELETE && kind != Kind.FORCE
                        && kind != Kind.TRUNCATE));
        if (fails) {
            if (!failed) {
                failedKind = kind;
            }
            failed = true;
            throw new FileSystemException(
                    path.toString(), null, failure == Failure.FULL ? "No space left on device" : "Input/output error");
        }
    }

    /** Records that the content of a file was changed, or a file or folder forced. */
    synchronized void changed(Kind kind, long file, Path path, long position, byte[] bytes) {
        if (journal != null && watches(path)) {
            journal.add(new Operation(kind, file, 0, relative(path), "", position, bytes));
        }
    }

    /** Records that an entry of a folder was changed: created, deleted, or moved there from another path. */
    synchronized void entry(Kind kind, long created, Path path, Path from) throws IOException {
        if (journal != null && watches(path)) {
            journal.add(new Operation(kind, key(path.toAbsolutePath().getParent()), created,
                    from == null ? relative(path) : relative(from),
                    relative(path), 0, new byte[0]));
        }
    }

    /** The inode of a file. */
    static long key(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? 0 : Long.parseLong(key.toString().replaceAll(".*ino=(\\d+).*", "$1"));
    }

    private String relative(Path path) {
        return root.relativize(real(path)).toString();
    }
}
