package org.leastaction.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.Points;

/**
 * The gap of each class: T restricted to the points of one class, compared with the optimal assignment between these
 * points and their images. No point is assigned to the image of another class.
 *
 * <p>Weighted by the classes' shares of the points, the displacements sum to the total displacement. The weighted sum
 * of W₂² over classes is at least W₂² of all points, so the weighted gaps sum to at most the total gap. The difference
 * is the saving that only exchanges between classes can achieve.
 *
 * @param classes by class; empty for a class without points
 */
public record ClassGaps(List<Optional<ClassGap>> classes) {

    public ClassGaps {
        classes = List.copyOf(classes);
    }

    /**
     * One class.
     *
     * @param samples number of its points, at least 1
     * @param cost    its mean transport cost Σ_k h(v_k), NaN if only the map is known
     * @param gap     the gap of its map, by segment
     */
    public record ClassGap(int samples, double cost, FlowGap gap) {}

    /**
     * The gaps of paired points; cost as {@link TransportGap#of} for each class, hence less than for all points at
     * once.
     *
     * @param x       points, [n, d], n ≥ 1
     * @param tx      their images, [n, d]
     * @param labels  n classes in [0, classes)
     * @param classes number of classes, at least 1
     * @throws IllegalArgumentException as {@link TransportGap#of}, or if labels do not fit the points
     */
    public static ClassGaps of(Points x, Points tx, int[] labels, int classes, Parallelism parallelism) {
        if (x.size() != tx.size()) {
            throw new IllegalArgumentException("there are " + x.size() + " points and " + tx.size()
                    + " images: each point has one");
        }
        ClassPartition partition = ClassPartition.of(labels, x.size(), classes);
        return of(partition, rows -> Double.NaN, rows -> new FlowGap(
                List.of(TransportGap.of(x.select(rows), tx.select(rows), parallelism))));
    }

    /**
     * The gaps of a measured flow, or of a subset of its samples.
     *
     * @param costs  n transport costs of its samples
     * @param labels n classes of its samples
     * @throws IllegalArgumentException as {@link FlowGap#of}, or if costs or labels do not fit the samples
     */
    public static ClassGaps of(MeasuredFlow flow, double[] costs, int[] labels, Parallelism parallelism) {
        if (costs.length != flow.size()) {
            throw new IllegalArgumentException("there are " + costs.length + " costs for " + flow.size() + " samples");
        }
        ClassPartition partition = ClassPartition.of(labels, flow.size(), flow.shape().classes());
        return of(partition, rows -> mean(costs, rows), rows -> new FlowGap(flow.segments().stream()
                .map(s -> TransportGap.of(s.start().select(rows), s.end().select(rows), parallelism))
                .toList()));
    }

    private static ClassGaps of(ClassPartition partition, ToDoubleFunction<int[]> cost, GapOfRows gap) {
        List<Optional<ClassGap>> gaps = new ArrayList<>();
        for (int label = 0; label < partition.classes(); label++) {
            int[] rows = partition.rows(label);
            gaps.add(rows.length == 0
                    ? Optional.empty()
                    : Optional.of(new ClassGap(rows.length, cost.applyAsDouble(rows), gap.of(rows))));
        }
        return new ClassGaps(gaps);
    }

    /** A quantity of every class's gap; NaN for a class without points. */
    public double[] of(ToDoubleFunction<FlowGap> quantity) {
        return classes.stream().mapToDouble(c -> c.map(g -> quantity.applyAsDouble(g.gap())).orElse(Double.NaN))
                .toArray();
    }

    /** Transport cost by class; NaN for a class without points, and if only the map is known. */
    public double[] costs() {
        return classes.stream().mapToDouble(c -> c.map(ClassGap::cost).orElse(Double.NaN)).toArray();
    }

    /** Number of points by class. */
    public int[] samples() {
        return classes.stream().mapToInt(c -> c.map(ClassGap::samples).orElse(0)).toArray();
    }

    private static double mean(double[] values, int[] rows) {
        CompensatedSum sum = new CompensatedSum();
        for (int row : rows) {
            sum.add(values[row]);
        }
        return sum.value() / rows.length;
    }

    @FunctionalInterface
    private interface GapOfRows {
        FlowGap of(int[] rows);
    }

    /** The rows of each class. */
    private static final class ClassPartition {

        private final int[][] rows;

        private ClassPartition(int[][] rows) {
            this.rows = rows;
        }

        /**
         * @throws IllegalArgumentException if the number of labels is not that of rows, or a label is outside [0,
         *                                  classes)
         */
        static ClassPartition of(int[] labels, int size, int classes) {
            if (labels.length != size) {
                throw new IllegalArgumentException("there are " + labels.length + " labels for " + size
                        + " points: each point needs one");
            }
            int[] counts = new int[classes];
            for (int i = 0; i < size; i++) {
                if (labels[i] < 0 || labels[i] >= classes) {
                    throw new IllegalArgumentException(
                            "label " + labels[i] + " of point " + i + " is not in [0, " + classes + ")");
                }
                counts[labels[i]]++;
            }
            int[][] rows = new int[classes][];
            Arrays.setAll(rows, c -> new int[counts[c]]);
            int[] next = new int[classes];
            for (int i = 0; i < size; i++) {
                rows[labels[i]][next[labels[i]]++] = i;
            }
            return new ClassPartition(rows);
        }

        int classes() {
            return rows.length;
        }

        /** The rows of a class, ascending; empty if it has no point. */
        int[] rows(int label) {
            return rows[label];
        }
    }
}
