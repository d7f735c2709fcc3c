package org.leastaction.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every package has documentation with an example. Classes contain no Javadoc, so this reads the sources. */
class PackageInfoTest {

    private static final Pattern JAVADOC_OF_A_PACKAGE = Pattern.compile("(?s)/\\*\\*.*\\w.*\\*/\\s*package\\s.*");

    @Test
    void everyPackageHasATutorial() throws IOException {
        List<Path> roots = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of("..").toRealPath())) {
            modules.map(module -> module.resolve("src/main/java")).filter(Files::isDirectory).forEach(roots::add);
        }
        assertThat(roots).as("source folders").hasSizeGreaterThanOrEqualTo(3);
        for (Path root : roots) {
            assertThat(packagesWithoutTutorial(root)).as("packages below %s without a package-info", root).isEmpty();
        }
    }

    @Test
    void aPackageWithoutOneIsFound(@TempDir Path root) throws IOException {
        write(root, "taught/package-info.java", "/** Teaches. */\npackage taught;\n");
        write(root, "taught/Taught.java", "package taught;\nclass Taught {}\n");
        write(root, "taught/below/Untaught.java", "package taught.below;\nclass Untaught {}\n");
        write(root, "silent/package-info.java", "/* No Javadoc. */\npackage silent;\n");
        write(root, "empty/package-info.java", "/** */\npackage empty;\n");
        assertThat(packagesWithoutTutorial(root)).containsExactlyInAnyOrder(
                root.resolve("taught/below"), root.resolve("silent"), root.resolve("empty"));
    }

    private static List<Path> packagesWithoutTutorial(Path root) throws IOException {
        try (Stream<Path> sources = Files.walk(root)) {
            return sources.filter(source -> source.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .filter(folder -> !isTutorial(folder.resolve("package-info.java")))
                    .toList();
        }
    }

    private static boolean isTutorial(Path packageInfo) {
        try {
            return Files.exists(packageInfo)
                    && JAVADOC_OF_A_PACKAGE.matcher(Files.readString(packageInfo)).matches();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path root, String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
