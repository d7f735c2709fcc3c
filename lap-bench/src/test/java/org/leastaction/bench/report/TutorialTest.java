package org.leastaction.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.Summary;

/** The snippets of the package documentation of records and reports, compiled and run. */
class TutorialTest {

    @Test
    void recordsAndTheirReport(@TempDir Path folder) throws IOException {
        RunRecord.Data data = new RunRecord.Data("circles", 800, 200, null);

        RunDirectory directory = RunDirectory.create(folder.resolve("lap-out"));
        Analysis analysis = Analysis.builder(200)
                .put(CostMeasures.TRANSPORT_COST, 1.25)
                .put(QualityMeasures.ACCURACY, 0.995, 0.972, 0.999)
                .missing(QualityMeasures.TOP5, "fewer than 6 classes")
                .build();
        directory.append(RunRecord.of("net-1", data).withAnalysis(analysis));
        Summary.write(directory);

        RunDirectory again = RunDirectory.open(folder.resolve("lap-out"));
        Report.write(again, again.reportFile());

        assertThat(directory.summaryFile()).content().contains("net-1,circles,800,200").contains("1.25");
        assertThat(again.reportFile()).isNotEmptyFile();
    }
}
