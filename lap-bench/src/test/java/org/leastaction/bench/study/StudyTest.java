package org.leastaction.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StudyTest {

    /** By hashlib: 53 bits of the SHA-256 of "sample\n{epochs=50, …}\n0\n0". */
    private static final long KNOWN_SEED = 6264255626210065L;

    @Test
    void aSmallVersionHasAShareOfInstancesAndEpochsAndSaysSo() {
        Study small = SampleStudy.of(100).scaled(0.1);

        assertThat(small.instances()).isEqualTo(10);
        assertThat(small.cell(0, 0).settings()).containsEntry("epochs", "5").containsEntry("milestones", "2,4");
        assertThat(small.label()).contains("scale 0.1");
    }

    @Test
    void aVerySmallVersionKeepsOneOfEverything() {
        Study small = SampleStudy.of(5).scaled(0.001);

        assertThat(small.instances()).isEqualTo(1);
        assertThat(small.cell(1, 1).settings()).containsEntry("epochs", "1").containsEntry("milestones", "1");
    }

    @Test
    void aScaleOutsideItsRangeIsRefused() {
        for (double scale : new double[] {0, -1, 1.5, Double.NaN}) {
            assertThatThrownBy(() -> SampleStudy.of(5).scaled(scale)).hasMessageContaining("scale");
        }
        assertThatThrownBy(() -> SampleStudy.of(5).scaled(0.5).scaled(0.5)).hasMessageContaining("already");
    }

    @Test
    void instancesOfDifferentObjectivesShareTheirSeeds() {
        Study study = SampleStudy.of(3);

        assertThat(seed(study, 0, 0, 1)).isEqualTo(seed(study, 1, 0, 1));
        assertThat(seed(study, 0, 0, 1)).isNotEqualTo(seed(study, 0, 1, 1)).isNotEqualTo(seed(study, 0, 0, 2));
    }

    @Test
    void theSeedOfAnInstanceDoesNotChangeFromOneVersionToTheNext() {
        assertThat(seed(SampleStudy.of(3), 0, 0, 0)).isEqualTo(KNOWN_SEED);
    }

    @Test
    void consecutiveSeedsStartAtTheSeedOfTheStudyInEveryCell() {
        Study study = with(SampleStudy.of(3), Study.SeedRule.CONSECUTIVE, Study.Together.CELL);

        assertThat(study.all()).extracting(instance -> instance.seed(7))
                .containsExactly(7L, 8L, 9L, 7L, 8L, 9L, 7L, 8L, 9L, 7L, 8L, 9L);
    }

    @Test
    void instancesOfARowTrainTogetherWhicheverRecordsAreThere() {
        Study study = with(SampleStudy.of(150), Study.SeedRule.HASHED, Study.Together.ROW);

        assertThat(study.units(instance -> true)).extracting(WorkUnit::label).containsExactly(
                "sample-r1c1-001 … sample-r1c2-150", "sample-r2c1-001 … sample-r2c2-150");
        assertThat(study.units(instance -> instance.id().equals("sample-r2c1-003"))).singleElement()
                .satisfies(unit -> assertThat(unit.instances()).hasSize(300))
                .satisfies(unit -> assertThat(unit.missing()).containsExactly("sample-r2c1-003"));
        assertThat(study.units(instance -> false)).isEmpty();
    }

    private static Study with(Study plain, Study.SeedRule seeds, Study.Together together) {
        return new Study(plain.name(), plain.title(), plain.instances(), seeds, together, plain.measure(),
                plain.prepared(), plain.rows(), plain.columns(), plain.cells(), plain.scale(), plain.shown());
    }

    private static long seed(Study study, int row, int column, int index) {
        return study.instance(study.cell(row, column), index).seed(0);
    }
}
