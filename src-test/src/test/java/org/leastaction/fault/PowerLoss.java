package org.leastaction.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.leastaction.fault.Disk.Kind;
import org.leastaction.fault.Disk.Operation;

/**
 * The content of a disk after a power failure. Operations up to some moment were issued. Those that a later sync covers
 * have reached the disk, and of the others the first few: writes are covered by a sync of their file, entries by one of
 * their folder.
 */
final class PowerLoss {

    private final List<Operation> journal;
    private final int issued;
    private final int kept;
    private final Map<Long, Content> files = new HashMap<>();
    private final Folder root = new Folder();

    /**
     * @param issued number of operations before the failure
     * @param kept   number of those that reach the disk without a sync
     */
    PowerLoss(List<Operation> journal, int issued, int kept) {
        this.journal = journal;
        this.issued = issued;
        this.kept = kept;
    }

    private interface Node {}

    private static final class Folder implements Node {
        private final Map<String, Node> entries = new TreeMap<>();
    }

    private static final class Content implements Node {
        private byte[] bytes = new byte[0];
    }

    /** Writes the remaining content into an empty folder. */
    void writeTo(Path folder) throws IOException {
        for (int i = 0; i < issued; i++) {
            Operation operation = journal.get(i);
            if (operation.kind() == Kind.CREATE) {
                files.put(operation.created(), new Content());
            }
            if (i < kept || isSynced(i)) {
                apply(operation);
            }
        }
        write(root, folder);
    }

    private boolean isSynced(int index) {
        for (int i = index + 1; i < issued; i++) {
            if (journal.get(i).kind() == Kind.FORCE && journal.get(i).file() == journal.get(index).file()) {
                return true;
            }
        }
        return false;
    }

    private void apply(Operation operation) {
        switch (operation.kind()) {
            case CREATE -> put(operation.other(), files.get(operation.created()));
            case MAKE_FOLDER -> put(operation.other(), new Folder());
            case DELETE -> remove(operation.other());
            case MOVE -> {
                Node node = remove(operation.path());
                if (node != null) {
                    put(operation.other(), node);
                }
            }
            case WRITE -> {
                Content content = files.computeIfAbsent(operation.file(), key -> new Content());
                int end = Math.toIntExact(operation.position()) + operation.bytes().length;
                if (content.bytes.length < end) {
                    content.bytes = Arrays.copyOf(content.bytes, end);
                }
                System.arraycopy(
                        operation.bytes(), 0, content.bytes, (int) operation.position(), operation.bytes().length);
            }
            case TRUNCATE -> {
                Content content = files.computeIfAbsent(operation.file(), key -> new Content());
                content.bytes = Arrays.copyOf(
                        content.bytes, Math.min(content.bytes.length, (int) operation.position()));
            }
            default -> {}
        }
    }

    private void put(String path, Node node) {
        Folder parent = parent(path);
        if (parent != null) {
            parent.entries.put(name(path), node);
        }
    }

    private Node remove(String path) {
        Folder parent = parent(path);
        return parent == null ? null : parent.entries.remove(name(path));
    }

    private Folder parent(String path) {
        Folder folder = root;
        String[] names = path.split("/", -1);
        for (int i = 0; i < names.length - 1; i++) {
            if (!(folder.entries.get(names[i]) instanceof Folder inner)) {
                return null;
            }
            folder = inner;
        }
        return folder;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void write(Folder folder, Path to) throws IOException {
        for (Map.Entry<String, Node> entry : folder.entries.entrySet()) {
            Path path = to.resolve(entry.getKey());
            if (entry.getValue() instanceof Folder inner) {
                Files.createDirectory(path);
                write(inner, path);
            } else {
                Files.write(path, ((Content) entry.getValue()).bytes);
            }
        }
    }
}
