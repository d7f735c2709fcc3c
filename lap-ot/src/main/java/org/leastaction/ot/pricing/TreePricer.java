package org.leastaction.ot.pricing;

import org.leastaction.ot.cost.SquaredEuclidean;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * Squared Euclidean pricing in few dimensions by branch and bound: the reduced cost of any point in a box is at least
 * the squared distance to the box minus the greatest potential in it. Near O(log m) per row for potentials of transport
 * problems; O(m·d) memory. Where a sample of the rows visits a large share of the points, as with ties, all rows are
 * priced by the dense kernel, which is several times as fast per pair.
 */
final class TreePricer implements Pricer {

    private static final int ROWS_PER_TASK = 512;
    /** Number of rows of the sample; fewer than eight times as many are not worth one. */
    private static final int SAMPLE = 32;
    /** Share of the points beyond which the dense kernel is faster. */
    private static final double MANY = 0.2;

    private final DoublePoints x;
    private final DoublePoints y;
    private final KdTree tree;

    private TreePricer(DoublePoints x, DoublePoints y, KdTree tree) {
        this.x = x;
        this.y = y;
        this.tree = tree;
    }

    static TreePricer of(DoublePoints x, DoublePoints y) {
        return new TreePricer(x, y, KdTree.of(y));
    }

    @Override
    public int columns() {
        return tree.order.length;
    }

    @Override
    public PricedRows least(int[] rows, double[] v, double[] bounds, int k, Parallelism parallelism) {
        int m = columns();
        double[] ordered = new double[m];
        for (int p = 0; p < m; p++) {
            ordered[p] = v[tree.order[p]];
        }
        double[] most = new double[tree.nodes()];
        greatest(ordered, most, 0, 0, m, tree.levels);
        if (rows.length >= 8 * SAMPLE && visited(rows, ordered, most, bounds, k) > MANY * SAMPLE * m) {
            return KernelPricer.of(SquaredEuclidean.INSTANCE, x, y).least(rows, v, bounds, k, parallelism);
        }
        PricedRows priced = new PricedRows(rows.length, Math.min(k, m));
        parallelism.forEach((rows.length + ROWS_PER_TASK - 1) / ROWS_PER_TASK, task -> {
            Search search = new Search(x, tree, ordered, most, priced);
            int to = Math.min(rows.length, (task + 1) * ROWS_PER_TASK);
            for (int r = task * ROWS_PER_TASK; r < to; r++) {
                parallelism.check();
                search.run(r, rows[r], bounds[rows[r]]);
            }
        });
        return priced;
    }

    /** Number of points that a sample of the rows visits. */
    private long visited(int[] rows, double[] ordered, double[] most, double[] bounds, int k) {
        Search search = new Search(x, tree, ordered, most, new PricedRows(SAMPLE, Math.min(k, columns())));
        for (int s = 0; s < SAMPLE; s++) {
            int row = rows[(int) ((long) s * rows.length / SAMPLE)];
            search.run(s, row, bounds[row]);
        }
        return search.visited;
    }

    private static double greatest(double[] v, double[] most, int node, int from, int to, int depth) {
        double greatest = Double.NEGATIVE_INFINITY;
        if (depth == 0) {
            for (int p = from; p < to; p++) {
                greatest = Math.max(greatest, v[p]);
            }
        } else {
            int middle = (from + to) >>> 1;
            greatest = Math.max(greatest(v, most, 2 * node + 1, from, middle, depth - 1),
                    greatest(v, most, 2 * node + 2, middle, to, depth - 1));
        }
        most[node] = greatest;
        return greatest;
    }

    /** The search of one task, row after row. */
    private static final class Search {

        private final DoublePoints x;
        private final KdTree tree;
        private final double[] v;
        private final double[] most;
        private final PricedRows priced;
        private final int d;
        private final double[] point;
        private int r;
        private int row;
        private double bound;
        private long visited;

        Search(DoublePoints x, KdTree tree, double[] v, double[] most, PricedRows priced) {
            this.x = x;
            this.tree = tree;
            this.v = v;
            this.most = most;
            this.priced = priced;
            this.d = tree.dimension;
            this.point = new double[d];
        }

        void run(int index, int rowPoint, double rowBound) {
            r = index;
            row = rowPoint;
            bound = rowBound;
            int start = x.offset() + row * d;
            System.arraycopy(x.array(), start, point, 0, d);
            visit(0, 0, v.length, tree.levels);
        }

        private void visit(int node, int from, int to, int depth) {
            if (depth == 0) {
                leaf(from, to);
                return;
            }
            int middle = (from + to) >>> 1;
            int left = 2 * node + 1;
            int right = left + 1;
            double onLeft = least(left);
            double onRight = least(right);
            boolean leftFirst = onLeft < onRight
                    || (onLeft == onRight && (PricedRows.mixed(row, node) & 1) == 0);
            if (leftFirst) {
                visitIfBelow(onLeft, left, from, middle, depth - 1);
                visitIfBelow(onRight, right, middle, to, depth - 1);
            } else {
                visitIfBelow(onRight, right, middle, to, depth - 1);
                visitIfBelow(onLeft, left, from, middle, depth - 1);
            }
        }

        private void visitIfBelow(double least, int node, int from, int to, int depth) {
            if (!(least >= priced.limit(r, bound))) {
                visit(node, from, to, depth);
            }
        }

        /** A lower bound of the reduced costs of all points of the node. */
        private double least(int node) {
            double sum = 0;
            int at = node * d;
            for (int k = 0; k < d; k++) {
                double p = point[k];
                double outside = Math.max(0, Math.max(tree.low[at + k] - p, p - tree.high[at + k]));
                sum += outside * outside;
            }
            return sum - most[node];
        }

        private void leaf(int from, int to) {
            visited += to - from;
            double[] c = tree.coordinates;
            for (int p = from; p < to; p++) {
                double squared = 0;
                for (int k = 0; k < d; k++) {
                    double difference = point[k] - c[p * d + k];
                    squared += difference * difference;
                }
                double reduced = squared - v[p];
                if (reduced <= priced.limit(r, bound)) {
                    priced.offer(r, row, tree.order[p], squared, reduced, bound);
                }
            }
        }
    }
}
