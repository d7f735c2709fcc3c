package org.leastaction.ot.exact.sparse;

import java.util.Arrays;

/**
 * The exact phase: finds the shortest alternating paths among candidates, in reduced costs, from all free rows at once
 * (Dijkstra with a heap), until enough of them have reached a free column. Every column belongs to the tree of its
 * nearest free row, so the trees are disjoint. In each tree that has reached a free column, the assignment is augmented
 * along its path; all potentials are updated so that they stay feasible.
 *
 * <p>A phase takes O(e log n) for e candidates. The share of free rows that it leaves does not depend on their number,
 * as long as free rows and columns are well mixed. This takes a dozen phases or so instead of a search for every row.
 */
final class ShortestPathForest {

    /** A phase ends when this share of its trees have reached a free column; these block many of the others. */
    private static final double ENOUGH = 0.3;
    /**
     * This share of that number suffices if the next column is much farther away than the free columns reached so far.
     */
    private static final double SOME = 0.1;
    private static final double FAR = 4;
    private static final int STEPS_PER_CHECK = 1 << 14;

    private final SparseMatching matching;
    private final double[] distance;
    /** The row before each column on its path, and the cost of that step. */
    private final int[] before;
    private final double[] stepCost;
    /** Index of the tree that reached each column. */
    private final int[] treeOf;
    private final ColumnHeap heap;
    private final boolean[] isSettled;
    private int[] reached = new int[64];
    private int reachedCount;
    private int steps;

    ShortestPathForest(SparseMatching matching) {
        int n = matching.size;
        this.matching = matching;
        this.distance = new double[n];
        this.before = new int[n];
        this.stepCost = new double[n];
        this.treeOf = new int[n];
        this.isSettled = new boolean[n];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        this.heap = new ColumnHeap(distance);
    }

    /**
     * Assigns all free rows.
     *
     * @throws IllegalStateException if the candidates allow no complete assignment
     */
    void run() {
        TightMatching tight = new TightMatching(matching);
        tight.run();
        int[] roots = matching.freeRows();
        while (roots.length > 0) {
            matching.execution.reached(matching.size - roots.length, matching.size);
            phase(roots);
            tight.run();
            roots = matching.freeRows();
        }
    }

    private void phase(int[] roots) {
        int[] ends = new int[roots.length];
        Arrays.fill(ends, SparseMatching.NONE);
        double radius = grow(roots, ends);
        for (int k = 0; k < reachedCount; k++) {
            int column = reached[k];
            if (isSettled[column]) {
                matching.v[column] += Math.min(0, distance[column] - radius);
                isSettled[column] = false;
            }
            distance[column] = Double.POSITIVE_INFINITY;
        }
        reachedCount = 0;
        heap.clear();
        for (int tree = 0; tree < roots.length; tree++) {
            if (ends[tree] != SparseMatching.NONE) {
                changeOver(roots[tree], ends[tree]);
            }
        }
    }

    /** Sets the end of each tree that has reached a free column; returns the distance to which all trees have grown. */
    private double grow(int[] roots, int[] ends) {
        for (int tree = 0; tree < roots.length; tree++) {
            relax(roots[tree], tree, 0, matching.leastReduced(roots[tree]));
        }
        int wanted = (int) Math.ceil(ENOUGH * roots.length);
        int found = 0;
        double sum = 0;
        double radius = 0;
        while (found < roots.length && !heap.isEmpty()) {
            double next = distance[heap.nearest()];
            if (next > radius && (found >= wanted || (found >= SOME * wanted && next > FAR * sum / found))) {
                break;
            }
            int nearest = heap.removeNearest();
            isSettled[nearest] = true;
            int tree = treeOf[nearest];
            int row = matching.rowOf[nearest];
            if (row != SparseMatching.NONE) {
                relax(row, tree, next, matching.potential(row));
            } else if (ends[tree] == SparseMatching.NONE) {
                ends[tree] = nearest;
                radius = next;
                sum += next;
                found++;
            }
            if ((++steps & (STEPS_PER_CHECK - 1)) == 0) {
                matching.execution.check();
            }
        }
        if (found == 0) {
            throw new IllegalStateException("row " + roots[0] + " reaches no free column");
        }
        return radius;
    }

    /**
     * Extends paths through a row.
     *
     * @param from      length of the path to the row
     * @param potential reduced cost of a step of length 0
     */
    private void relax(int row, int tree, double from, double potential) {
        int[] columns = matching.graph.columns(row);
        double[] costs = matching.graph.costs(row);
        double[] v = matching.v;
        for (int t = 0; t < columns.length; t++) {
            int column = columns[t];
            double step = costs[t] - v[column] - potential;
            // Lengths within rounding count as 0: otherwise rounding noise would decide between ties, one tree after
            // the other.
            double length = step <= SparseMatching.ROUNDING * (costs[t] + Math.abs(v[column]) + Math.abs(potential))
                    ? from : from + step;
            double known = distance[column];
            if (length < known && !isSettled[column]) {
                if (known == Double.POSITIVE_INFINITY) {
                    reach(column);
                }
                before[column] = row;
                stepCost[column] = costs[t];
                treeOf[column] = tree;
                heap.lower(column, length);
            }
        }
    }

    private void reach(int column) {
        if (reachedCount == reached.length) {
            reached = Arrays.copyOf(reached, 2 * reachedCount);
        }
        reached[reachedCount++] = column;
    }

    private void changeOver(int root, int end) {
        int column = end;
        int row;
        do {
            row = before[column];
            int previous = matching.columnOf[row];
            matching.match(row, column, stepCost[column]);
            column = previous;
        } while (row != root);
    }

    /** Columns by ascending distance: a 4-ary heap that tracks the position of each column. */
    private static final class ColumnHeap {

        private static final int ABSENT = -1;

        private final double[] distance;
        private final int[] position;
        private int[] heap = new int[64];
        private int count;

        /** @param distance distance of every column; shared, and modified only through {@link #lower} */
        ColumnHeap(double[] distance) {
            this.distance = distance;
            this.position = new int[distance.length];
            Arrays.fill(position, ABSENT);
        }

        boolean isEmpty() {
            return count == 0;
        }

        int nearest() {
            return heap[0];
        }

        /** Decreases a column's distance and restores the heap order. */
        void lower(int column, double to) {
            distance[column] = to;
            int at = position[column];
            if (at == ABSENT) {
                if (count == heap.length) {
                    heap = Arrays.copyOf(heap, 2 * count);
                }
                at = count++;
            }
            up(at, column);
        }

        int removeNearest() {
            int nearest = heap[0];
            position[nearest] = ABSENT;
            int last = heap[--count];
            if (count > 0) {
                down(last);
            }
            return nearest;
        }

        void clear() {
            for (int k = 0; k < count; k++) {
                position[heap[k]] = ABSENT;
            }
            count = 0;
        }

        private void up(int from, int column) {
            int at = from;
            double d = distance[column];
            while (at > 0) {
                int parent = (at - 1) >> 2;
                int above = heap[parent];
                if (distance[above] <= d) {
                    break;
                }
                heap[at] = above;
                position[above] = at;
                at = parent;
            }
            heap[at] = column;
            position[column] = at;
        }

        private void down(int column) {
            double d = distance[column];
            int at = 0;
            while (true) {
                int first = 4 * at + 1;
                if (first >= count) {
                    break;
                }
                int least = first;
                int end = Math.min(count, first + 4);
                for (int child = first + 1; child < end; child++) {
                    if (distance[heap[child]] < distance[heap[least]]) {
                        least = child;
                    }
                }
                int below = heap[least];
                if (distance[below] >= d) {
                    break;
                }
                heap[at] = below;
                position[below] = at;
                at = least;
            }
            heap[at] = column;
            position[column] = at;
        }
    }

    /**
     * Assigns free rows along tight candidates alone, those of reduced cost 0 up to rounding, by the method of Hopcroft
     * and Karp: passes of disjoint alternating paths of the least number of steps. Potentials stay as they are. With
     * ties a few passes assign nearly all rows, where a forest of shortest paths would assign a few at a time, since
     * its first trees block the others. O(e) for a pass over e candidates.
     */
    private static final class TightMatching {

        private static final int UNREACHED = -1;
        /** A pass that assigns a smaller share of the free rows is the last. */
        private static final double WORTH_ANOTHER = 0.03;

        private final SparseMatching matching;
        /** Steps from a free row, by rows. */
        private final int[] layer;
        private final double[] potential;
        /** The next candidate to be tried, by rows. */
        private final int[] next;
        private final int[] queue;
        /** The rows of the path that is being extended. */
        private final int[] path;

        TightMatching(SparseMatching matching) {
            this.matching = matching;
            this.layer = new int[matching.size];
            this.potential = new double[matching.size];
            this.next = new int[matching.size];
            this.queue = new int[matching.size];
            this.path = new int[matching.size];
        }

        /** Passes for as long as they assign a share of the free rows. */
        void run() {
            int[] free = matching.freeRows();
            while (free.length > 0 && layers(free)) {
                matching.execution.check();
                int assigned = 0;
                for (int row : free) {
                    if (augment(row)) {
                        assigned++;
                    }
                }
                if (assigned < WORTH_ANOTHER * free.length) {
                    return;
                }
                free = matching.freeRows();
            }
        }

        /** Numbers the rows by their steps from a free row; returns whether a free column can be reached. */
        private boolean layers(int[] free) {
            Arrays.fill(layer, UNREACHED);
            int count = 0;
            for (int row : free) {
                reach(row, 0, matching.leastReduced(row));
                queue[count++] = row;
            }
            int last = Integer.MAX_VALUE;
            for (int at = 0; at < count && layer[queue[at]] <= last; at++) {
                int row = queue[at];
                int[] columns = matching.graph.columns(row);
                for (int t = 0; t < columns.length; t++) {
                    if (isTight(row, t)) {
                        int owner = matching.rowOf[columns[t]];
                        if (owner == SparseMatching.NONE) {
                            last = layer[row];
                        } else if (layer[owner] == UNREACHED) {
                            reach(owner, layer[row] + 1, matching.potential(owner));
                            queue[count++] = owner;
                        }
                    }
                }
            }
            return last < Integer.MAX_VALUE;
        }

        private void reach(int row, int steps, double rowPotential) {
            layer[row] = steps;
            potential[row] = rowPotential;
            next[row] = 0;
        }

        private boolean isTight(int row, int t) {
            double c = matching.graph.costs(row)[t];
            double v = matching.v[matching.graph.columns(row)[t]];
            return c - v - potential[row] <= SparseMatching.ROUNDING * (c + Math.abs(v) + Math.abs(potential[row]));
        }

        /** Depth-first through the layers, every row at most once in all; changes over the path that it finds. */
        private boolean augment(int root) {
            int depth = 0;
            path[0] = root;
            while (depth >= 0) {
                int row = path[depth];
                int[] columns = matching.graph.columns(row);
                if (next[row] == columns.length) {
                    depth--;
                    continue;
                }
                int t = next[row]++;
                if (!isTight(row, t)) {
                    continue;
                }
                int owner = matching.rowOf[columns[t]];
                if (owner == SparseMatching.NONE) {
                    changeOver(depth);
                    return true;
                }
                if (layer[owner] == layer[row] + 1 && next[owner] == 0) {
                    path[++depth] = owner;
                }
            }
            return false;
        }

        /**
         * Every row of the path takes the column that was tried last; from the end, so that owners leave theirs first.
         */
        private void changeOver(int depth) {
            for (int k = depth; k >= 0; k--) {
                int row = path[k];
                int t = next[row] - 1;
                next[row] = matching.graph.columns(row).length;
                matching.match(row, matching.graph.columns(row)[t], matching.graph.costs(row)[t]);
            }
        }
    }
}
