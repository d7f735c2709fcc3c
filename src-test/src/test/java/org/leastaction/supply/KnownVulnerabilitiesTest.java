package org.leastaction.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No library on the class path has a known vulnerability, as far as names and versions show. {@code -Dlap.advisories=PLACE}
 * takes the advisories of a folder or a zip file; without it, a few of the past.
 */
class KnownVulnerabilitiesTest {

    private static List<Advisory> advisories() throws IOException, URISyntaxException {
        String place = System.getProperty("lap.advisories");
        return place == null ? sample() : Advisory.in(Path.of(place));
    }

    private static List<Advisory> sample() throws IOException, URISyntaxException {
        return Advisory.in(Path.of(Objects.requireNonNull(
                KnownVulnerabilitiesTest.class.getResource("advisories")).toURI()));
    }

    @Test
    void noLibraryHasAKnownVulnerability() throws IOException, URISyntaxException {
        List<String> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar")).toList();
        List<Advisory> advisories = advisories();

        assertThat(jars).as("the class path has the layout of a repository")
                .anyMatch(jar -> jar.replace('\\', '/').contains("/org/yaml/snakeyaml/"));
        System.out.println(jars.size() + " jars, " + advisories.size() + " advisories");
        assertThat(advisories).isNotEmpty().allSatisfy(advisory -> assertThat(advisory.affected(jars)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
            "com/google/protobuf/protobuf-java/3.21.9, true", "com/google/protobuf/protobuf-java/3.25.4, true",
            "com/google/protobuf/protobuf-java/3.25.5, false", "com/google/protobuf/protobuf-java/4.0.0-rc.2, true",
            "com/google/protobuf/protobuf-java/4.27.4, true", "com/google/protobuf/protobuf-java/4.27.5, false",
            "com/google/protobuf/protobuf-java/4.28.1, true", "com/google/protobuf/protobuf-java/4.28.2, false",
            "com/google/protobuf/protobuf-java-util/3.21.9, false", "other/protobuf/protobuf-java/3.21.9, false",
            "commons-io/commons-io/1.4, false", "commons-io/commons-io/2.0, true", "commons-io/commons-io/2.13.0, true",
            "commons-io/commons-io/2.14.0, false", "org/yaml/snakeyaml/1.33, true", "org/yaml/snakeyaml/2.0, false",
            "org/apache/xmlgraphics/batik-bridge/1.16, true", "org/apache/xmlgraphics/batik-bridge/1.17, false"})
    void affectedVersionsAreFound(String folder, boolean affected) throws IOException, URISyntaxException {
        List<String> jars = List.of("/repository/" + folder + "/some.jar");

        assertThat(sample().stream().anyMatch(advisory -> !advisory.affected(jars).isEmpty())).isEqualTo(affected);
    }

    @ParameterizedTest
    @CsvSource({"1.9, 1.10", "1.0-rc1, 1.0", "1.0-alpha, 1.0-beta", "1.0, 1.0.1", "2.0-M1, 2.0", "4.0.0.rc.1, 4.0.0",
            "1.2.3, 1.10", "3.25.5, 4.0.0.rc.1"})
    void versionsAreOrdered(String earlier, String later) {
        assertThat(Advisory.compare(earlier, later)).isNegative();
        assertThat(Advisory.compare(later, earlier)).isPositive();
        assertThat(Advisory.compare(earlier, earlier)).isZero();
    }
}
