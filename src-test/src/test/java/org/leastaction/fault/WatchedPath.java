package org.leastaction.fault;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** A path of {@link WatchedFileSystem}: one of the platform, whose operations are watched. */
record WatchedPath(WatchedFileSystem system, Path plain) implements Path {

    private Path watched(Path path) {
        return path == null ? null : new WatchedPath(system, path);
    }

    private static Path plain(Path path) {
        return WatchedProvider.plain(path);
    }

    @Override
    public FileSystem getFileSystem() {
        return system;
    }

    @Override
    public boolean isAbsolute() {
        return plain.isAbsolute();
    }

    @Override
    public Path getRoot() {
        return watched(plain.getRoot());
    }

    @Override
    public Path getFileName() {
        return watched(plain.getFileName());
    }

    @Override
    public Path getParent() {
        return watched(plain.getParent());
    }

    @Override
    public int getNameCount() {
        return plain.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return watched(plain.getName(index));
    }

    @Override
    public Path subpath(int from, int to) {
        return watched(plain.subpath(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        return plain.startsWith(plain(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return plain.endsWith(plain(other));
    }

    @Override
    public Path normalize() {
        return watched(plain.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return watched(plain.resolve(plain(other)));
    }

    @Override
    public Path relativize(Path other) {
        return watched(plain.relativize(plain(other)));
    }

    @Override
    public URI toUri() {
        return plain.toUri();
    }

    @Override
    public Path toAbsolutePath() {
        return watched(plain.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        return watched(plain.toRealPath(options));
    }

    @Override
    public File toFile() {
        return new File(plain.toString());
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
            throws IOException {
        return plain.register(watcher, events, modifiers);
    }

    @Override
    public int compareTo(Path other) {
        return plain.compareTo(plain(other));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WatchedPath path && plain.equals(path.plain);
    }

    @Override
    public int hashCode() {
        return plain.hashCode();
    }

    @Override
    public String toString() {
        return plain.toString();
    }
}
