package org.leastaction.tf.training;

/** Two running means per instance, over batches of different sizes. */
final class Means {

    private final double[] first;
    private final double[] second;
    private long count;

    Means(int instances) {
        this(new double[instances], new double[instances], 0);
    }

    /** Means that continue from sums over {@code count} points, one entry per instance. */
    Means(double[] firstSums, double[] secondSums, long count) {
        this.first = firstSums.clone();
        this.second = secondSums.clone();
        this.count = count;
    }

    /** Adds means over a batch of {@code size} points. */
    void add(float[] firstMean, float[] secondMean, int size) {
        accumulate(firstMean, secondMean, size, size);
    }

    /** Adds sums over a batch of {@code size} points. */
    void addSums(float[] firstSum, float[] secondSum, int size) {
        accumulate(firstSum, secondSum, 1, size);
    }

    double first(int instance) {
        return first[instance] / count;
    }

    double second(int instance) {
        return second[instance] / count;
    }

    /** A copy of the current sums. */
    double[] firstSums() {
        return first.clone();
    }

    /** A copy of the current sums. */
    double[] secondSums() {
        return second.clone();
    }

    private void accumulate(float[] firstValues, float[] secondValues, double weight, int size) {
        for (int i = 0; i < first.length; i++) {
            first[i] += weight * firstValues[i];
            second[i] += weight * secondValues[i];
        }
        count += size;
    }
}
