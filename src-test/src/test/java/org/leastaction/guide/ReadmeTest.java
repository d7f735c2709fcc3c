package org.leastaction.guide;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's examples compile and run, and its links have targets. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @TempDir
    Path folder;

    @Test
    void theLibraryExampleIsShortCompilesAndRuns() throws Exception {
        Matcher block = JAVA.matcher(readme());
        assertThat(block.find()).isTrue();
        String imports = block.group(1).lines().filter(line -> line.startsWith("import ")).collect(joining("\n"));
        String example = block.group(1).lines().filter(line -> !line.startsWith("import ")).collect(joining("\n"));
        assertThat(example.lines().count()).as("lines of the example").isLessThanOrEqualTo(15);
        Path source = Files.writeString(folder.resolve("Example.java"), imports
                + "public class Example { public static void run(java.io.PrintStream out) {\n"
                + example.replace("System.out", "out") + "} }");
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler().run(
                null, null, errors, "-proc:none", "-d", folder.toString(),
                "-cp", System.getProperty("java.class.path"), source.toString());
        assertThat(status).as("javac: %s", errors).isZero();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            loader.loadClass("Example")
                    .getMethod("run", PrintStream.class)
                    .invoke(null, new PrintStream(printed, true, StandardCharsets.UTF_8));
        }
        // D = (4 + 1 + 1) / 3 = 2; sending (0, 0) to (1, 1), (1, 0) to (2, 0) and (0, 1) to (0, 2) costs 4 / 3.
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .anyMatch(line -> line.startsWith("W2^2 = 1.333"))
                .anyMatch(line -> line.startsWith("the map wastes 33.3"))
                .anyMatch(line -> line.startsWith("samples it sends elsewhere: 0.66"));
    }

    /** The BOM has no parent, so that its users inherit nothing: its version and modules are written twice. */
    @Test
    void theLibraryHasTheVersionOfTheBuildAndTheBomAllModules() throws IOException {
        String build = Files.readString(ROOT.resolve("pom.xml"));
        String bom = Files.readString(ROOT.resolve("lap-bom/pom.xml"));
        Matcher version = Pattern.compile("<version>(.*?)</version>").matcher(build);
        assertThat(version.find()).isTrue();

        assertThat(bom).contains("<artifactId>lap-bom</artifactId>\n  <version>" + version.group(1) + "</version>");
        assertThat(Files.readString(ROOT.resolve("jbang-catalog.json")))
                .contains("\"org.leastaction:lap-bench:" + version.group(1) + "\"");
        assertThat(Files.readString(ROOT.resolve("docs/library.md")))
                .contains("jbang org.leastaction:lap-bench:" + version.group(1) + " w2");
        assertThat(Files.readString(ROOT.resolve("docs/notebook.ipynb")))
                .contains("%maven org.leastaction:lap-ot:" + version.group(1) + "\"");
        assertThat(readme()).contains("<version>" + version.group(1) + "</version>",
                "\"org.leastaction:lap-ot:" + version.group(1) + "\"");
        Matcher module = Pattern.compile("<module>(lap-.*?)</module>").matcher(build);
        while (module.find()) {
            assertThat(bom).contains("<artifactId>" + module.group(1) + "</artifactId>");
        }
    }

    @Test
    void everyLinkOfTheDocumentationPointsToAFile() throws IOException {
        try (Stream<Path> pages =
                Stream.concat(Stream.of(ROOT.resolve("README.md")), Files.walk(ROOT.resolve("docs")))) {
            for (Path page : pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                Matcher link = LINK.matcher(Files.readString(page));
                while (link.find()) {
                    assertThat(page.resolveSibling(link.group(1))).as("a link of %s", page).exists();
                }
            }
        }
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }
}
