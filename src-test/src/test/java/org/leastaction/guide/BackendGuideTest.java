package org.leastaction.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;

/** The backend of docs/backend-guide.md does what the page says. */
class BackendGuideTest {

    private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws IOException {
        String guide = Files.readString(Path.of("../docs/backend-guide.md"));
        Path sources = Files.createDirectory(directory.resolve("sources"));
        classes = Files.createDirectory(directory.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of(
                "--release", "17", "-Xlint:all,-path", "-Werror", "-proc:none", "-d", classes.toString(),
                "-cp", System.getProperty("java.class.path")));
        for (String block : blocks(guide, "java")) {
            Matcher name = CLASS.matcher(block);
            assertThat(name.find()).as("the block declares a class:%n%s", block).isTrue();
            arguments.add(Files.writeString(sources.resolve(name.group(1) + ".java"), block).toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).as("javac's exit status").isZero();
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve(FlowBackend.class.getName()), blocks(guide, "text").get(0));
    }

    @Test
    void itsModelAndBackendKeepTheContract() throws Exception {
        try (URLClassLoader loader = loader()) {
            for (String name : List.of("ContractionFlowTest", "ContractionBackendTest")) {
                Events tests = EngineTestKit.engine("junit-jupiter")
                        .selectors(selectClass(loader.loadClass("org.example.contraction." + name)))
                        .execute()
                        .testEvents();
                assertThat(tests.succeeded().count()).as("checks that %s passes", name).isGreaterThan(10);
                assertThat(tests.failed().list()).as("checks that %s fails", name).isEmpty();
            }
        }
    }

    @Test
    void itIsFoundByItsServicesFileAndOpensItsModels() throws Exception {
        Path model = Files.writeString(directory.resolve("slow.contraction"), "rate 0.25 blocks 3 end\n");
        try (URLClassLoader loader = loader()) {
            Backends backends = Backends.discover(loader);
            assertThat(backends.found()).extracting(found -> found.backend().id()).contains("contraction");
            try (FlowModel flow = backends.open(model, Execution.defaults())) {
                assertThat(flow.shape().blocks()).isEqualTo(3);
            }
        }
    }

    @Test
    void itsLinksLeadSomewhere() throws IOException {
        Path docs = Path.of("../docs");
        Stream<String> links = Pattern.compile("]\\(([^)#]+)\\)")
                .matcher(Files.readString(docs.resolve("backend-guide.md")))
                .results()
                .map(match -> match.group(1));
        assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(docs.resolve(link)).exists());
    }

    private static URLClassLoader loader() throws IOException {
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, BackendGuideTest.class.getClassLoader());
    }

    private static List<String> blocks(String guide, String language) {
        return Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(guide).results()
                .map(match -> match.group(1))
                .toList();
    }
}
