package org.leastaction.ot.exact.sparse;

import java.util.Arrays;

/** Columns by ascending distance: a 4-ary heap that tracks the position of each column. */
final class ColumnHeap {

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
