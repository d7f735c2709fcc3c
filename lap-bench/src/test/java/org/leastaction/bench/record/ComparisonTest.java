package org.leastaction.bench.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.training.Optimiser.Adam;
import org.leastaction.flow.training.Optimiser.Sgd;

class ComparisonTest {

    private static final RunRecord.Initialisation GOOD = new RunRecord.Initialisation("orthogonal", 0.01);
    private static final RunRecord.Initialisation BAD = new RunRecord.Initialisation("normal", 5);

    @Test
    void groupsDoNotDependOnTheOrderOfRecords() {
        List<RunRecord> records = new ArrayList<>();
        for (RunRecord.Initialisation initialisation : List.of(BAD, GOOD)) {
            for (String objective : List.of("lap", "vanilla", "fixed")) {
                for (int seed = 3; seed-- > 0;) {
                    records.add(SampleRuns.record(objective, initialisation, seed));
                }
            }
        }
        List<Comparison> expected = Comparison.of(records);
        Collections.shuffle(records, new Random(5));

        assertThat(Comparison.of(records)).isEqualTo(expected).hasSize(1);
        Comparison comparison = expected.get(0);
        assertThat(comparison.initialisations()).containsExactly(GOOD, BAD);
        assertThat(comparison.methods()).containsExactly("vanilla", "fixed", "LAP");
        assertThat(comparison.groups()).hasSize(6).allSatisfy(
                group -> assertThat(group.runs()).extracting(run -> run.training().seed()).containsExactly(0L, 1L, 2L));
    }

    @Test
    void divergedNetworksAreInNoMean() {
        RunRecord finite = SampleRuns.record("lap", BAD, 0);
        RunRecord diverged = SampleRuns.diverged(SampleRuns.record("lap", BAD, 1), 4);

        RunGroup group = Comparison.of(List.of(finite, diverged)).get(0).groups().get(0);

        assertThat(group.diverged()).containsExactly(diverged);
        assertThat(group.mean("transport_cost").mean().value()).isEqualTo(finite.quantity("transport_cost").value());
        assertThat(group.mean("transport_cost").halfWidth()).isNaN();
    }

    @Test
    void missingQuantitiesAreCountedByReason() {
        Aggregate aggregate = Aggregate.of(List.of(
                Quantity.of(1), Quantity.missing("too few pairs"), Quantity.of(3), Quantity.missing("too few pairs")));

        assertThat(aggregate.mean().value()).isEqualTo(2);
        assertThat(aggregate.present()).isEqualTo(2);
        assertThat(aggregate.total()).isEqualTo(4);
        assertThat(aggregate.reasons()).containsExactly("too few pairs (2)");
        assertThat(Aggregate.of(List.of(Quantity.missing("x"))).isPresent()).isFalse();
    }

    @Test
    void variantsOfAnObjectiveAreNamedByWhatTheyDifferIn() {
        RunRecord record = SampleRuns.record("lap", BAD, 0);
        List<RunRecord> variants = List.of(
                record.withObjective(SampleRuns.lap(5.0, 1.0)),
                record.withObjective(SampleRuns.lap(0.01, 1.0)),
                record.withObjective(SampleRuns.fixed(0.1)));

        assertThat(Comparison.of(variants).get(0).methods()).containsExactly("fixed", "LAP λ₀ = 0.01", "LAP λ₀ = 5");
    }

    @Test
    void aParameterThatAVariantDoesNotHaveIsNotInItsName() {
        RunRecord record = SampleRuns.record("lap", BAD, 0);
        List<RunRecord> variants = List.of(
                record.withObjective(new ObjectiveRecord("monge", Map.of("gap", "exact"))),
                record.withObjective(new ObjectiveRecord("monge", Map.of("gap", "sliced", "draws", 16))));

        assertThat(Comparison.of(variants).get(0).methods())
                .containsExactly("monge gap exact", "monge gap sliced, draws = 16");
    }

    @Test
    void otherDataModelOrOptimiserMakesAnotherComparison() {
        RunRecord record = SampleRuns.record("lap", BAD, 0);
        RunRecord.Training t = record.training();

        assertThat(Comparison.of(List.of(record,
                record.withModel(new RunRecord.Model("mlp", 9, Map.of("width", 3))),
                record.withTraining(new RunRecord.Training(t.epochs(), t.batch(),
                        RunRecord.Optimiser.of(Adam.defaults()), t.augmentation(), t.seed(), t.seconds(), null, null,
                        t.accuracyHighest(),
                        t.accuracyLast(), t.curve())))))
                .hasSize(3);
    }

    @Test
    void trainingValuesBecomeRecordsWithoutLoss() {
        assertThat(RunRecord.Optimiser.of(Sgd.defaults())).isEqualTo(
                new RunRecord.Optimiser("sgd", 0.01, 0.9, null, null, null, 1e-4, List.of(120, 160, 200), 5));
        assertThat(RunRecord.Optimiser.of(Adam.defaults())).isEqualTo(
                new RunRecord.Optimiser("adam", 0.001, null, 0.9, 0.999, 1e-8, 0, List.of(), 1));
        assertThat(ObjectiveRecord.of(org.leastaction.flow.objective.Objective.leastAction(0.1, 0.2, 5))).isEqualTo(
                SampleRuns.lap(0.1, 0.2));
        assertThat(ObjectiveRecord.of(org.leastaction.flow.objective.Objective.fixed(0.3))).isEqualTo(
                SampleRuns.fixed(0.3));
        assertThat(RunRecord.Initialisation.of(org.leastaction.flow.training.Initialisation.normal(5))).isEqualTo(BAD);
    }
}
