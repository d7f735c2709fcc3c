package org.leastaction.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** The code of a page in docs/, compiled. */
final class GuideCode {

    static final Path DOCS = Path.of("../docs");

    private static final Pattern TYPE = Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|record) (\\w+)");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)\\)");

    private GuideCode() {}

    /**
     * Compiles every block of Java on a page, and writes its first block of text as a services file.
     *
     * @return the folder of the classes
     */
    static Path compile(String page, Class<?> service, Path directory) throws IOException {
        String guide = Files.readString(DOCS.resolve(page));
        Path sources = Files.createDirectory(directory.resolve("sources"));
        Path classes = Files.createDirectory(directory.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of(
                "--release", "17", "-Xlint:all,-path", "-Werror", "-proc:none", "-encoding", "UTF-8",
                "-d", classes.toString(), "-cp", System.getProperty("java.class.path")));
        for (String block : blocks(guide, "java")) {
            Matcher name = TYPE.matcher(block);
            assertThat(name.find()).as("the block declares a type:%n%s", block).isTrue();
            arguments.add(Files.writeString(sources.resolve(name.group(1) + ".java"), block).toString());
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).as("javac's exit status").isZero();
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve(service.getName()), blocks(guide, "text").get(0));
        return classes;
    }

    /** A jar of everything below a folder. */
    static void jar(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, zip);
            }
        }
    }

    /** The targets of a page's links to files. */
    static Stream<String> links(String page) throws IOException {
        return LINK.matcher(Files.readString(DOCS.resolve(page), StandardCharsets.UTF_8)).results()
                .map(match -> match.group(1));
    }

    private static List<String> blocks(String guide, String language) {
        return Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(guide).results()
                .map(match -> match.group(1))
                .toList();
    }
}
