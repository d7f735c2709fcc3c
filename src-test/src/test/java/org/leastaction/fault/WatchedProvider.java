package org.leastaction.fault;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.leastaction.fault.Disk.Kind;

/**
 * Passes everything to the platform's provider; operations that change something pass {@link Disk} on the way. Started as
 * the default provider with {@code -Djava.nio.file.spi.DefaultFileSystemProvider}.
 */
public final class WatchedProvider extends FileSystemProvider {

    private final FileSystemProvider base;
    private final WatchedFileSystem fileSystem;

    public WatchedProvider(FileSystemProvider base) {
        this.base = base;
        this.fileSystem = new WatchedFileSystem(this, base.getFileSystem(URI.create("file:///")));
    }

    static Path plain(Path path) {
        return path instanceof WatchedPath watched ? watched.plain() : path;
    }

    private Path watched(Path path) {
        return new WatchedPath(fileSystem, path);
    }

    private static Disk disk() {
        return Disk.DISK;
    }

    @Override
    public String getScheme() {
        return base.getScheme();
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) throws IOException {
        return base.newFileSystem(uri, environment);
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return fileSystem;
    }

    @Override
    public Path getPath(URI uri) {
        // The platform may go by java.io.File, whose paths are of the default provider.
        return watched(plain(base.getPath(uri)));
    }

    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options,
            FileAttribute<?>... attributes)
            throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        boolean writes = options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
        if (!writes || !disk().watches(plain(path))) {
            FileChannel channel = base.newFileChannel(plain(path), options, attributes);
            // Folders are opened for reading, to be forced.
            return disk().watches(plain(path)) ? new WatchedChannel(channel, plain(path)) : channel;
        }
        boolean isNew = !Files.exists(plain(path));
        disk().before(isNew ? Kind.CREATE : Kind.OPEN, plain(path));
        Set<OpenOption> opening = new HashSet<>(options);
        boolean truncates = opening.remove(StandardOpenOption.TRUNCATE_EXISTING);
        FileChannel channel = base.newFileChannel(plain(path), opening, attributes);
        WatchedChannel watched = new WatchedChannel(channel, plain(path));
        if (isNew) {
            disk().entry(Kind.CREATE, watched.file(), plain(path), null);
        }
        if (truncates && !isNew) {
            watched.truncate(0);
        }
        return watched;
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        DirectoryStream<Path> stream = base.newDirectoryStream(plain(folder), path -> filter.accept(watched(path)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                Iterator<Path> all = stream.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return all.hasNext();
                    }

                    @Override
                    public Path next() {
                        return watched(all.next());
                    }
                };
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        disk().before(Kind.MAKE_FOLDER, plain(folder));
        base.createDirectory(plain(folder), attributes);
        disk().entry(Kind.MAKE_FOLDER, 0, plain(folder), null);
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) throws IOException {
        base.createSymbolicLink(plain(link), plain(target), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk().before(Kind.DELETE, plain(path));
        base.delete(plain(path));
        disk().entry(Kind.DELETE, 0, plain(path), null);
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        if (disk().watches(plain(target))) {
            throw new UnsupportedOperationException("copies are not watched; write the content instead");
        }
        base.copy(plain(source), plain(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        disk().before(Kind.MOVE, plain(target));
        base.move(plain(source), plain(target), options);
        disk().entry(Kind.MOVE, 0, plain(target), plain(source));
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return base.isSameFile(plain(path), plain(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return base.isHidden(plain(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return base.getFileStore(plain(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        base.checkAccess(plain(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return base.getFileAttributeView(plain(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return base.readAttributes(plain(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return base.readAttributes(plain(path), attributes, options);
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        return watched(base.readSymbolicLink(plain(link)));
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        base.setAttribute(plain(path), attribute, value, options);
    }
}
