package org.leastaction.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folders whose entries survive a power failure: a new entry is durable once its folder is synced. */
final class DurableFolders {

    private DurableFolders() {}

    /**
     * Creates a folder and its missing parents.
     *
     * @return the folders that were created, the outermost first
     * @throws IOException if a file is in the way, or a folder cannot be created
     */
    static List<Path> create(Path folder) throws IOException {
        List<Path> missing = new ArrayList<>();
        Path there = folder.toAbsolutePath();
        while (there != null && !Files.isDirectory(there)) {
            missing.add(0, there);
            there = there.getParent();
        }
        List<Path> created = new ArrayList<>();
        for (Path one : missing) {
            try {
                Files.createDirectory(one);
                created.add(one);
            } catch (FileAlreadyExistsException other) {
                // Another process may have created the same folder.
                if (!Files.isDirectory(one)) {
                    throw new FileSystemException(one.toString(), null, one + " is a file, not a folder");
                }
            }
            sync(one.getParent());
        }
        return created;
    }

    /** Makes the entries of a folder durable, where the platform can open a folder (Windows cannot). */
    static void sync(@Nullable Path folder) throws IOException {
        if (folder == null) {
            return;
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (AccessDeniedException unsupported) {
            return;
        }
        try (channel) {
            channel.force(true);
        } catch (IOException failure) {
            if (!isUnsupported(failure)) {
                throw failure;
            }
        }
    }

    /** Some file systems, mostly those of networks, cannot sync folders. */
    private static boolean isUnsupported(IOException failure) {
        String message = Messages.of(failure);
        return message.contains("Invalid argument") || message.contains("not supported")
                || message.contains("not permitted");
    }
}
