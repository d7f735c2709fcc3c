package org.leastaction.bench.analysis;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.leastaction.flow.FlowModel;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.transport.MeasuredFlow;
import org.leastaction.transport.SegmentFlow;

/**
 * What the measures look at.
 *
 * @param model  the flow, open
 * @param data   the samples
 * @param units  of their perturbations
 * @param flow   their way through the flow
 * @param states of some of them at every block
 * @param sizes  how many samples each measure takes
 * @param batch  points that pass through the model together
 * @param budget of derivatives
 * @param watch  sees how far a measure is
 */
record StudiedFlow(
        FlowModel model,
        LabelledPoints data,
        InputUnits units,
        MeasuredFlow flow,
        SubsetStates states,
        SampleSizes sizes,
        int batch,
        Parallelism parallelism,
        long seed,
        DerivativeBudget budget,
        AnalysisWatch watch) {

    /** Rows without replacement, ascending; all if there are no more. */
    static int[] rows(int total, int size, long seed) {
        if (size >= total) {
            return IntStream.range(0, total).toArray();
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[] rows = IntStream.range(0, total).toArray();
        for (int i = 0; i < size; i++) {
            int j = i + random.nextInt(total - i);
            int row = rows[j];
            rows[j] = rows[i];
            rows[i] = row;
        }
        int[] chosen = Arrays.copyOf(rows, size);
        Arrays.sort(chosen);
        return chosen;
    }

    /** Where optimal transport is sought: all samples, or as many at random as {@link SampleSizes#gapNumbers} lets. */
    int[] gapRows() {
        int widest = flow.segments().stream().mapToInt(segment -> segment.start().dimension()).max().orElseThrow();
        return rows(flow.size(), Math.max(2, sizes.gapNumbers() / widest), seed);
    }

    /** Some samples' way through the flow; the cost stays that of all. */
    MeasuredFlow select(int[] rows) {
        if (rows.length == flow.size()) {
            return flow;
        }
        return new MeasuredFlow(
                flow.shape(),
                flow.cost(),
                flow.segments().stream().map(segment -> new SegmentFlow(
                        segment.segment(), segment.start().select(rows), segment.end().select(rows))).toList(),
                flow.logProbabilities().map(answers -> answers.select(rows)));
    }

    /** x₀ of the whole flow where its first segment starts. */
    FloatPoints start() {
        return flow.segments().get(0).start();
    }

    /** T(x₀). */
    FloatPoints end() {
        return flow.segments().get(flow.segments().size() - 1).end();
    }

    /** Classes of the kept particles. */
    int[] stateLabels() {
        return Arrays.stream(states.rows()).map(row -> data.labels()[row]).toArray();
    }
}
