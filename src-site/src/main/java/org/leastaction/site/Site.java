package org.leastaction.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the Markdown pages of a repository's root and of its folder docs/ as HTML, at the same relative paths; README.md
 * becomes index.html. Files that pages refer to are copied. Links without a target are errors.
 */
public final class Site {

    private static final String DOCS = "docs";
    /** The links of the menu; all other pages are reached from these. */
    private static final List<Entry> MENU = List.of(
            new Entry("Start", "index.html"),
            new Entry("Guide", "docs/guide.html"),
            new Entry("Library", "docs/library.html"),
            new Entry("API", "apidocs/index.html"),
            new Entry("Definitions", "docs/definitions.html"),
            new Entry("Results", "docs/results/index.html"),
            new Entry("Records", "docs/records.html"),
            new Entry("Backends", "docs/backend-guide.html"),
            new Entry("Objectives", "docs/own-objective.html"),
            new Entry("Clusters", "docs/cluster.html"),
            new Entry("Architecture", "docs/architecture.html"),
            new Entry("Design notes", "docs/design-notes.html"),
            new Entry("Contributing", "CONTRIBUTING.html"),
            new Entry("Changes", "CHANGELOG.html"));

    private final Path root;
    private final Path folder;
    private final Map<Path, Page> pages = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private Site(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    private record Entry(String name, String page) {}

    /**
     * Writes the site.
     *
     * @param arguments the root of the repository, and the folder of the site
     * @throws IOException           if a file cannot be read or written
     * @throws IllegalStateException if a link has no target; the message names all of them
     */
    public static void main(String... arguments) throws IOException {
        Site site = new Site(Path.of(arguments[0]).toAbsolutePath().normalize(), Path.of(arguments[1]));
        site.read();
        site.write();
        if (!site.problems.isEmpty()) {
            throw new IllegalStateException("links without a target:\n" + String.join("\n", site.problems));
        }
    }

    private void read() throws IOException {
        try (Stream<Path> top = Files.list(root); Stream<Path> docs = Files.walk(root.resolve(DOCS))) {
            for (Path file : Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).toList()) {
                Path source = root.relativize(file);
                pages.put(source, Page.of(source, Files.readString(file)));
            }
        }
    }

    private void write() throws IOException {
        String template = resource("page.html");
        for (Page page : pages.values()) {
            page.replaceLinks(destination -> link(page, destination));
            String toRoot = "../".repeat(page.target().getNameCount() - 1);
            String menu = MENU.stream()
                    .map(entry -> "<a href=\"" + toRoot + entry.page() + "\""
                            + (page.target().equals(Path.of(entry.page())) ? " aria-current=\"page\"" : "") + ">"
                            + entry.name() + "</a>")
                    .collect(Collectors.joining("\n"));
            Path file = folder.resolve(page.target());
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, template
                    .replace("@title@", page.title())
                    .replace("@root@", toRoot)
                    .replace("@menu@", menu)
                    .replace("@contents@", page.contents())
                    .replace("@body@", page.body()));
        }
        Files.writeString(folder.resolve("site.css"), resource("site.css"));
    }

    /** A link or the source of a picture on a page of the site. Copies the file that it refers to. */
    private String link(Page page, String destination) {
        if (destination.matches("[a-z]+:.*")) {
            return destination;
        }
        int hash = destination.indexOf('#');
        String path = hash < 0 ? destination : destination.substring(0, hash);
        String fragment = hash < 0 ? "" : destination.substring(hash);
        Path target = path.isEmpty() ? page.source() : page.source().resolveSibling(path).normalize();
        Page other = pages.get(target);
        if (other != null) {
            if (!fragment.isEmpty() && !other.hasHeading(fragment.substring(1))) {
                problems.add(page.source() + ": " + destination);
            }
            return path.isEmpty() ? fragment
                    : path.substring(0, path.length() - target.getFileName().toString().length())
                            + other.target().getFileName() + fragment;
        }
        Path file = root.resolve(target);
        if (!file.startsWith(root) || !Files.isRegularFile(file)) {
            problems.add(page.source() + ": " + destination);
            return destination;
        }
        try {
            Path copy = folder.resolve(target);
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            problems.add(page.source() + ": " + destination + " cannot be copied: " + failure);
        }
        return destination;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Site.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
