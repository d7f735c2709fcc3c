package org.leastaction.flow.backend;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.leastaction.io.InputFileException;

/** A class loader for the jars of plug-in folders. */
public final class Plugins {

    /** The name of the class loader. */
    static final String NAME = "plugins";

    private Plugins() {}

    /**
     * A class loader that sees the parent's classes and those of all jars in the folders, in the order of their names.
     * It stays open: the backends that it loads live as long as the program.
     *
     * @param folders folders of jars; one that does not exist counts as empty
     * @return the parent itself if there is no jar
     */
    public static ClassLoader loader(ClassLoader parent, List<Path> folders) throws InputFileException {
        List<URL> jars = new ArrayList<>();
        for (Path folder : folders) {
            jars.addAll(jars(folder));
        }
        return jars.isEmpty() ? parent : new URLClassLoader(NAME, jars.toArray(URL[]::new), parent);
    }

    private static List<URL> jars(Path folder) throws InputFileException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<URL> urls = new ArrayList<>();
            for (Path jar : entries.filter(entry -> entry.toString().endsWith(".jar")).sorted().toList()) {
                urls.add(url(jar));
            }
            return urls;
        } catch (IOException failure) {
            throw InputFileException.of(folder, failure);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new AssertionError("a file without a URL: " + jar, impossible);
        }
    }
}
