package org.leastaction.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;

/** The backend of docs/backend-guide.md works as the page describes. */
class BackendGuideTest {

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws IOException {
        classes = GuideCode.compile("backend-guide.md", FlowBackend.class, directory);
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
        assertThat(GuideCode.links("backend-guide.md"))
                .isNotEmpty().allSatisfy(link -> assertThat(GuideCode.DOCS.resolve(link)).exists());
    }

    private static URLClassLoader loader() throws IOException {
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, BackendGuideTest.class.getClassLoader());
    }
}
