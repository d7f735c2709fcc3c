package org.leastaction.ot.entropic;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.pricing.KdTree;
import org.leastaction.points.DoublePoints;

/**
 * The sums of a {@link GibbsKernel} of squared distances in few dimensions, recomputed each time without negligible
 * terms: q is processed in blocks of near points, and a point p whose entries in a block are all below e⁻¹⁸ is skipped.
 * The part left out of a sum, which is about 1, is below 2·10⁻⁸.
 *
 * <p>Most of the rest is computed in single precision: exponents are A + Bₖ + ⟨P, qₖ⟩ around the centre of the block,
 * where A and P, which depend on the point p, are computed in double precision and rounded once they are near 0.
 * Relative errors of relevant entries are a few 10⁻⁶ and differ from entry to entry. If terms are too
 * large for that, double precision is used.
 */
final class TruncatedKernel implements KernelSums {

    /** Marginal errors down to this are above the rounding. */
    private static final double LEAST_TOLERANCE = 1e-5;
    private static final int MOST_DIMENSIONS = 8;
    private static final int BLOCK = 256;
    /** Rows that are summed in single precision before their sum is added in double precision. */
    private static final int GROUP = 32;
    private static final double SMALLEST_EXPONENT = -18;

    /**
     * Sums outside 1/MOST to MOST, which occur for potentials far from the solution, are recomputed in the log domain.
     */
    private static final double MOST = 1e4;
    /** Greatest term of an exponent in single precision: its rounding is then below 10⁻⁵. */
    private static final double LARGEST_TERM = 100;

    private final GibbsKernel exact;
    private final DoublePoints p;
    private final double[] weights;
    private final Near[] blocks;
    private final int columns;
    private final Parallelism parallelism;

    TruncatedKernel(GibbsKernel exact, DoublePoints p, DoublePoints q, Parallelism parallelism) {
        this.exact = exact;
        this.p = p;
        this.weights = exact.weights();
        this.columns = q.size();
        this.parallelism = parallelism;
        int[] order = KdTree.of(q).order();
        this.blocks = IntStream.range(0, (order.length + BLOCK - 1) / BLOCK)
                .mapToObj(
                        b -> Near.of(q, Arrays.copyOfRange(order, b * BLOCK, Math.min(order.length, (b + 1) * BLOCK))))
                .toArray(Near[]::new);
    }

    static boolean suits(GroundCost cost, int dimension, double tolerance) {
        return cost.equals(GroundCost.squaredEuclidean()) && dimension <= MOST_DIMENSIONS
                && tolerance >= LEAST_TOLERANCE;
    }

    /**
     * Points q near each other.
     *
     * @param points  their indices
     * @param centre  their mean
     * @param radius  greatest distance of a point from the centre
     * @param offsets coordinates relative to the centre, [d][points], and the same in double precision
     * @param squares squared distances of the points from the centre
     */
    private record Near(int[] points, double[] centre, double radius, float[][] offsets, double[][] preciseOffsets,
            double[] squares) {

        static Near of(DoublePoints q, int[] points) {
            int d = q.dimension();
            double[] centre = new double[d];
            for (int point : points) {
                for (int c = 0; c < d; c++) {
                    centre[c] += q.get(point, c) / points.length;
                }
            }
            float[][] offsets = new float[d][points.length];
            double[][] preciseOffsets = new double[d][points.length];
            double[] squares = new double[points.length];
            double greatest = 0;
            for (int k = 0; k < points.length; k++) {
                for (int c = 0; c < d; c++) {
                    double offset = q.get(points[k], c) - centre[c];
                    offsets[c][k] = (float) offset;
                    preciseOffsets[c][k] = offset;
                    squares[k] += offset * offset;
                }
                greatest = Math.max(greatest, squares[k]);
            }
            return new Near(points, centre, Math.sqrt(greatest), offsets, preciseOffsets, squares);
        }
    }

    @Override
    public double[] sums(double[] u, double[] v, double epsilon) {
        double[] sums = new double[columns];
        parallelism.forEach(blocks.length, b -> new BlockSums(blocks[b], v, epsilon).addAll(u, sums));
        for (double sum : sums) {
            if (!(sum < MOST && sum > 1 / MOST)) {
                return exact.sums(u, v, epsilon);
            }
        }
        return sums;
    }

    /** The sums of one block. */
    private final class BlockSums {

        private final Near near;
        private final double epsilon;
        private final double[] potentials;
        private final double level;
        private final float[] ofColumns;
        private final float[] terms;
        private final float[] further;
        private final float[] group;
        private final double[] costs;
        private final double[] scratch;
        private final double[] whole;
        private final double[] offset;
        private final float[] factors;
        private double greatest = Double.NEGATIVE_INFINITY;
        private double least = Double.POSITIVE_INFINITY;

        BlockSums(Near near, double[] v, double epsilon) {
            int width = near.points.length;
            this.near = near;
            this.epsilon = epsilon;
            this.potentials = Arrays.stream(near.points).mapToDouble(point -> v[point]).toArray();
            this.level = Arrays.stream(potentials).average().orElseThrow();
            this.ofColumns = new float[width];
            this.terms = new float[width];
            this.further = new float[width];
            this.group = new float[width];
            this.costs = new double[width];
            this.scratch = new double[width];
            this.whole = new double[width];
            this.offset = new double[p.dimension()];
            this.factors = new float[offset.length];
            for (int k = 0; k < width; k++) {
                double exponent = (potentials[k] - level - near.squares[k]) / epsilon;
                ofColumns[k] = (float) exponent;
                greatest = Math.max(greatest, exponent);
                least = Math.min(least, exponent);
            }
        }

        void addAll(double[] u, double[] sums) {
            int inGroup = 0;
            for (int row = 0; row < weights.length; row++) {
                double squared = 0;
                for (int c = 0; c < offset.length; c++) {
                    offset[c] = p.get(row, c) - near.centre[c];
                    squared += offset[c] * offset[c];
                }
                double ofRow = (u[row] + level - squared) / epsilon;
                double product = 2 * Math.sqrt(squared) * near.radius / epsilon;
                if (weights[row] == 0 || ofRow + greatest + product < SMALLEST_EXPONENT) {
                    continue;
                }
                if (product + Math.max(greatest, -least) > LARGEST_TERM) {
                    addPrecisely(row, u[row]);
                    continue;
                }
                for (int c = 0; c < offset.length; c++) {
                    factors[c] = (float) (2 * offset[c] / epsilon);
                }
                Exponentials.add((float) ofRow, ofColumns, factors, near.offsets, (float) weights[row],
                        further, terms, group);
                if (++inGroup == GROUP) {
                    parallelism.check();
                    move(group, whole);
                    inGroup = 0;
                }
            }
            move(group, whole);
            for (int k = 0; k < whole.length; k++) {
                sums[near.points[k]] = whole[k];
            }
        }

        private void addPrecisely(int row, double ofRow) {
            Arrays.fill(costs, 0);
            for (int c = 0; c < offset.length; c++) {
                addSquares(offset[c], near.preciseOffsets[c], costs);
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
