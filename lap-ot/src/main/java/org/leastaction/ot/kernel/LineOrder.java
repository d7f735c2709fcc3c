package org.leastaction.ot.kernel;

/** Stable sorting of indices by numbers. */
public final class LineOrder {

    private LineOrder() {}

    /** The indices of the keys in ascending order of the keys; equal keys keep their order. O(n log n). */
    public static int[] of(double[] keys) {
        int n = keys.length;
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        int[] merged = new int[n];
        for (int width = 1; width < n; width = width > n / 2 ? n : 2 * width) {
            for (int from = 0; from < n; from += Math.min(n - from, 2 * width)) {
                int middle = from + Math.min(n - from, width);
                merge(keys, order, from, middle, middle + Math.min(n - middle, width), merged);
            }
            int[] swap = order;
            order = merged;
            merged = swap;
        }
        return order;
    }

    private static void merge(double[] keys, int[] order, int from, int middle, int to, int[] merged) {
        int left = from;
        int right = middle;
        for (int next = from; next < to; next++) {
            boolean takeLeft = right >= to || (left < middle && keys[order[left]] <= keys[order[right]]);
            merged[next] = order[takeLeft ? left++ : right++];
        }
    }
}
