package org.leastaction.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsCommandTest {

    @TempDir
    Path home;

    /** A minimal plug-in that fails: its services file names a class that it lacks. */
    private Path brokenPlugin() throws IOException {
        Path jar = Files.createDirectories(home.resolve("plugins")).resolve("broken.jar");
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/services/org.leastaction.flow.backend.FlowBackend"));
            zip.write("plugin.Nowhere".getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    @Test
    void looksInThePluginsOfItsHomeAndReportsWhatFailed() throws IOException {
        brokenPlugin();

        Ran ran = Ran.lap(Map.of("LAP_HOME", home.toString()), "backends");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("Provider plugin.Nowhere not found");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void jsonListsBackendsAndFailures() throws IOException {
        brokenPlugin();

        JsonNode json = Ran.lap(Map.of("LAP_HOME", home.toString()), "backends", "--json").json();

        assertThat(json.get("backends").isArray()).isTrue();
        assertThat(json.get("failures")).hasSize(1);
        assertThat(json.get("failures").get(0).get("reason").asText()).isEqualTo("Provider plugin.Nowhere not found");
        for (JsonNode backend : json.get("backends")) {
            assertThat(backend.fieldNames()).toIterable().contains("id", "version", "roles", "devices", "origin");
        }
    }
}
