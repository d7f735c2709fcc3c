package org.leastaction.points;

import java.util.Arrays;
import java.util.Objects;

/** Points in single precision. */
public final class FloatPoints extends Points {

    private final float[] array;

    private FloatPoints(float[] array, int offset, int size, int dimension) {
        super(size, dimension, offset, array.length);
        this.array = array;
    }

    /**
     * Points backed by an array, which is shared, not copied.
     *
     * @param array [n, d], row-major
     * @throws IllegalArgumentException if the array is shorter than n·d
     */
    public static FloatPoints wrap(float[] array, int size, int dimension) {
        return new FloatPoints(Objects.requireNonNull(array, "array"), 0, size, dimension);
    }

    /**
     * Points copied from rows of equal length.
     *
     * @throws IllegalArgumentException if there is no row, or rows differ in length
     */
    public static FloatPoints of(float[][] rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("no rows, hence no dimension: use wrap for an empty set");
        }
        int dimension = rows[0].length;
        float[] array = new float[Math.multiplyExact(rows.length, dimension)];
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
    public float[] array() {
        return array;
    }

    @Override
    public double get(int point, int coordinate) {
        Objects.checkIndex(coordinate, dimension());
        return array[start(Objects.checkIndex(point, size())) + coordinate];
    }

    @Override
    public FloatPoints rows(int from, int to) {
        checkRows(from, to);
        return new FloatPoints(array, start(from), to - from, dimension());
    }

    @Override
    public FloatPoints select(int[] rows) {
        int d = dimension();
        float[] selected = new float[Math.multiplyExact(rows.length, d)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(array, start(Objects.checkIndex(rows[i], size())), selected, i * d, d);
        }
        return wrap(selected, rows.length, d);
    }

    @Override
    public FloatPoints toFloat() {
        return this;
    }

    @Override
    public DoublePoints toDouble() {
        int length = size() * dimension();
        double[] converted = new double[length];
        for (int i = 0; i < length; i++) {
            converted[i] = array[offset() + i];
        }
        return DoublePoints.wrap(converted, size(), dimension());
    }

    /** The coordinates, copied: [n, d], row-major. */
    public float[] toArray() {
        return Arrays.copyOfRange(array, offset(), offset() + size() * dimension());
    }
}
