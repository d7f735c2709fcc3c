package org.leastaction.ot.pricing;

import java.util.stream.IntStream;
import org.leastaction.points.DoublePoints;

/**
 * A balanced k-d tree (Bentley 1975): points are halved at the median of their widest coordinate until few are left;
 * every node has its bounding box. Nodes are numbered as in a heap: the children of node t are 2t + 1 and 2t + 2. O(n
 * log n) to build, O(n·d) memory.
 */
public final class KdTree {

    private static final int LEAF = 8;

    final int dimension;
    final int levels;
    /** Point indices in the order of the leaves. */
    final int[] order;
    /** Coordinates in the order of the leaves. */
    final double[] coordinates;
    /** [nodes, d]: least and greatest coordinates. */
    final double[] low;
    final double[] high;

    private KdTree(DoublePoints points) {
        int n = points.size();
        this.dimension = points.dimension();
        int depth = 0;
        while ((n >> depth) > LEAF) {
            depth++;
        }
        this.levels = depth;
        this.order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        this.coordinates = points.toArray();
        int nodes = (1 << (depth + 1)) - 1;
        this.low = new double[nodes * dimension];
        this.high = new double[nodes * dimension];
        build(0, 0, n, depth);
    }

    /** The tree of these points, copied. */
    public static KdTree of(DoublePoints points) {
        return new KdTree(points);
    }

    /**
     * An order in which near points are adjacent, if the dimension is small: every fourth point then represents its
     * neighbours. In many dimensions the order of the points themselves.
     */
    public static int[] nearOrder(DoublePoints points) {
        return points.dimension() <= Pricer.FEW_DIMENSIONS
                ? of(points).order() : IntStream.range(0, points.size()).toArray();
    }

    /** The indices of the points in the order of the leaves, so that near points have near positions. Copied. */
    public int[] order() {
        return order.clone();
    }

    int nodes() {
        return low.length / dimension;
    }

    private void build(int node, int from, int to, int depth) {
        bound(node, from, to);
        if (depth == 0) {
            return;
        }
        int widest = 0;
        for (int k = 1; k < dimension; k++) {
            if (width(node, k) > width(node, widest)) {
                widest = k;
            }
        }
        int middle = (from + to) >>> 1;
        select(from, to - 1, middle, widest);
        build(2 * node + 1, from, middle, depth - 1);
        build(2 * node + 2, middle, to, depth - 1);
    }

    private void bound(int node, int from, int to) {
        for (int k = 0; k < dimension; k++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int p = from; p < to; p++) {
                double c = coordinates[p * dimension + k];
                least = Math.min(least, c);
                most = Math.max(most, c);
            }
            low[node * dimension + k] = least;
            high[node * dimension + k] = most;
        }
    }

    private double width(int node, int k) {
        return high[node * dimension + k] - low[node * dimension + k];
    }

    /** Quickselect (Hoare): afterwards no point before {@code wanted} has a larger coordinate k than any after it. */
    private void select(int first, int last, int wanted, int k) {
        int left = first;
        int right = last;
        while (left < right) {
            double pivot = coordinates[((left + right) >>> 1) * dimension + k];
            int a = left;
            int b = right;
            while (a <= b) {
                while (coordinates[a * dimension + k] < pivot) {
                    a++;
                }
                while (coordinates[b * dimension + k] > pivot) {
                    b--;
                }
                if (a <= b) {
                    swap(a++, b--);
                }
            }
            if (wanted <= b) {
                right = b;
            } else if (wanted >= a) {
                left = a;
            } else {
                return;
            }
        }
    }

    private void swap(int a, int b) {
        int index = order[a];
        order[a] = order[b];
        order[b] = index;
        for (int k = 0; k < dimension; k++) {
            double c = coordinates[a * dimension + k];
            coordinates[a * dimension + k] = coordinates[b * dimension + k];
            coordinates[b * dimension + k] = c;
        }
    }
}
