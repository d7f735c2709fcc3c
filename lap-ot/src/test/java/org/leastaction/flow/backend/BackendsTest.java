package org.leastaction.flow.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.flow.backend.Backends.FailedBackend;
import org.leastaction.flow.backend.Backends.FoundBackend;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.io.InputFileException;

class BackendsTest {

    @TempDir
    Path plugins;

    private Backends discover() throws IOException {
        return Backends.discover(PluginJar.parent(), List.of(plugins, plugins.resolve("does-not-exist")));
    }

    @Test
    void findsTheJarsOfAFolderAndSaysWhereTheyLie() throws IOException {
        Path alpha = PluginJar.of("Alpha").in(plugins);
        Path beta = PluginJar.of("Beta").in(plugins);

        Backends backends = discover();

        assertThat(backends.failed()).isEmpty();
        assertThat(backends.found()).extracting(found -> found.backend().id()).containsExactly("alpha", "beta");
        assertThat(backends.found()).extracting(FoundBackend::origin)
                .containsExactly(alpha.toString(), beta.toString());
    }

    @Test
    void noPluginIsNoFailure() throws IOException {
        assertThat(discover().found()).isEmpty();
        assertThat(discover().failed()).isEmpty();
    }

    @Test
    void refusesTwoBackendsOfOneIdAndNamesBothJars() throws IOException {
        Path alpha = PluginJar.of("Alpha").withId("\"same\"").in(plugins);
        Path beta = PluginJar.of("Beta").withId("\"same\"").in(plugins);

        assertThatThrownBy(this::discover)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two backends have the id 'same': plugin.Alpha in " + alpha + " and plugin.Beta in " + beta
                        + "; take one of the two away");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
            "null, a blank id", "\" \", a blank id", "\"Tensor Flow\", the malformed id 'Tensor Flow'",
            "\"-x\", the malformed id '-x'"
    })
    void refusesBlankAndMalformedIdsAndNamesTheJar(String id, String problem) throws IOException {
        Path jar = PluginJar.of("Alpha").withId(id).in(plugins);

        assertThatThrownBy(this::discover)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the backend plugin.Alpha in " + jar + " has " + problem + ": ");
    }

    @Test
    void keepsABackendThatFailsToStartAsAFailure() throws IOException {
        PluginJar.of("Alpha").constructing("if (true) throw new UnsatisfiedLinkError(\"no libcuda\");").in(plugins);
        PluginJar.of("Beta").in(plugins);
        PluginJar.of("Gamma").withoutFlow().in(plugins);
        PluginJar.naming("plugin.Nowhere", plugins);
        PluginJar.of("Delta").extending("plugin.Missing").in(plugins);

        Backends backends = discover();

        assertThat(backends.found()).extracting(found -> found.backend().id()).containsExactly("beta");
        assertThat(backends.failed()).extracting(FailedBackend::reason).containsExactlyInAnyOrder(
                "UnsatisfiedLinkError: no libcuda",
                "it lacks the role FLOW, which every backend has",
                "ClassNotFoundException: plugin.Missing",
                "Provider plugin.Nowhere not found");
    }

    @Test
    void opensAModelWithTheBackendThatRecognisesIt() throws IOException {
        PluginJar.of("Alpha").in(plugins);
        PluginJar.of("Beta").in(plugins);
        Path model = Files.writeString(plugins.resolve("model.Beta"), "");

        assertThatThrownBy(() -> discover().open(model, Execution.defaults())).hasMessage("opened by Beta");
    }

    /** In a supervising host, failures of every part of a backend name the backend. */
    @Test
    void supervisedBackendsAreNamedInEveryFailure() throws IOException {
        PluginJar.of("Alpha").in(plugins);
        PluginJar.of("Odd").trainer("return null;").in(plugins);
        PluginJar.of("Fatal").trainer("throw new Error(\"no licence\");").in(plugins);
        Backends backends = Backends.discover(PluginJar.parent(), List.of(plugins), Supervision.of(sentence -> {}));

        FlowBackend alpha = backend(backends, "alpha");
        assertThat(alpha.trainer().orElseThrow().families()).extracting(NetworkFamily::key)
                .containsExactly("family-of-Alpha");
        assertThat(alpha.toString()).isEqualTo("guarded plugin.Alpha");
        assertThatThrownBy(() -> alpha.open(Path.of("x.Alpha"), Execution.defaults()))
                .isInstanceOf(BackendFailure.class).hasMessage("the backend 'alpha' failed: open of x.Alpha threw"
                        + " java.lang.UnsupportedOperationException: opened by Alpha");
        assertThatThrownBy(() -> backend(backends, "odd").trainer()).isInstanceOf(BackendFailure.class)
                .hasMessage("the backend 'odd' failed: trainer gave nothing");
        assertThatThrownBy(() -> backend(backends, "fatal").trainer()).isInstanceOf(BackendFailure.class)
                .hasMessage("the backend 'fatal' failed: trainer threw java.lang.Error: no licence");
        // Neither affects the others.
        assertThat(backends.forFamily("family-of-Alpha").id()).isEqualTo("alpha");
    }

    private static FlowBackend backend(Backends backends, String id) {
        return backends.found().stream().map(FoundBackend::backend).filter(one -> one.id().equals(id)).findFirst()
                .orElseThrow();
    }

    @Test
    void anErrorOfAConstructorIsAFailureToStart() throws IOException {
        PluginJar.of("Alpha").in(plugins);
        PluginJar.of("Beta").constructing("if (true) throw new Error(\"no licence\");").in(plugins);
        PluginJar.of("Gamma").withId("fail()").in(plugins);

        Backends backends = discover();

        assertThat(backends.found()).extracting(found -> found.backend().id()).containsExactly("alpha");
        assertThat(backends.failed()).extracting(FailedBackend::reason)
                .containsExactly("Error: no licence", "Error: no id");
    }

    @Test
    void saysWhyAModelCannotBeOpened() throws IOException {
        PluginJar.of("Alpha").in(plugins);
        PluginJar.of("Beta").constructing("if (true) throw new IllegalStateException(\"no engine\");").in(plugins);
        Path model = Files.writeString(plugins.resolve("model.Beta"), "");
        Path missing = plugins.resolve("missing");

        assertThatThrownBy(() -> discover().open(model, Execution.defaults()))
                .isInstanceOf(InputFileException.class)
                .hasMessage(model + ": no backend recognises this model (there are alpha; plugin.Beta failed:"
                        + " IllegalStateException: no engine): it is empty, not a model; get the file again");
        Files.writeString(model, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n");
        assertThatThrownBy(() -> discover().open(model, Execution.defaults()))
                .hasMessageEndingWith(
                        "): it is a Git LFS pointer, which only stands for the file, not a model; fetch the"
                                + " file itself with 'git lfs pull'");
        Files.write(model, new byte[] {8, 7, 1, 2});
        assertThatThrownBy(() -> discover().open(model, Execution.defaults())).hasMessageEndingWith("no engine)");
        assertThatThrownBy(() -> discover().open(missing, Execution.defaults()))
                .hasMessage(missing + ": there is no such model file or folder");
    }

    @Test
    void picksTheBackendThatTrainsAFamily() throws IOException {
        PluginJar.of("Alpha").in(plugins);
        PluginJar.of("Beta").in(plugins);

        assertThat(discover().forFamily("family-of-Beta").id()).isEqualTo("beta");
        assertThat(discover().family("family-of-Beta").key()).isEqualTo("family-of-Beta");
        assertThatThrownBy(() -> discover().trainer("transformer"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no backend trains the family 'transformer'; known are family-of-Alpha, family-of-Beta");
    }

    /** For a caller who reads settings of families: without any, every one of them would be unknown. */
    @Test
    void saysWhyNothingTrains() throws IOException {
        assertThatThrownBy(() -> discover().requireFamilies()).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no backend trains networks; there is no backend on the class path or in plugins/");
        PluginJar.of("Odd").trainer("throw new IllegalStateException(\"no engine\");").in(plugins);
        PluginJar.of("Broken").constructing("if (true) throw new Error(\"no licence\");").in(plugins);

        assertThatThrownBy(() -> discover().requireFamilies()).hasMessage("no backend trains networks; there are odd;"
                + " plugin.Broken failed: Error: no licence; no engine");
    }
}
