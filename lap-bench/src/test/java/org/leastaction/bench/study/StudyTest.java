package org.leastaction.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.bench.study.Study.Preparation;

class StudyTest {

    /** By hashlib: 53 bits of the SHA-256 of "sample\n{epochs=50, …}\n0\n0". */
    private static final long KNOWN_SEED = 6264255626210065L;

    @Test
    void aSmallVersionHasAShareOfInstancesAndEpochsAndSaysSo() {
        Study small = SampleStudy.of(100).scaled(new StudyScale(0.1, false));

        assertThat(small.instances()).isEqualTo(10);
        assertThat(small.cell(0, 0).settings()).containsEntry("epochs", "5").containsEntry("milestones", "2,4");
        assertThat(small.label()).contains("scale 0.1");
    }

    @Test
    void aVerySmallVersionKeepsOneOfEverything() {
        Study small = SampleStudy.of(5).scaled(new StudyScale(0.001, false));

        assertThat(small.instances()).isEqualTo(1);
        assertThat(small.cell(1, 1).settings()).containsEntry("epochs", "1").containsEntry("milestones", "1");
    }

    @Test
    void aScaleOutsideItsRangeIsRefused() {
        for (double scale : new double[] {0, -1, 1.5, Double.NaN}) {
            assertThatThrownBy(() -> new StudyScale(scale, false)).hasMessageContaining("scale");
        }
        assertThatThrownBy(() -> new StudyScale(1, true)).hasMessageContaining("below 1");
        StudyScale half = new StudyScale(0.5, false);
        assertThatThrownBy(() -> SampleStudy.of(5).scaled(half).scaled(half)).hasMessageContaining("already");
    }

    @ParameterizedTest
    @CsvSource({"0.1, false, 1000", "0.1, true, 100", "0.001, true, 1", "0.0001, true, 1", "1, false, 1000"})
    void trainingSetsAreScaledOnlyIfAsked(double share, boolean trainingSets, String expected) {
        Map<String, String> settings = Map.of("train-size", "1000", "model", "resnet9");
        Study whole = SampleStudy.of(5);
        Study sized = whole.with(5, List.of(new Preparation("encoder", settings)),
                whole.cells().stream().map(cell -> cell.with(settings)).toList(), StudyScale.WHOLE);

        Study small = sized.scaled(new StudyScale(share, trainingSets));

        assertThat(small.cells()).allSatisfy(
                cell -> assertThat(cell.settings()).containsEntry("train-size", expected));
        assertThat(small.prepared()).singleElement().satisfies(one -> assertThat(one.settings())
                .containsEntry("train-size", expected).containsEntry("model", "resnet9"));
        assertThat(small.label().contains("smaller training sets)")).isEqualTo(trainingSets);
        assertThat(small.extent()).isEqualTo(trainingSets ? "instances, epochs, test size and training sets"
                : "instances, epochs and test size");
    }

    /** The cells of two rows and two columns, in order, that state a size: 1 if they do. */
    @ParameterizedTest
    @CsvSource({
            "0000, '', 'instances, epochs and test size'",
            "1100, ' in 2 of 4 cells', 'instances, epochs, test size and training sets (only of ResNet)'",
            "0111, ' in 3 of 4 cells', 'instances, epochs, test size and training sets (only of ResNet, BN; LAP-ResNet)'",
            "1111, '', 'instances, epochs, test size and training sets'"})
    void onlyCellsThatStateASizeAreLabelledAsScaled(String stated, String label, String extent) {
        Study whole = SampleStudy.of(5);
        Study small = whole.withCells(whole.cells().stream().map(cell -> stated.charAt(2 * cell.row() + cell.column())
                == '1' ? cell.with(Map.of("train-size", "100")) : cell).toList()).scaled(new StudyScale(0.1, true));

        assertThat(small.label()).endsWith("fewer epochs"
                + (stated.contains("1") ? ", smaller training sets" : "") + label + ")");
        assertThat(small.extent()).isEqualTo(extent);
    }

    @Test
    void sizesThatAreNotStatedRemainUnstated() {
        Study small = SampleStudy.of(5).scaled(new StudyScale(0.1, true));

        assertThat(small.cell(0, 0).settings()).doesNotContainKeys("train-size", "test-size");
    }

    @ParameterizedTest
    @ValueSource(strings = {"objective", "lambda", "lambda0", "tau", "uzawa-steps", "normalisation", "power", "gap",
            "draws", "plus", "objective-form"})
    void settingsOfTheObjectiveChangeNoSeed(String key) {
        Study study = SampleStudy.of(3);
        StudyCell cell = study.cell(0, 0);
        StudyCell other = cell.with(Map.of(key, "another"));

        assertThat(other.isPairedWith(cell)).isTrue();
        assertThat(study.instance(other, 0).seed(0)).isEqualTo(study.instance(cell, 0).seed(0));
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
