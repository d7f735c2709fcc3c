package org.leastaction.points;

import java.util.Locale;

/**
 * n points of d coordinates, [n, d], row-major. A view of an array that is shared, not copied: later writes to a
 * wrapped array change the points.
 */
public abstract sealed class Points permits FloatPoints, DoublePoints {

    /** Points and coordinates shown as text. */
    private static final int SHOWN = 4;

    private final int size;
    private final int dimension;
    private final int offset;

    Points(int size, int dimension, int offset, int arrayLength) {
        if (size < 0 || dimension < 1) {
            throw new IllegalArgumentException(
                    "points need a size of at least 0 and a dimension of at least 1, not [" + size + ", " + dimension
                            + "]");
        }
        long end = offset + (long) size * dimension;
        if (offset < 0 || end > arrayLength) {
            throw new IllegalArgumentException("[" + size + ", " + dimension + "] points from offset " + offset
                    + " need an array of at least " + end + " numbers, this one has " + arrayLength);
        }
        this.size = size;
        this.dimension = dimension;
        this.offset = offset;
    }

    /** Number of points n, at least 0. */
    public final int size() {
        return size;
    }

    /** Coordinates of one point d, at least 1. */
    public final int dimension() {
        return dimension;
    }

    /** Index in the array where the first point starts. */
    public final int offset() {
        return offset;
    }

    /** Coordinate {@code coordinate} of point {@code point}. */
    public abstract double get(int point, int coordinate);

    /**
     * The points {@code from} (inclusive) to {@code to} (exclusive), as a view.
     *
     * @throws IndexOutOfBoundsException unless 0 ≤ from ≤ to ≤ n
     */
    public abstract Points rows(int from, int to);

    /** The chosen points in the chosen order, copied. */
    public abstract Points select(int[] rows);

    /** These points in double precision: this object if it is in double precision, otherwise a copy. */
    public abstract DoublePoints toDouble();

    /**
     * Some coordinates of all points, copied: [n, to − from].
     *
     * @param from the first coordinate
     * @param to   the one after the last
     */
    public final DoublePoints coordinates(int from, int to) {
        int d = to - from;
        double[] values = new double[Math.multiplyExact(size, d)];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < d; k++) {
                values[i * d + k] = get(i, from + k);
            }
        }
        return DoublePoints.wrap(values, size, d);
    }

    /** These points in single precision: this object if it is in single precision, otherwise a rounded copy. */
    public abstract FloatPoints toFloat();

    /**
     * Searches for coordinates that are not finite.
     *
     * @return the first point with a NaN or an infinite coordinate, or −1 if there is none; O(n·d)
     */
    public final int firstNonFinite() {
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < dimension; j++) {
                if (!Double.isFinite(get(i, j))) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** The size, and the first points and coordinates. */
    @Override
    public final String toString() {
        StringBuilder text = new StringBuilder("[" + size + ", " + dimension + "]");
        int rows = Math.min(size, SHOWN);
        int columns = Math.min(dimension, SHOWN);
        for (int i = 0; i < rows; i++) {
            text.append(i == 0 ? ": (" : ", (");
            for (int k = 0; k < columns; k++) {
                text.append(k == 0 ? "" : ", ").append(String.format(Locale.ROOT, "%.6g", get(i, k)));
            }
            text.append(dimension > columns ? ", …)" : ")");
        }
        return text.append(size > rows ? ", …" : "").toString();
    }

    final void checkRows(int from, int to) {
        if (from < 0 || to < from || to > size) {
            throw new IndexOutOfBoundsException("rows " + from + " to " + to + " of " + size + " points");
        }
    }

    final int start(int point) {
        return offset + point * dimension;
    }
}
