package org.leastaction.bench.report.chart;

import java.nio.file.Path;
import java.util.List;
import org.leastaction.io.InputFileException;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/**
 * The trajectories of particles through a network of the plane.
 *
 * @param states [K + 1, n, 2], row-major: before the first block and after each block
 * @param labels [n], the classes
 */
public record PlaneFlow(float[] states, int[] labels) {

    public PlaneFlow {
        if (states.length % (2 * Math.max(1, labels.length)) != 0) {
            throw new IllegalArgumentException("states of " + states.length + " numbers are no flow of "
                    + labels.length + " particles in the plane");
        }
    }

    /**
     * Reads {@code states} and {@code labels} of a .npz file.
     *
     * @throws InputFileException if the file cannot be read or does not contain a flow of the plane
     */
    public static PlaneFlow read(Path file) throws InputFileException {
        return InputFileException.reading(file, () -> parsed(file));
    }

    private static PlaneFlow parsed(Path file) throws InputFileException {
        NpyArray states = Npz.read(file, "states");
        NpyArray labels = Npz.read(file, "labels");
        List<Integer> shape = states.shape();
        if (shape.size() != 3 || shape.get(2) != 2 || shape.get(0) < 2 || shape.get(1) != labels.size()
                || shape.get(1) == 0) {
            throw new InputFileException(file, "holds states of shape " + shape + " and labels of shape "
                    + labels.shape() + "; states [blocks + 1, n, 2] and labels [n] are needed");
        }
        return new PlaneFlow(states.floats(), labels.ints());
    }

    public int particles() {
        return labels.length;
    }

    /** The number of blocks, K. */
    public int blocks() {
        return states.length / (2 * labels.length) - 1;
    }

    /** The first coordinate of a particle after a number of blocks. */
    double x(int block, int particle) {
        return states[2 * (block * labels.length + particle)];
    }

    /** The second coordinate of a particle after a number of blocks. */
    double y(int block, int particle) {
        return states[2 * (block * labels.length + particle) + 1];
    }

    boolean isFinite(int block, int particle) {
        return Double.isFinite(x(block, particle)) && Double.isFinite(y(block, particle));
    }
}
