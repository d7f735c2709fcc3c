package org.leastaction.metrics.frontier;

import org.jspecify.annotations.Nullable;
import org.leastaction.metrics.statistics.SlopeSums;

/**
 * Exponents of cumulative pair counts over the distance.
 *
 * @param sample       slope of ln (pairs within r)
 * @param disagreement slope of ln (share of the pairs within r whose classes differ)
 */
record Slopes(double sample, double disagreement) {

    double dimension() {
        return sample - disagreement;
    }

    double get(int which) {
        return which == 0 ? dimension() : which == 1 ? disagreement : sample;
    }

    /**
     * Fits over the scales {@code first} to {@code last} of the eight that divide ln r evenly between from and to.
     *
     * @param used which points count
     * @return null where a scale has no pair of different classes
     */
    static @Nullable Slopes of(
            double[][] distances, int[] labels, boolean[] used, double from, double to, int first, int last) {
        int scales = 8;
        double step = Math.log(to / from) / scales;
        double[] pairs = new double[scales + 1];
        double[] mixed = new double[scales + 1];
        for (int i = 1; i < labels.length; i++) {
            for (int j = 0; used[i] && j < i; j++) {
                double r = distances[i][j];
                if (used[j] && r > 0 && r <= to) {
                    int scale = r <= from ? 0 : Math.min(scales, (int) Math.ceil(Math.log(r / from) / step));
                    pairs[scale]++;
                    mixed[scale] += labels[i] == labels[j] ? 0 : 1;
                }
            }
        }
        for (int s = 1; s <= scales; s++) {
            pairs[s] += pairs[s - 1];
            mixed[s] += mixed[s - 1];
        }
        SlopeSums sample = new SlopeSums();
        SlopeSums both = new SlopeSums();
        for (int s = first; s <= last; s++) {
            if (mixed[s] == 0) {
                return null;
            }
            sample.add(s * step, Math.log(pairs[s]));
            both.add(s * step, Math.log(mixed[s]));
        }
        return new Slopes(sample.slope(), both.slope() - sample.slope());
    }
}
