package org.leastaction.bench.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.NamedInputs;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.transport.MeasuredFlow;
import org.leastaction.transport.SegmentFlow;

/**
 * The input of the measures.
 *
 * @param model  the flow, open
 * @param data   the samples
 * @param units  units of their perturbations
 * @param flow   their trajectories through the flow
 * @param states states of some of them at every block
 * @param sizes  number of samples for each measure
 * @param batch  number of points per batch of the model
 * @param blur   blur of the entropic divergence
 * @param budget time limit
 * @param watch  receives the progress of a measure
 */
public record StudiedFlow(
        FlowModel model,
        LabelledPoints data,
        InputUnits units,
        MeasuredFlow flow,
        SubsetStates states,
        SampleSizes sizes,
        int batch,
        Parallelism parallelism,
        long seed,
        EntropicBlur blur,
        AnalysisBudget budget,
        AnalysisWatch watch) {

    /** The reason why measures that compare outputs or states with labels are missing. */
    public static final String NO_LABELS = "the data have no labels";

    /** The same where the points are tokens. */
    static final String LABELS_OF_SAMPLES =
            "a token has the label and the scores of its sample; --particle sample, class"
                    + " or mean counts samples";

    private static final int STANDING_OUT = 5;

    /** Random rows without replacement, ascending; all rows if there are no more than {@code size}. */
    public static int[] rows(int total, int size, long seed) {
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

    /** The reason why a measure is missing: for points that are tokens, why they have no labels. */
    static String reason(FlowModel model, String reason) {
        return reason.equals(NO_LABELS) && NamedInputs.areTokens(model) ? LABELS_OF_SAMPLES : reason;
    }

    /** The samples for optimal transport: all, or as many random ones as {@link SampleSizes#gapNumbers} allows. */
    int[] gapRows() {
        int widest = flow.segments().stream().mapToInt(segment -> segment.start().dimension()).max().orElseThrow();
        return rows(flow.size(), Math.max(2, sizes.gapNumbers() / widest), seed);
    }

    /** The trajectories of some samples through the flow; the cost remains that of all. */
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

    /** x₀: the points at the start of the first segment. */
    public FloatPoints start() {
        return flow.segments().get(0).start();
    }

    /** T(x₀). */
    public FloatPoints end() {
        return flow.segments().get(flow.segments().size() - 1).end();
    }

    /** Indices of the 5 largest of some values, the largest first; NaN is left out. */
    static int[] largest(double[] values) {
        return IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i])).boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> values[i]).reversed()).limit(STANDING_OUT)
                .mapToInt(Integer::intValue).toArray();
    }

    /**
     * A table of samples with the columns "sample", the index in the set from which the data were selected; "label",
     * unless the data have none; and "value".
     *
     * @param data   the samples
     * @param rows   rows of the samples in the table, [m]
     * @param values of these samples, [m]
     */
    static Map<String, double[]> table(LabelledPoints data, int[] rows, double[] values) {
        Map<String, double[]> table = new LinkedHashMap<>();
        table.put("sample", Arrays.stream(rows).mapToDouble(row -> data.numbers()[row]).toArray());
        if (data.isLabelled()) {
            table.put("label", Arrays.stream(rows).mapToDouble(row -> data.labels()[row]).toArray());
        }
        table.put("value", values);
        return table;
    }

    /** Classes of the kept particles; empty if the data have no labels. */
    public int[] stateLabels() {
        return data.isLabelled() ? Arrays.stream(states.rows()).map(row -> data.labels()[row]).toArray() : new int[0];
    }

    /** Keeps some particles before and after every block, whatever its dimension: 4·m·Σd bytes. */
    public static final class SubsetStates implements BatchObserver {

        private final int[] rows;
        private final List<float[]> states = new ArrayList<>();
        private final int[] dimensions;

        /** @param rows rows of the inputs, ascending */
        SubsetStates(FlowShape shape, int[] rows) {
            this.rows = rows.clone();
            this.dimensions = new int[shape.blocks() + 1];
            for (int k = 0; k <= shape.blocks(); k++) {
                dimensions[k] = k == 0 ? shape.encodedDimension() : shape.leavingDimension(k - 1);
                states.add(new float[Math.multiplyExact(rows.length, dimensions[k])]);
            }
        }

        @Override
        public void observe(int firstRow, BlockStep step) {
            copy(step.output(), step.block() + 1, firstRow);
        }

        /** The rows of the particles. */
        public int[] rows() {
            return rows.clone();
        }

        /** The kept particles at the input of block k, or at the output of the last block, [m, d]. */
        public FloatPoints state(int k) {
            return FloatPoints.wrap(states.get(k), rows.length, dimensions[k]);
        }

        /** Stores the input of the first block, [m, d]: its shortcut need not be the identity. */
        void start(FloatPoints encoded) {
            System.arraycopy(encoded.toArray(), 0, states.get(0), 0, states.get(0).length);
        }

        private void copy(FloatPoints batch, int state, int firstRow) {
            int d = dimensions[state];
            int at = Arrays.binarySearch(rows, firstRow);
            for (int i = at >= 0 ? at : -at - 1; i < rows.length && rows[i] < firstRow + batch.size(); i++) {
                System.arraycopy(batch.array(), batch.offset() + (rows[i] - firstRow) * d, states.get(state), i * d, d);
            }
        }
    }

    /**
     * The number of samples for each costly metric: a random subset if there are more.
     *
     * @param gapNumbers number of coordinates of the samples for optimal transport, for example 2,000 samples of 6,272
     * @param pairs    number of samples whose pairs the Hölder fits compare
     * @param blocks   number of samples that are tracked through the blocks, and whose labels define the frontier
     * @param jacobian number of samples at which the Jacobian of the map is measured
     * @param path     number of samples at which the Jacobian of every block is measured
     * @param noise    number of inputs under noise
     * @param attacks  number of inputs under attack
     * @param stateNumbers number of coordinates of all states that are kept, 4 bytes each
     */
    public record SampleSizes(int gapNumbers, int pairs, int blocks, int jacobian, int path, int noise, int attacks,
            long stateNumbers) {

        private static final int FEWEST_KEPT = 16;
        private static final long USUAL_STATE_NUMBERS = 3L << 28;
        /** A number takes 4 bytes, and states may take half of the heap. */
        private static final int BYTES_OF_HEAP = 8;

        /** @throws IllegalArgumentException if a size is too small for a meaningful result */
        public SampleSizes {
            if (gapNumbers < 2 || pairs < 2 || blocks < 3 || jacobian < 1 || path < 1 || noise < 1 || attacks < 1
                    || stateNumbers < 1) {
                throw new IllegalArgumentException(
                        "each metric needs some samples, not " + gapNumbers + ", " + pairs + ", "
                                + blocks + ", " + jacobian + ", " + path + ", " + noise + ", " + attacks + ", "
                                + stateNumbers);
            }
        }

        /**
         * 12.6 million coordinates for the gap, 2,000 samples for pairs, 1,000 along the blocks, 64 and 16 Jacobians,
         * 1,000 inputs under noise, 128 under attack; states of 3 GiB or half of the Java heap, whichever is less.
         */
        public static SampleSizes defaults() {
            return new SampleSizes(12_600_000, 2_000, 1_000, 64, 16, 1_000, 128,
                    Math.min(USUAL_STATE_NUMBERS, Runtime.getRuntime().maxMemory() / BYTES_OF_HEAP));
        }

        public SampleSizes withStateNumbers(long newStateNumbers) {
            return new SampleSizes(gapNumbers, pairs, blocks, jacobian, path, noise, attacks, newStateNumbers);
        }

        /** With states of half of the heap that inputs of so many numbers leave, or as before if that is less. */
        public SampleSizes beside(long inputNumbers) {
            long left = Runtime.getRuntime().maxMemory() / Float.BYTES - inputNumbers;
            return withStateNumbers(Math.max(1, Math.min(stateNumbers, left / 2)));
        }

        /** What is measured where the states of {@code kept} of n samples fit. */
        public static String inWords(int kept, int n) {
            return "the states of " + kept + " of " + n
                    + " samples fit into memory (half of the Java heap that the inputs"
                    + " leave, at most 3 GiB): everything but accuracy and costs is measured on these";
        }

        /**
         * The number of samples whose states are kept: all n if they fit, otherwise as many as do, at least 16.
         *
         * @param everyBlock whether some samples are tracked through the blocks
         */
        int kept(FlowShape shape, boolean everyBlock, int n) {
            long ends = shape.segments().stream().mapToLong(segment -> 2L * segment.dimension()).sum();
            long path = everyBlock ? shape.encodedDimension()
                    + IntStream.range(0, shape.blocks()).mapToLong(shape::leavingDimension).sum() : 0;
            long ofTracked = Math.min(stateNumbers / (ends + path), blocks);
            long fit = ofTracked < blocks ? ofTracked : (stateNumbers - blocks * path) / ends;
            return (int) Math.min(n, Math.max(FEWEST_KEPT, fit));
        }
    }
}
