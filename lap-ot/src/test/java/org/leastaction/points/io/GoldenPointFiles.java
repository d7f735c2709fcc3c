package org.leastaction.points.io;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The files that NumPy wrote: golden/points/generate.py. */
final class GoldenPointFiles {

    private GoldenPointFiles() {}

    static Path file(String name) {
        try {
            return Path.of(GoldenPointFiles.class.getResource("/golden/points/" + name).toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** m[i, j] = (10 i + j) / 8, [3, 4], row-major. */
    static double[] matrix() {
        double[] values = new double[12];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 4; j++) {
                values[4 * i + j] = (10 * i + j) / 8.0;
            }
        }
        return values;
    }

    static float[] floatMatrix() {
        float[] values = new float[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) matrix()[i];
        }
        return values;
    }

    static float[] cube() {
        float[] values = new float[24];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return values;
    }
}
