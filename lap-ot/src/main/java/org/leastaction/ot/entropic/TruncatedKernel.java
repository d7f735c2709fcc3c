package org.leastaction.ot.entropic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.loops.Loops;
import org.leastaction.ot.pricing.KdTree;
import org.leastaction.points.DoublePoints;

/**
 * The sums of a {@link GibbsKernel} of squared distances in few dimensions, recomputed each time without negligible
 * terms: q is processed in blocks of near points, and a point p whose entries in a block are all below e⁻¹⁸ is skipped.
 * The part left out of a sum, which is about 1, is below 2·10⁻⁸. Sums at the many points of a block that is small
 * compared with √ε are {@linkplain KernelInterpolation interpolated}.
 *
 * <p>Most of the rest is computed in single precision: exponents are A + Bₖ + ⟨P, qₖ⟩ around the centre of the block,
 * where A and P, which depend on the point p, are computed in double precision and, with the {@link Trend} of B, rounded
 * once they are near 0. Relative errors of relevant entries are a few 10⁻⁶ and differ from entry to entry. Rows with
 * terms too large for that are computed in double precision.
 *
 * <p>Errors of these sums cost time, not correctness: the solver measures the error of its result by the exact kernel
 * and continues with that if necessary.
 */
final class TruncatedKernel implements KernelSums {

    /** Marginal errors down to this are above the rounding. */
    private static final double LEAST_TOLERANCE = 1e-5;
    private static final int MOST_DIMENSIONS = 8;
    /** Points of a block: at most the second number, and at most the first if they are not interpolated. */
    private static final int BLOCK = 256;
    private static final int INTERPOLATED_BLOCK = 4096;
    /** Rows that are summed in single precision before their sum is added in double precision. */
    private static final int GROUP = 32;
    private static final double SMALLEST_EXPONENT = -18;

    /**
     * Sums outside 1/MOST to MOST, which occur for potentials far from the solution, are recomputed in the log domain.
     */
    static final double MOST = 1e4;
    /**
     * Weight of a point p from which on an entry that single precision clamps makes a sum greater than MOST. The exponents
     * of lighter points are checked.
     */
    private static final double LEAST_WEIGHT = 2 * MOST * Math.exp(-Loops.LARGEST_FLOAT_EXPONENT);
    /** Greatest term of an exponent in single precision: its rounding is then below 10⁻⁵. */
    private static final double LARGEST_TERM = 100;

    private final GibbsKernel exact;
    private final DoublePoints p;
    private final DoublePoints q;
    private final double[] weights;
    /** The points q in an order in which the halves of every range are near each other. */
    private final int[] order;
    private final Parallelism parallelism;
    private List<Block> blocks = List.of();
    private double epsilonOfBlocks = Double.NaN;

    TruncatedKernel(GibbsKernel exact, DoublePoints p, DoublePoints q, Parallelism parallelism) {
        this.exact = exact;
        this.p = p;
        this.q = q;
        this.weights = exact.weights();
        this.order = KdTree.of(q).order();
        this.parallelism = parallelism;
    }

    static boolean suits(GroundCost cost, int dimension, double tolerance) {
        return cost.equals(GroundCost.squaredEuclidean()) && dimension <= MOST_DIMENSIONS
                && tolerance >= LEAST_TOLERANCE;
    }

    /** Indices of points q, where they are, and how their sums are interpolated, if they are. */
    private record Block(int[] points, Near near, Optional<KernelInterpolation> interpolation) {}

    /** Divides a range of the order into blocks: the largest that can be interpolated, else small ones. */
    private void divide(int from, int to, double epsilon, List<Block> into) {
        int size = to - from;
        if (size <= INTERPOLATED_BLOCK) {
            int[] points = Arrays.copyOfRange(order, from, to);
            Near near = Near.of(q, points);
            Optional<KernelInterpolation> interpolation = KernelInterpolation.of(near, epsilon);
            if (interpolation.isPresent() || size <= BLOCK) {
                into.add(new Block(points, near, interpolation));
                return;
            }
        }
        int middle = (from + to) >>> 1;
        divide(from, middle, epsilon, into);
        divide(middle, to, epsilon, into);
    }

    @Override
    public double[] sums(double[] u, double[] v, double epsilon) {
        if (epsilon != epsilonOfBlocks) {
            blocks = new ArrayList<>();
            divide(0, order.length, epsilon, blocks);
            epsilonOfBlocks = epsilon;
        }
        double[] sums = new double[order.length];
        parallelism.forEach(blocks.size(), b -> {
            Block block = blocks.get(b);
            double[] potentials = Arrays.stream(block.points).mapToDouble(point -> v[point]).toArray();
            double[] ofBlock = block.interpolation
                    .flatMap(known -> known.sums(potentials, epsilon,
                            (columns, ofColumns) -> new BlockSums(columns, ofColumns, epsilon).of(u)))
                    .orElseGet(() -> new BlockSums(block.near, potentials, epsilon).of(u));
            for (int k = 0; k < ofBlock.length; k++) {
                sums[block.points[k]] = ofBlock[k];
            }
        });
        for (double sum : sums) {
            if (!(sum < MOST && sum > 1 / MOST)) {
                return exact.sums(u, v, epsilon);
            }
        }
        return sums;
    }

    /** The sums at some near columns with potentials. */
    private final class BlockSums {

        private final Near near;
        private final double epsilon;
        private final double[] potentials;
        private final Trend trend;
        /** Exponents of the columns below the trend, and the least of them. */
        private final float[] ofColumns;
        private final double least;
        private final float[] terms;
        private final float[] further;
        private final float[] group;
        private final double[] costs;
        private final double[] scratch;
        private final double[] whole;
        private final double[] offset;
        private final float[] factors;

        BlockSums(Near near, double[] potentials, double epsilon) {
            int width = near.size();
            this.near = near;
            this.epsilon = epsilon;
            this.potentials = potentials;
            this.trend = new Trend(near, potentials, epsilon);
            int padded = near.offsets()[0].length;
            this.ofColumns = new float[padded];
            this.terms = new float[padded];
            this.further = new float[padded];
            this.group = new float[padded];
            this.costs = new double[width];
            this.scratch = new double[width];
            this.whole = new double[width];
            this.offset = new double[p.dimension()];
            this.factors = new float[offset.length];
            double lowest = 0;
            for (int k = 0; k < width; k++) {
                double below = trend.below(near, k);
                ofColumns[k] = (float) below;
                lowest = Math.min(lowest, below);
            }
            this.least = lowest;
        }

        double[] of(double[] u) {
            int inGroup = 0;
            for (int row = 0; row < weights.length; row++) {
                double squared = 0;
                double greatest = 0;
                double smallest = 0;
                for (int c = 0; c < offset.length; c++) {
                    offset[c] = p.get(row, c) - near.centre()[c];
                    squared += offset[c] * offset[c];
                    double factor = 2 * offset[c] / epsilon + trend.slope(c);
                    factors[c] = (float) factor;
                    greatest += trend.greatest(c, factor);
                    smallest -= trend.greatest(c, -factor);
                }
                double ofRow = (u[row] + trend.level() - squared) / epsilon + trend.constant();
                if (weights[row] == 0 || ofRow + greatest < SMALLEST_EXPONENT) {
                    continue;
                }
                boolean mayBeClamped =
                        weights[row] < LEAST_WEIGHT && ofRow + greatest > Loops.LARGEST_FLOAT_EXPONENT;
                if (mayBeClamped || Math.max(greatest, -smallest) - least > LARGEST_TERM) {
                    addPrecisely(row, u[row]);
                    continue;
                }
                Exponentials.add((float) ofRow, ofColumns, factors, near.offsets(), (float) weights[row],
                        further, terms, group);
                if (++inGroup == GROUP) {
                    parallelism.check();
                    move(group, whole);
                    inGroup = 0;
                }
            }
            move(group, whole);
            return whole;
        }

        private void addPrecisely(int row, double ofRow) {
            Arrays.fill(costs, 0);
            for (int c = 0; c < offset.length; c++) {
                addSquares(offset[c], near.precise()[c], costs);
            }
            Exponentials.add(ofRow, potentials, costs, epsilon, weights[row], scratch, whole);
        }
    }

    private static void move(float[] group, double[] whole) {
        for (int k = 0; k < whole.length; k++) {
            whole[k] += group[k];
        }
        Arrays.fill(group, 0);
    }

    private static void addSquares(double a, double[] b, double[] sums) {
        for (int k = 0; k < sums.length; k++) {
            double difference = a - b[k];
            sums[k] += difference * difference;
        }
    }
}
