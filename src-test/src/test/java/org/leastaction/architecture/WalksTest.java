package org.leastaction.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The classes that docs/architecture.md names on its walks through the code exist. */
class WalksTest {

    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z]\\w+)`");

    @Test
    void everyStationOfAWalkIsAClass() throws IOException {
        String page = Files.readString(documentation().resolve("architecture.md"));
        String walks = page.substring(page.indexOf("**Three walks"), page.indexOf("**The SPI.**"));
        List<String> stations = CLASS_NAME.matcher(walks).results().map(found -> found.group(1)).distinct().toList();
        Set<String> classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.leastaction").stream()
                .map(JavaClass::getSimpleName).collect(Collectors.toSet());

        assertThat(stations).hasSizeGreaterThan(20);
        assertThat(classes).containsAll(stations);
    }

    private static Path documentation() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/architecture.md"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs");
    }
}
