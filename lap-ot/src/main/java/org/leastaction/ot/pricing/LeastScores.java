package org.leastaction.ot.pricing;

/** The columns with the k least scores so far, in a heap with the greatest on top. */
final class LeastScores {

    private final float[] scores;
    private final int[] columns;
    private int count;

    LeastScores(int k) {
        this.scores = new float[k];
        this.columns = new int[k];
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == scores.length;
    }

    /** The greatest score in the heap. */
    float greatest() {
        return scores[0];
    }

    int column(int t) {
        return columns[t];
    }

    /** Adds a column; if the heap is full, it replaces the column with the greatest score. */
    void add(float score, int column) {
        if (isFull()) {
            sinkFromTop(score, column);
        } else {
            int at = count++;
            while (at > 0 && scores[(at - 1) >> 1] < score) {
                put(at, scores[(at - 1) >> 1], columns[(at - 1) >> 1]);
                at = (at - 1) >> 1;
            }
            put(at, score, column);
        }
    }

    private void sinkFromTop(float score, int column) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= count) {
                break;
            }
            if (child + 1 < count && scores[child + 1] > scores[child]) {
                child++;
            }
            if (scores[child] <= score) {
                break;
            }
            put(at, scores[child], columns[child]);
            at = child;
        }
        put(at, score, column);
    }

    private void put(int at, float score, int column) {
        scores[at] = score;
        columns[at] = column;
    }
}
