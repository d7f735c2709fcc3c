package org.leastaction.io;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes files and folders atomically: they appear whole or not at all.
 *
 * <p>Missing parent folders are created. Every failure to write is an {@link IOException} whose message is one sentence
 * that names the target; exceptions thrown by the content writer propagate unchanged.
 */
public final class AtomicFiles {

    private AtomicFiles() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface FileContent {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes the content of a folder into an empty folder. */
    @FunctionalInterface
    public interface FolderContent {
        void writeTo(Path folder) throws IOException;
    }

    /**
     * Writes a file and replaces an existing one. If the path is a symbolic link, the link's target is replaced. A
     * device or a pipe cannot be replaced and is written to directly.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, FileContent content) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new IOException("cannot write " + file + ": a folder stands there");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            try (OutputStream out = sentences(file, Files.newOutputStream(target, StandardOpenOption.WRITE))) {
                content.writeTo(out);
            }
            return;
        }
        Path temporary = temporarySibling(file, target);
        try {
            try (FileChannel channel = open(file, temporary, StandardOpenOption.CREATE_NEW);
                    OutputStream out = new BufferedOutputStream(sentences(file, Channels.newOutputStream(channel)))) {
                content.writeTo(out);
                out.flush();
                sync(file, channel);
            }
            move(file, temporary, target);
        } finally {
            deleteQuietly(temporary);
        }
        syncFolder(file, target.getParent());
    }

    /**
     * Continues a file that is complete only later, or starts it with its folder. The bytes written so far remain if
     * the content fails; {@link #complete} gives the file its name.
     *
     * @param partial the file, made if missing
     * @param kept    bytes at its beginning that stay; the rest is cut off
     * @throws IOException if it cannot be written
     */
    public static void append(Path partial, long kept, FileContent content) throws IOException {
        makeParent(partial, partial.toAbsolutePath());
        try (FileChannel channel = open(partial, partial, StandardOpenOption.CREATE);
                OutputStream out = sentences(partial, Channels.newOutputStream(channel))) {
            channel.truncate(kept);
            channel.position(kept);
            content.writeTo(out);
            sync(partial, channel);
        }
    }

    /** Gives a complete partial file its name, and replaces an existing one. */
    public static void complete(Path partial, Path file) throws IOException {
        move(file, partial, file);
        syncFolder(file, file.toAbsolutePath().getParent());
    }

    /**
     * Writes a folder. An existing folder is replaced only if it is empty or contains the marker, so that a wrong path
     * does not destroy other data.
     *
     * <p>No portable operation replaces a non-empty folder in one step. The old folder is moved aside, the new one is
     * moved in, and the old one is deleted. After a crash between the two moves, the path does not exist and its
     * content has to be made again.
     *
     * @param marker name of a file that the content writes and that identifies folders of its kind
     * @throws IOException if it cannot be written, or something else exists at the path
     */
    public static void writeFolder(Path folder, String marker, FolderContent content) throws IOException {
        Path target = Files.exists(folder) ? folder.toRealPath() : folder.toAbsolutePath();
        checkReplaceable(folder, target, marker);
        Path temporary = temporarySibling(folder, target);
        try {
            makeFolder(folder, temporary);
            content.writeTo(temporary);
            if (!Files.isRegularFile(temporary.resolve(marker))) {
                throw new IllegalStateException("the content of " + folder + " did not write its marker " + marker);
            }
            syncTree(temporary);
            replaceFolder(folder, temporary, target);
        } finally {
            deleteQuietly(temporary);
        }
        syncFolder(folder, target.getParent());
    }

    /**
     * Replaces some entries of a folder as a whole; others, such as its lock, remain. The content is written to a
     * temporary folder inside and forced to disk. Then the old entries are deleted, the marker first, and the new ones
     * are moved in, the marker last: a folder with the marker is always complete.
     *
     * @param entries names of files and folders that the content may write, the marker first
     * @throws IOException if it cannot be written; before the marker is deleted, the old entries are unchanged
     */
    public static void fill(Path folder, List<String> entries, FolderContent content) throws IOException {
        Path temporary = temporarySibling(folder, folder.toRealPath().resolve(entries.get(0)));
        try {
            makeFolder(folder, temporary);
            content.writeTo(temporary);
            syncTree(temporary);
            for (String entry : entries) {
                delete(folder.resolve(entry));
                if (entry.equals(entries.get(0))) {
                    syncFolder(folder, folder);
                }
            }
            for (int i = entries.size() - 1; i >= 0; i--) {
                if (i == 0) {
                    syncFolder(folder, folder);
                }
                Path made = temporary.resolve(entries.get(i));
                if (Files.exists(made)) {
                    move(folder, made, folder.resolve(entries.get(i)));
                }
            }
        } finally {
            deleteQuietly(temporary);
        }
        syncFolder(folder, folder);
    }

    /**
     * Deletes a file, or a folder with its content; does nothing if the path does not exist.
     *
     * @throws IOException if it cannot be deleted
     */
    public static void delete(Path path) throws IOException {
        try {
            deleteTree(path);
        } catch (FileSystemException failure) {
            throw new IOException("cannot delete " + path + ": "
                    + Objects.requireNonNullElse(failure.getReason(), failure.toString()), failure);
        }
    }

    /**
     * Deletes the temporary files and folders that dead processes left in a folder, not those below it; does nothing if
     * there is no such folder. Temporary files of running processes of this machine remain.
     *
     * @throws IOException if something cannot be deleted
     */
    public static void deleteOrphans(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> entries;
        try (Stream<Path> all = Files.list(folder)) {
            entries = all.filter(entry -> entry.getFileName().toString().endsWith(".tmp")).toList();
        }
        for (Path entry : entries) {
            if (Temporary.isOrphan(entry)) {
                delete(entry);
            }
        }
    }

    /**
     * Forces the entries of a folder to disk: files that were created, moved or deleted in it.
     *
     * @throws IOException if the system reports a failure
     */
    public static void syncEntries(Path folder) throws IOException {
        DurableFolders.sync(folder);
    }

    private static void checkReplaceable(Path folder, Path target, String marker) throws IOException {
        if (!Files.exists(target) || Files.exists(target.resolve(marker))) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new IOException("cannot write the folder " + folder + ": a file stands there");
        }
        try (Stream<Path> entries = Files.list(target)) {
            if (entries.findAny().isPresent()) {
                throw new IOException("cannot write the folder " + folder + ": a folder with other content (no "
                        + marker + ") stands there; name another or remove it");
            }
        }
    }

    private static void replaceFolder(Path folder, Path temporary, Path target) throws IOException {
        if (!Files.exists(target)) {
            move(folder, temporary, target);
            return;
        }
        Path aside = temporarySibling(folder, target);
        move(folder, target, aside);
        try {
            move(folder, temporary, target);
        } catch (IOException failure) {
            move(folder, aside, target);
            throw failure;
        }
        deleteQuietly(aside);
    }

    private static Path temporarySibling(Path named, Path target) throws IOException {
        makeParent(named, target);
        return Temporary.sibling(target);
    }

    /** Makes the folder of a file if it is missing. */
    private static void makeParent(Path named, Path target) throws IOException {
        Path parent = target.getParent();
        if (parent == null || target.getFileName() == null) {
            throw new IOException("cannot write " + named + ": this is no place for a file");
        }
        try {
            DurableFolders.create(parent);
        } catch (FileSystemException failure) {
            throw sentence(named, failure);
        }
    }

    private static FileChannel open(Path named, Path file, StandardOpenOption creation) throws IOException {
        try {
            return FileChannel.open(file, creation, StandardOpenOption.WRITE);
        } catch (FileSystemException failure) {
            throw sentence(named, failure);
        }
    }

    private static void makeFolder(Path named, Path temporary) throws IOException {
        try {
            Files.createDirectory(temporary);
        } catch (FileSystemException failure) {
            throw sentence(named, failure);
        }
    }

    private static void move(Path named, Path from, Path to) throws IOException {
        try {
            try {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException unsupported) {
                Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (FileSystemException failure) {
            throw sentence(named, failure);
        }
    }

    private static void sync(Path named, FileChannel channel) throws IOException {
        try {
            channel.force(true);
        } catch (IOException failure) {
            throw sentence(named, failure);
        }
    }

    private static void syncTree(Path folder) throws IOException {
        List<Path> entries;
        try (Stream<Path> walk = Files.walk(folder)) {
            entries = walk.toList();
        }
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                syncFolder(entry, entry);
            } else {
                try (FileChannel channel = FileChannel.open(entry, StandardOpenOption.WRITE)) {
                    sync(entry, channel);
                }
            }
        }
    }

    private static void syncFolder(Path named, @Nullable Path folder) throws IOException {
        try {
            DurableFolders.sync(folder);
        } catch (IOException failure) {
            throw sentence(named, failure);
        }
    }

    /**
     * A temporary file that cannot be deleted becomes an orphan when its process ends; the failure to write is
     * reported.
     */
    private static void deleteQuietly(Path temporary) {
        try {
            deleteTree(temporary);
        } catch (IOException left) {
            // Deleted by deleteOrphans later.
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> entries = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.sorted(Comparator.reverseOrder()).forEach(entries::add);
        }
        for (Path entry : entries) {
            Files.deleteIfExists(entry);
        }
    }

    /** A stream whose failures, such as a full disk, are reported with the name of the target. */
    private static OutputStream sentences(Path named, OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException failure) {
                    throw sentence(named, failure);
                }
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    private static IOException sentence(Path named, IOException failure) {
        String reason;
        if (failure instanceof AccessDeniedException) {
            reason = "no permission";
        } else if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
            reason = "its folder is missing and cannot be made";
        } else if (failure instanceof FileSystemException detailed && detailed.getReason() != null) {
            reason = detailed.getReason();
        } else {
            reason = Messages.of(failure);
        }
        return new IOException("cannot write " + named + ": " + reason, failure);
    }
}
