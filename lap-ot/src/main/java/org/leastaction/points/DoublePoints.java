package org.leastaction.points;

import java.util.Arrays;
import java.util.Objects;

/** Points in double precision. */
public final class DoublePoints extends Points {

    private final double[] array;

    private DoublePoints(double[] array, int offset, int size, int dimension) {
        super(size, dimension, offset, array.length);
        this.array = array;
    }

    /**
     * Points backed by an array, which is shared, not copied.
     *
     * @param array [n, d], row-major
     * @throws IllegalArgumentException if the array is shorter than n·d
     */
    public static DoublePoints wrap(double[] array, int size, int dimension) {
        return new DoublePoints(Objects.requireNonNull(array, "array"), 0, size, dimension);
    }

    /**
     * Points copied from rows of equal length.
     *
     * @throws IllegalArgumentException if there is no row, or rows differ in length
     */
    public static DoublePoints of(double[][] rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("no rows, hence no dimension: use wrap for an empty set");
        }
        int dimension = rows[0].length;
        double[] array = new double[Math.multiplyExact(rows.length, dimension)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != dimension) {
                throw new IllegalArgumentException(
                        "row " + i + " has " + rows[i].length + " coordinates, row 0 has " + dimension);
            }
            System.arraycopy(rows[i], 0, array, i * dimension, dimension);
        }
        return wrap(array, rows.length, dimension);
    }

    /** The array behind the points; the first coordinate of point i has index {@code offset() + i * dimension()}. */
    public double[] array() {
        return array;
    }

    @Override
    public double get(int point, int coordinate) {
        Objects.checkIndex(coordinate, dimension());
        return array[start(Objects.checkIndex(point, size())) + coordinate];
    }

    @Override
    public DoublePoints rows(int from, int to) {
        checkRows(from, to);
        return new DoublePoints(array, start(from), to - from, dimension());
    }

    @Override
    public DoublePoints select(int[] rows) {
        int d = dimension();
        double[] selected = new double[Math.multiplyExact(rows.length, d)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(array, start(Objects.checkIndex(rows[i], size())), selected, i * d, d);
        }
        return wrap(selected, rows.length, d);
    }

    @Override
    public DoublePoints toDouble() {
        return this;
    }

    @Override
    public FloatPoints toFloat() {
        int length = size() * dimension();
        float[] converted = new float[length];
        for (int i = 0; i < length; i++) {
            converted[i] = (float) array[offset() + i];
        }
        return FloatPoints.wrap(converted, size(), dimension());
    }

    /** The coordinates, copied: [n, d], row-major. */
    public double[] toArray() {
        return Arrays.copyOfRange(array, offset(), offset() + size() * dimension());
    }
}
