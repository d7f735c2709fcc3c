package org.leastaction.bench.study.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.study.SampleStudy;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.StudyInstance;
import org.leastaction.bench.study.table.StudyTable.CellResult;
import org.leastaction.bench.study.table.StudyTable.CellResult.Rank;
import org.leastaction.bench.study.table.StudyTable.Agreement;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.PairedComparison;

class StudyTableTest {

    @TempDir
    private Path folder;

    @Test
    void aMeanHasStudentsInterval() throws IOException {
        StudyTable table = table(accuracies(0.70, 0.80, 0.90));

        Estimate mean = table.cell(0, 0).percent().orElseThrow();

        // t(0.975, 2) = 4.302653; s = 10.
        assertThat(mean.value()).isCloseTo(80, within());
        assertThat(mean.low()).isCloseTo(80 - 4.302653 * 10 / Math.sqrt(3), within());
    }

    @Test
    void aVerdictTellsWhereTheIntervalsLie() {
        var published = org.leastaction.bench.study.StudyCell.Published.of(80, 78, 82);

        assertThat(Agreement.of(new Estimate(83, 81, 85), 5, published)).isEqualTo(Agreement.OVERLAPS);
        assertThat(Agreement.of(new Estimate(85, 82, 88), 5, published)).isEqualTo(Agreement.OVERLAPS);
        assertThat(Agreement.of(new Estimate(85, 82.1, 88), 5, published)).isEqualTo(Agreement.HIGHER);
        assertThat(Agreement.of(new Estimate(70, 62, 77.9), 5, published)).isEqualTo(Agreement.LOWER);
        assertThat(Agreement.of(Estimate.unbounded(80), 5, published)).isEqualTo(Agreement.NONE);
        for (int few = 1; few < Agreement.LEAST_NETWORKS; few++) {
            assertThat(Agreement.of(new Estimate(83, 81, 85), few, published)).isEqualTo(Agreement.NONE);
            assertThat(Agreement.of(new Estimate(-35, -170, 100), few, published)).isEqualTo(Agreement.NONE);
            assertThat(Agreement.of(new Estimate(70, 62, 77.9), few, published)).isEqualTo(Agreement.NONE);
        }
    }

    @Test
    void theBestOfAColumnIsMarked() throws IOException {
        StudyTable table = table(new double[][] {{0.8, 0.8, 0.8}, {0.9, 0.9, 0.9}, {0.9, 0.9, 0.9}, {0.7, 0.7, 0.7}});

        assertThat(table.cells()).extracting(CellResult::rank)
                .containsExactly(Rank.OTHER, Rank.BEST, Rank.BEST, Rank.OTHER);
    }

    @Test
    void divergedNetworksAreInNoMeanAndAreTold() throws IOException {
        Study study = SampleStudy.of(3);
        StudyDirectory directory = directory(study);
        directory.runs().append(SampleStudy.record(instance(study, 0, 0), 0.8));
        directory.runs().append(SampleStudy.diverged(instance(study, 0, 1)));
        directory.runs().append(SampleStudy.record(instance(study, 0, 2), 0.8));

        StudyTable table = StudyTable.of(directory);

        assertThat(table.cell(0, 0).percent().orElseThrow().value()).isCloseTo(80, within());
        assertThat(table.cell(0, 0).diverged()).isEqualTo(1);
        assertThat(table.remarks()).anyMatch(remark -> remark.contains("ResNet, plain: 1"));
        assertThat(table.remarks()).anyMatch(remark -> remark.contains("9 of 12 instances are missing"));
    }

    @Test
    void objectivesAreComparedInPairs() throws IOException {
        StudyTable table =
                table(new double[][] {{0.7, 0.8, 0.9}, {0.5, 0.5, 0.5}, {0.72, 0.83, 0.91}, {0.5, 0.5, 0.5}});

        assertThat(table.cell(0, 0).paired()).isEmpty();
        assertThat(table.cell(0, 1).paired()).as("other networks, other seeds").isEmpty();
        PairedComparison paired = table.cell(1, 0).paired().orElseThrow();

        // Differences 2, 3, 1: mean 2, s = 1, t(0.975, 2) = 4.302653, t = 2 √3 with p = 0.0741799.
        assertThat(paired.pairs()).isEqualTo(3);
        assertThat(paired.difference().value()).isCloseTo(2, within());
        assertThat(paired.difference().low()).isCloseTo(2 - 4.302653 / Math.sqrt(3), within());
        assertThat(paired.pValue()).isCloseTo(0.0741799, within());
        assertThat(TableFormats.markdown(table)).contains("in pairs +2.0, [-0.5, 4.5]").contains("In pairs: ");
        assertThat(TableFormats.latex(table)).contains("\\quad in pairs & +2.0, [-0.5, 4.5] & +0.0");
        assertThat(TableFormats.csv(table).lines())
                .anyMatch(line -> line.endsWith(",no verdict,3,2.0000,-0.4841,4.4841,0.07418"));
    }

    @Test
    void aNetworkWhosePairDivergedIsInNoPair() throws IOException {
        Study study = SampleStudy.of(3);
        StudyDirectory directory = directory(study);
        for (int i = 0; i < 3; i++) {
            StudyInstance instance = instance(study, 0, i);
            directory.runs().append(i == 1 ? SampleStudy.diverged(instance) : SampleStudy.record(instance, 0.8));
            directory.runs().append(SampleStudy.record(instance(study, 2, i), 0.8 + 0.01 * i));
        }

        PairedComparison paired = StudyTable.of(directory).cell(1, 0).paired().orElseThrow();

        assertThat(paired.pairs()).isEqualTo(2);
        assertThat(paired.difference().value()).isCloseTo(1, within());
    }

    @Test
    void everyFormShowsOursAndThePapers() throws IOException {
        StudyTable table = table(accuracies(0.78, 0.79, 0.80, 0.81, 0.82));

        assertThat(TableFormats.markdown(table)).contains("| ResNet | ").contains("80.0, [78.0, 82.0]")
                .contains("paper 80.0, [78.0, 82.0]: overlaps");
        assertThat(TableFormats.latex(table)).contains("\\\\textbf{80.0, [78.0, 82.0]}".substring(1))
                .contains("80.0, [78.0, 82.0] (overlaps)").contains("\\bottomrule");
        assertThat(TableFormats.csv(table).lines()).hasSize(5)
                .anyMatch(line -> line.startsWith("sample,1.0,\"ResNet\",\"plain\",5,5,0,0,final,80.0000,"));
    }

    @Test
    void twoNetworksGetNoVerdictAndNoImpossiblePercentage() throws IOException {
        StudyTable table = table(accuracies(0.50, 0.95));

        assertThat(table.cell(0, 0).percent().orElseThrow().low()).as("Student's").isNegative();
        assertThat(table.compared()).isZero();
        String remark = "No verdict on cells of fewer than 5 networks: their intervals are too wide.";
        for (String form : List.of(TableFormats.markdown(table), String.join("\n", TableFormats.lines(table)))) {
            assertThat(form).contains("72.5, [0.0, 100.0]").contains("paper 80.0, [78.0, 82.0]: no verdict")
                    .contains(remark)
                    .doesNotContain("overlap");
        }
        assertThat(TableFormats.latex(table)).contains("80.0, [78.0, 82.0] (no verdict)").contains(remark);
        assertThat(TableFormats.csv(table)).contains(",no verdict,").doesNotContain("overlaps");
    }

    @Test
    void theTerminalsFormHasNoMarkup() throws IOException {
        StudyTable table = table(new double[][] {
                {0.78, 0.79, 0.80, 0.81, 0.82}, {0.5, 0.5, 0.5, 0.5, 0.5}, {0.88, 0.89, 0.90, 0.91, 0.92},
                {0.5, 0.5, 0.5, 0.5, 0.5}});

        List<String> lines = TableFormats.lines(table);

        assertThat(lines).noneMatch(line -> line.contains("<") || line.contains("|") || line.contains("**"));
        int column = lines.get(2).indexOf("plain");
        assertThat(column).isPositive();
        List<String> body = lines.subList(3, 8);
        assertThat(body.get(0)).startsWith("ResNet");
        assertThat(body.get(0).substring(column)).startsWith("80.0, [78.0, 82.0]");
        assertThat(body.get(1).substring(column)).startsWith("paper 80.0, [78.0, 82.0]: overlaps");
        assertThat(body).anyMatch(line -> line.startsWith("90.0, [88.0, 92.0] *", column));
        assertThat(body).anyMatch(line -> line.startsWith("in pairs +10.0, [10.0, 10.0]", column));
    }

    private static double[][] accuracies(double... each) {
        return new double[][] {each, each, each, each};
    }

    private StudyTable table(double[][] accuracies) throws IOException {
        Study study = SampleStudy.of(accuracies[0].length);
        StudyDirectory directory = directory(study);
        for (int cell = 0; cell < accuracies.length; cell++) {
            for (int i = 0; i < accuracies[cell].length; i++) {
                directory.runs().append(SampleStudy.record(instance(study, cell, i), accuracies[cell][i]));
            }
        }
        return StudyTable.of(directory);
    }

    private StudyDirectory directory(Study study) throws IOException {
        Path file = Files.writeString(folder.resolve("sample.yaml"), "study: sample\n");
        return StudyDirectory.of(folder.resolve("run"), study, file, 0);
    }

    private static StudyInstance instance(Study study, int cell, int index) {
        return study.instance(study.cells().get(cell), index);
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-4);
    }
}
