package org.leastaction.bench.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.leastaction.bench.analysis.EnsembleMeasures.Fate;
import org.leastaction.bench.record.Analysis;

class AttackFatesTest {

    private static Analysis analysis(double[] linf, double[] l2) {
        return Analysis.builder(6)
                .put(EnsembleMeasures.ATTACK_ENSEMBLE, Map.of("linf_breaking", linf, "l2_breaking", l2))
                .build();
    }

    @Test
    void everySampleHasTheFateOfItsWorstAttack() {
        assertThat(EnsembleMeasures.fates(
                analysis(new double[] {-1, 0, -2, -1, 3, -1}, new double[] {-1, -1, -2, 2, 0, -1}),
                6, 5)).containsExactly(
                        Fate.STANDS, Fate.BROKEN, Fate.WRONG_BEFORE, Fate.BROKEN, Fate.BROKEN, Fate.STANDS);
    }

    @Test
    void samplesThatWereNotAttackedSayThis() {
        List<Fate> fates = EnsembleMeasures.fates(analysis(new double[] {-1, 0}, new double[] {-1, -1}), 6, 5);
        int[] rows = StudiedFlow.rows(6, 2, 5);
        assertThat(fates).hasSize(6);
        assertThat(fates.get(rows[0])).isEqualTo(Fate.STANDS);
        assertThat(fates.get(rows[1])).isEqualTo(Fate.BROKEN);
        assertThat(fates.stream().filter(fate -> fate == Fate.NOT_ATTACKED)).hasSize(4);
    }

    @Test
    void withoutAttacksThereAreNone() {
        assertThat(EnsembleMeasures.fates(Analysis.builder(6).build(), 6, 5)).isEmpty();
    }
}
