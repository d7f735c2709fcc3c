package org.leastaction.metrics.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {

    private static final MetricDefinition GAP = MetricDefinition.of("gap", "ot_gap", "gap").symbol("D − W₂²")
            .lessIsBetter().formula("G = D − W₂²").interval("none").caveat("of the samples");

    @TempDir
    Path folder;

    /** A provider as a plug-in has it. */
    public static final class Own implements MetricProvider {
        @Override
        public List<MetricDefinition> metrics() {
            return List.of(MetricDefinition.of("own", "own_metric", "a metric of a plug-in"));
        }
    }

    /** A provider that fails. */
    public static final class Broken implements MetricProvider {
        @Override
        public List<MetricDefinition> metrics() {
            throw new NoClassDefFoundError("library/Missing");
        }
    }

    /** A provider that returns null instead of a list. */
    public static final class Missing implements MetricProvider {
        @Override
        public List<MetricDefinition> metrics() {
            return null;
        }
    }

    /** A provider of a list with null. */
    public static final class Holed implements MetricProvider {
        @Override
        public List<MetricDefinition> metrics() {
            return Collections.singletonList(null);
        }
    }

    /** A provider of a key that another has taken. */
    public static final class Again implements MetricProvider {
        @Override
        public List<MetricDefinition> metrics() {
            return List.of(MetricDefinition.of("again", "own_metric", "the same key"));
        }
    }

    @Test
    void aDeclarationHasWhatItWasGiven() {
        assertThat(GAP.label()).isEqualTo("gap D − W₂²");
        assertThat(GAP.meaning()).as("the name unless a meaning is given").isEqualTo("gap");
        assertThat(GAP.unit()).isEmpty();
        assertThat(GAP.direction()).isEqualTo(MetricDefinition.Direction.LESS);
        assertThat(GAP.compared()).isEqualTo(MetricDefinition.Compared.VALUE);
        assertThat(GAP.isRequired()).isTrue();
    }

    @Test
    void theMetricOfEachClassRefersToItsMetric() {
        MetricDefinition classes = GAP.byClass();
        assertThat(classes.key()).isEqualTo("ot_gap_classes");
        assertThat(classes.formula()).isEqualTo("`ot_gap` of each class");
        assertThat(classes.caveat()).isEmpty();
        assertThat(classes.direction()).isEqualTo(GAP.direction());
        assertThat(classes.heading()).isEqualTo(GAP.heading());
        assertThat(classes.isRequired()).isFalse();
        assertThat(GAP.bySegment().key()).isEqualTo("ot_gap_segments");
    }

    @ParameterizedTest
    @CsvSource({"straightness, straightness, ''", "transport cost, transport, cost",
            "mean of all blocks, mean of, all blocks", "monotonicity, monotonicity, ''",
            "incomparabilities, incomparabilities, ''"})
    void aLongNameIsBrokenInItsMiddle(String name, String first, String second) {
        assertThat(MetricDefinition.of("g", "k", name).heading()).containsExactly(first, second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Gap", "ot-gap", "1st", "a b", "a\n"})
    void aKeyIsAnIdentifier(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> MetricDefinition.of("gap", key, "gap"))
                .withMessageContaining("cannot be the key of a metric");
    }

    @Test
    void aKeyIsDeclaredOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> Metrics.of(List.of(new Own(), new Again())))
                .withMessageContaining("'own_metric' is declared twice").withMessageContaining("Again");
    }

    @Test
    void aProviderOfAPlugInIsFoundAndAFaultyOneLeftOut() throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(MetricProvider.class.getName()),
                String.join("\n", "no.such.Provider", Broken.class.getName(), Missing.class.getName(),
                        Holed.class.getName(), Own.class.getName(), Again.class.getName()));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, Own.class.getClassLoader())) {
            Metrics metrics = Metrics.load(loader);
            assertThat(metrics.find("own_metric")).hasValueSatisfying(
                    metric -> assertThat(metric.group()).as("the first declaration").isEqualTo("own"));
            assertThat(metrics.group("own")).hasSize(1);
            assertThat(metrics.find("unknown")).isEmpty();
        }
    }
}
