package org.leastaction.flow.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.points.FloatPoints;

/**
 * A pass with its batches joined.
 *
 * @param steps of all points
 */
record Passed(List<BlockStep> steps, Optional<FloatPoints> answers) {

    /** Runs a pass, and checks that batches come in order, none too large, with all of their blocks in order. */
    static Passed of(FlowModel model, FloatPoints inputs, int batch) {
        int blocks = model.shape().blocks();
        List<List<BlockStep>> batches = new ArrayList<>();
        int[] rows = new int[1];
        Optional<FloatPoints> answers = model.pass(inputs, batch, (firstRow, step) -> {
            if (batches.isEmpty() || batches.get(batches.size() - 1).size() == blocks) {
                batches.add(new ArrayList<>());
                rows[0] += batches.size() == 1 ? 0 : last(batches, 2).get(0).output().size();
            }
            assertThat(firstRow).as("first row of batch %d of a pass", batches.size() - 1).isEqualTo(rows[0]);
            assertThat(step.block()).as("block that a pass shows next").isEqualTo(last(batches, 1).size());
            assertThat(step.output().size()).as("points of a batch of at most %d", batch).isBetween(1, batch);
            last(batches, 1).add(BlockStep.of(step.segment(), step.block(), Batches.copy(step.shortcut()),
                    Batches.copy(step.residue()), Batches.copy(step.output())));
        });
        List<BlockStep> steps = new ArrayList<>();
        for (int k = 0; k < blocks; k++) {
            int block = k;
            List<BlockStep> parts = batches.stream().map(all -> all.get(block)).toList();
            steps.add(BlockStep.of(parts.get(0).segment(), k,
                    together(parts.stream().map(BlockStep::shortcut).toList()),
                    together(parts.stream().map(BlockStep::residue).toList()),
                    together(parts.stream().map(BlockStep::output).toList())));
        }
        return new Passed(steps, answers.map(Batches::copy));
    }

    private static List<BlockStep> last(List<List<BlockStep>> batches, int fromTheEnd) {
        return batches.get(batches.size() - fromTheEnd);
    }

    private static FloatPoints together(List<FloatPoints> parts) {
        int n = parts.stream().mapToInt(FloatPoints::size).sum();
        int d = parts.get(0).dimension();
        float[] all = new float[n * d];
        int at = 0;
        for (FloatPoints part : parts) {
            System.arraycopy(part.toArray(), 0, all, at, part.size() * d);
            at += part.size() * d;
        }
        return FloatPoints.wrap(all, n, d);
    }
}
