package org.leastaction.ot.entropic;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.PairKernel;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.loops.Loops;
import org.leastaction.points.DoublePoints;

/**
 * The kernel e^((uₛ + vₖ − c(pₛ, qₖ))/ε) between the points p of one side and the points q of the other, as sums over p
 * for every q. Its tiles are never stored but recomputed for each sum, from costs that are stored only if they are few
 * and the dimension is high.
 *
 * <p>A task processes a block of q and all p in order, so results are bit-identical for any number of threads.
 */
final class GibbsKernel implements KernelSums {

    /** Rows and columns of a tile: its arrays fit the caches. */
    static final int BLOCK = 256;
    /** Maximum number of stored costs: 128 MiB. */
    private static final long KEPT = 1L << 24;
    /** Up to this dimension, recomputing a cost takes no longer than its exponential. */
    private static final int CHEAP_DIMENSIONS = 4;

    private final DoublePoints p;
    private final DoublePoints q;
    private final GroundCost cost;
    private final double[] weights;
    private final PairKernel costs;
    private final Parallelism parallelism;
    private double largestCost = Double.NaN;
    /** Costs of every tile, or null if they are not stored. */
    private final double @Nullable [][][] kept;

    GibbsKernel(DoublePoints p, Weights weights, DoublePoints q, GroundCost cost, Parallelism parallelism) {
        this.p = p;
        this.q = q;
        this.cost = cost;
        this.weights = weights.toArray();
        this.costs = cost.pairs(p, q);
        this.parallelism = parallelism;
        boolean keep = p.dimension() > CHEAP_DIMENSIONS && (long) p.size() * q.size() <= KEPT;
        this.kept = keep ? new double[blocks(q.size())][blocks(p.size())][] : null;
    }

    /** Receives the rows of costs of a block of q, one for each p in order. */
    private interface Rows {
        void take(int row, double[] costs);
    }

    /** Starts the block of q between two indices. */
    private interface Block {
        Rows open(int from, int to);
    }

    /** The largest cost; NaN or infinite if one overflows. Computed once. */
    double largestCost() {
        if (Double.isNaN(largestCost)) {
            largestCost = computeLargestCost();
        }
        return largestCost;
    }

    private double computeLargestCost() {
        double[] largest = new double[blocks(costs.columns())];
        forEachBlock((from, to) -> (row, cost) -> {
            for (double c : cost) {
                largest[from / BLOCK] = Math.max(largest[from / BLOCK], c);
            }
        });
        return Arrays.stream(largest).reduce(0, Math::max);
    }

    /**
     * The mean cost under the weights of both sides.
     *
     * @param ofQ the weights of q
     */
    double meanCost(Weights ofQ) {
        double[] sums = new double[costs.columns()];
        forEachBlock((from, to) -> (row, cost) -> {
            for (int k = 0; k < cost.length; k++) {
                sums[from + k] += weights[row] * cost[k];
            }
        });
        return ofQ.mean(k -> sums[k])[0];
    }

    /** Receives the kernel's entries of one p and a block of q, by its number or first index; the array is reused. */
    @FunctionalInterface
    interface Terms {
        void take(int block, int row, double[] terms);
    }

    int rows() {
        return costs.rows();
    }

    int columns() {
        return costs.columns();
    }

    /** The same sums up to a tolerance, where that is faster. */
    KernelSums truncated(double tolerance) {
        return TruncatedKernel.suits(cost, p.dimension(), tolerance)
                ? new TruncatedKernel(this, p, q, parallelism) : this;
    }

    /** Number of blocks of q. */
    int blocks() {
        return blocks(costs.columns());
    }

    double[] weights() {
        return weights;
    }

    /**
     * Passes e^((uₛ + vₖ − cₛₖ)/ε) to the consumer, each block on one thread, with exponents clamped to a greatest
     * magnitude.
     */
    void terms(double[] u, double[] v, double epsilon, double largest, Terms consumer) {
        forEachBlock((from, to) -> {
            double[] potentials = Arrays.copyOfRange(v, from, to);
            double[] terms = new double[to - from];
            return (row, cost) -> {
                Exponentials.of(u[row], potentials, cost, epsilon, largest, 1, terms);
                consumer.take(from / BLOCK, row, terms);
            };
        });
    }

    @Override
    public double[] sums(double[] u, double[] v, double epsilon) {
        double[] sums = new double[v.length];
        forEachBlock((from, to) -> {
            double[] potentials = Arrays.copyOfRange(v, from, to);
            double[] terms = new double[to - from];
            double[] block = new double[to - from];
            return (row, cost) -> {
                Exponentials.add(u[row], potentials, cost, epsilon, weights[row], terms, block);
                if (row == weights.length - 1) {
                    System.arraycopy(block, 0, sums, from, block.length);
                }
            };
        });
        return sums;
    }

    /** minₛ cₛₖ − uₛ over all s with weight above 0, for all k. */
    double[] leastReduced(double[] u) {
        double[] least = new double[costs.columns()];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        forEachBlock((from, to) -> (row, cost) -> {
            if (weights[row] > 0) {
                for (int k = 0; k < cost.length; k++) {
                    least[from + k] = Math.min(least[from + k], cost[k] - u[row]);
                }
            }
        });
        return least;
    }

    /** Σₛ weightₛ e^((uₛ + vₖ − cₛₖ)/ε), and the same with terms times cₛₖ, for all k: [2][k]. */
    double[][] sumsAndCosts(double[] u, double[] v, double epsilon) {
        double[] sums = new double[v.length];
        double[] costs = new double[v.length];
        forEachBlock((from, to) -> {
            double[] potentials = Arrays.copyOfRange(v, from, to);
            double[] terms = new double[to - from];
            return (row, cost) -> {
                Exponentials.of(
                        u[row], potentials, cost, epsilon, Loops.LARGEST_EXPONENT, weights[row], terms);
                for (int k = 0; k < terms.length; k++) {
                    sums[from + k] += terms[k];
                    costs[from + k] += terms[k] * cost[k];
                }
            };
        });
        return new double[][] {sums, costs};
    }

    /** Σₛ weightₛ e^((uₛ + vₖ − cₛₖ)/ε) · value(s, c) for c = 0 to {@code values} − 1 and all k, [c][k]. */
    double[][] sums(int values, PairKernel.OfIndices value, double[] u, double[] v, double epsilon) {
        double[][] sums = new double[values][v.length];
        weighted(u, v, epsilon, (from, row, terms) -> {
            for (int c = 0; c < values; c++) {
                double factor = value.at(row, c);
                double[] sum = sums[c];
                for (int k = 0; k < terms.length; k++) {
                    sum[from + k] += terms[k] * factor;
                }
            }
        });
        return sums;
    }

    /**
     * Σₛ weightₛ e^((uₛ + vₖ − cₛₖ)/ε) ∇c(qₖ, pₛ) for all k, the gradient with respect to q: [columns, d], row-major.
     *
     * @throws UnsupportedOperationException if the gradient of the cost is not known
     */
    double[] gradientSums(double[] u, double[] v, double epsilon) {
        int d = q.dimension();
        double[] sums = new double[v.length * d];
        GroundCost back = cost.transposed();
        weighted(u, v, epsilon, (from, row, terms) -> {
            for (int k = 0; k < terms.length; k++) {
                back.addGradient(q, from + k, p, row, terms[k], sums, (from + k) * d);
            }
        });
        return sums;
    }

    /** Passes weightₛ e^((uₛ + vₖ − cₛₖ)/ε) to the consumer, for each s and a block of k from an index on. */
    private void weighted(double[] u, double[] v, double epsilon, Terms consumer) {
        forEachBlock((from, to) -> {
            double[] potentials = Arrays.copyOfRange(v, from, to);
            double[] terms = new double[to - from];
            return (row, cost) -> {
                Exponentials.of(
                        u[row], potentials, cost, epsilon, Loops.LARGEST_EXPONENT, weights[row], terms);
                consumer.take(from, row, terms);
            };
        });
    }

    /** Passes every entry that is at least a share to the consumer, by k: weightₛ e^((uₛ + vₖ − cₛₖ)/ε). */
    void entries(double[] u, double[] v, double epsilon, double share, Entry consumer) {
        weighted(u, v, epsilon, (from, row, terms) -> {
            for (int k = 0; k < terms.length; k++) {
                if (terms[k] > 0 && terms[k] >= share) {
                    consumer.take(row, from + k, terms[k]);
                }
            }
        });
    }

    /** Receives one entry; entries of different blocks of k come from several threads. */
    @FunctionalInterface
    interface Entry {
        void take(int row, int column, double value);
    }

    private void forEachBlock(Block block) {
        int rows = costs.rows();
        int columns = costs.columns();
        parallelism.forEach(blocks(columns), t -> {
            int from = t * BLOCK;
            int to = Math.min(columns, from + BLOCK);
            int width = to - from;
            Rows consumer = block.open(from, to);
            double[] cost = new double[width];
            for (int s = 0; s < rows; s += BLOCK) {
                parallelism.check();
                int end = Math.min(rows, s + BLOCK);
                double[] tile = tile(t, s, end, from, to);
                for (int row = s; row < end; row++) {
                    System.arraycopy(tile, (row - s) * width, cost, 0, width);
                    consumer.take(row, cost);
                }
            }
        });
    }

    /** A tile belongs to one task, and passes do not overlap, so storing it needs no lock. */
    private double[] tile(int block, int fromRow, int toRow, int fromColumn, int toColumn) {
        if (kept != null && kept[block][fromRow / BLOCK] != null) {
            return kept[block][fromRow / BLOCK];
        }
        double[] tile = new double[(toRow - fromRow) * (toColumn - fromColumn)];
        costs.fill(fromRow, toRow, fromColumn, toColumn, tile);
        if (kept != null) {
            kept[block][fromRow / BLOCK] = tile;
        }
        return tile;
    }

    private static int blocks(int points) {
        return (points + BLOCK - 1) / BLOCK;
    }
}
