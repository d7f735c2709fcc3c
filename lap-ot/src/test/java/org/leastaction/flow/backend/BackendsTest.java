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

        Backends backends = discover();

        assertThat(backends.found()).extracting(found -> found.backend().id()).containsExactly("beta");
        assertThat(backends.failed()).extracting(FailedBackend::reason).containsExactlyInAnyOrder(
                "UnsatisfiedLinkError: no libcuda",
                "it lacks the role FLOW, which every backend has",
                "Provider plugin.Nowhere not found");
    }

    @Test
    void opensAModelWithTheBackendThatRecognisesIt() throws IOException {
        PluginJar.of("Alpha").in(plugins);
        PluginJar.of("Beta").in(plugins);
        Path model = Files.writeString(plugins.resolve("model.Beta"), "");

        assertThatThrownBy(() -> discover().open(model, Execution.defaults())).hasMessage("opened by Beta");
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
                        + " IllegalStateException: no engine)");
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
}
