package org.leastaction.bench.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.study.StudyCell.Published;

/** A small invented study, and records for it. */
public final class SampleStudy {

    private SampleStudy() {}

    /** Two rows and two columns, of networks that share a graph. */
    public static Study of(int instances) {
        List<StudyCell> cells = new ArrayList<>();
        for (String objective : List.of("vanilla", "lap")) {
            for (String plain : List.of("true", "false")) {
                cells.add(new StudyCell(cells.size() / 2, cells.size() % 2,
                        Map.of("model", "mlp", "objective", objective, "no-batch-norm", plain, "epochs", "50",
                                "milestones", "20,40"),
                        Optional.of(Published.of(80, 78, 82))));
            }
        }
        return new Study("sample", "A sample", instances, Study.SeedRule.HASHED, Study.Together.CELL,
                Study.Measure.TRAINING, List.of(),
                List.of("ResNet", "LAP-ResNet"), List.of("plain", "BN"), cells, StudyScale.WHOLE,
                Presentation.defaults());
    }

    /** A record of an instance with a final and a higher best accuracy, in [0, 1]. */
    public static RunRecord record(StudyInstance instance, double last) {
        return RunRecord.of(instance.id(), new RunRecord.Data("circles", 80, 20, "00"))
                .withTraining(new RunRecord.Training(
                        50, 128, null, null, instance.seed(0), 1.5, null, null, Math.min(1, last + 0.01), last, null));
    }

    /** The record of a training that diverged. */
    public static RunRecord diverged(StudyInstance instance) {
        return RunRecord.of(instance.id(), new RunRecord.Data("circles", 80, 20, "00"))
                .withTraining(new RunRecord.Training(
                        50, 128, null, null, instance.seed(0), 1.5, 3, 40L, 0.5, Double.NaN, null));
    }
}
