package org.leastaction.metrics.regularity;

/**
 * Evenly spaced bins on the axis of ln r, without end on either side.
 *
 * @param origin where bin 0 starts
 * @param step   width of a bin, above 0
 */
record LogGrid(double origin, double step) {

    int bin(double logDistance) {
        return (int) Math.floor((logDistance - origin) / step);
    }

    /** The middle of a bin. */
    double logDelta(int bin) {
        return origin + (bin + 0.5) * step;
    }
}
