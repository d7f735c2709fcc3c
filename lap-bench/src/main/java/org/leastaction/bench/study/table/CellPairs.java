package org.leastaction.bench.study.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.study.Presentation.Accuracy;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.metrics.statistics.PairedComparison;

/**
 * Compares objectives on the same seeds: data, initial weights and batches are the same, so that their random effects
 * cancel.
 */
final class CellPairs {

    private static final int LEAST_PAIRS = 2;

    private CellPairs() {}

    /**
     * The accuracy of a cell minus that of the first cell with the same seeds, in percent; pairs with a diverged
     * network are excluded.
     */
    static Optional<PairedComparison> of(Study study, StudyCell cell, Map<String, RunRecord> records) {
        StudyCell reference = study.cells().stream().filter(cell::isPairedWith).findFirst().orElse(cell);
        if (reference.equals(cell)) {
            return Optional.empty();
        }
        List<double[]> pairs = new ArrayList<>();
        for (int index = 0; index < study.instances(); index++) {
            RunRecord first = records.get(study.instance(cell, index).id());
            RunRecord second = records.get(study.instance(reference, index).id());
            if (first != null && second != null && !first.diverged() && !second.diverged()) {
                pairs.add(new double[] {percent(study, first), percent(study, second)});
            }
        }
        return pairs.size() < LEAST_PAIRS ? Optional.empty() : Optional.of(PairedComparison.of(
                pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
                pairs.stream().mapToDouble(pair -> pair[1]).toArray()));
    }

    private static double percent(Study study, RunRecord record) {
        RunRecord.Training training = record.requireTraining();
        return 100 * (study.shown().accuracy() == Accuracy.FINAL ? training.accuracyLast() : training.accuracyHighest());
    }
}
