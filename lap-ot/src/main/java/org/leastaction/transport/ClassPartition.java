package org.leastaction.transport;

import java.util.Arrays;

/** The rows of each class. */
final class ClassPartition {

    private final int[][] rows;

    private ClassPartition(int[][] rows) {
        this.rows = rows;
    }

    /**
     * @throws IllegalArgumentException if the number of labels is not that of rows, or a label is outside [0, classes)
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
