package org.leastaction.bench.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.Metrics;

/** {@code docs/definitions.md} agrees with the declarations. */
class DefinitionsPageTest {

    private static final Metrics METRICS = Metrics.installed();

    @Test
    void itsTablesAreThoseOfTheDeclaredMetrics() throws IOException {
        if (System.getProperty("definitions.write") != null) {
            DefinitionsPage.write();
        }
        String page = Files.readString(DefinitionsPage.file());
        assertThat(page).as("run this test with -Ddefinitions.write to write the tables anew")
                .isEqualTo(DefinitionsPage.with(page, METRICS));
    }

    @Test
    void everyGroupHasOneTable() throws IOException {
        List<String> groups = DefinitionsPage.groups(Files.readString(DefinitionsPage.file()));
        Set<String> declared = METRICS.all().stream().map(MetricDefinition::group)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        assertThat(groups).containsExactlyInAnyOrderElementsOf(declared);
    }

    @Test
    void aMetricThatThePageLacksIsFound() throws IOException {
        String page = Files.readString(DefinitionsPage.file());
        Metrics more = Metrics.of(List.of(() -> List.copyOf(METRICS.all()),
                () -> List.of(MetricDefinition.of("gap", "not_yet_described", "new").formula("f").unit("1"))));
        assertThat(DefinitionsPage.with(page, more)).isNotEqualTo(page).contains("`not_yet_described`");
    }

    @Test
    void everyMetricHasANameAFormulaAndAUnit() {
        assertThat(METRICS.all()).hasSizeGreaterThan(100).allSatisfy(metric -> {
            assertThat(metric.name()).as(metric.key()).isNotBlank();
            assertThat(metric.formula()).as(metric.key()).isNotBlank();
        });
        assertThat(METRICS.all().stream().filter(metric -> metric.unit().isEmpty()).map(MetricDefinition::key))
                .isEmpty();
    }
}
