package org.leastaction.command;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Small data sets in files, drawn from a fixed seed. */
final class SampleData {

    private static final long SEED = 5;

    private SampleData() {}

    /** n grey images of 8 × 8, in classes that differ by their bright column; arrays x and y. */
    static Path images(Path file, int n, int classes) throws IOException {
        Random random = new Random(SEED);
        float[] pixels = new float[n * 64];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % classes;
            for (int j = 0; j < 64; j++) {
                pixels[i * 64 + j] = (float) (0.2 * random.nextGaussian()) + (j % 8 == labels[i] ? 1 : 0);
            }
        }
        return write(file, pixels, new int[] {n, 8, 8, 1}, labels);
    }

    /** n points in dimension d about the corners of a simplex, a class each; arrays x and y. */
    static Path points(Path file, int n, int d, int classes) throws IOException {
        float[] values = pointValues(n, d, classes);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % classes;
        }
        return write(file, values, new int[] {n, d}, labels);
    }

    static float[] pointValues(int n, int d, int classes) {
        Random random = new Random(SEED);
        float[] values = new float[n * d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                values[i * d + j] = (float) (0.1 * random.nextGaussian()) + (j == i % classes ? 1 : 0);
            }
        }
        return values;
    }

    static Path write(Path file, float[] values, int[] shape, int[] labels) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("x", NpyArray.of(values, shape));
        arrays.put("y", NpyArray.of(labels, labels.length));
        Npz.write(file, arrays);
        return file;
    }

    /** The four files of MNIST with n images of 2 × 2 each, in a folder. */
    static Path mnist(Path folder, int n) throws IOException {
        Files.createDirectories(folder);
        for (String set : new String[] {"train", "t10k"}) {
            try (DataOutputStream out = open(folder.resolve(set + "-images-idx3-ubyte"))) {
                for (int header : new int[] {0x803, n, 2, 2}) {
                    out.writeInt(header);
                }
                for (int i = 0; i < 4 * n; i++) {
                    out.writeByte(i);
                }
            }
            try (DataOutputStream out = open(folder.resolve(set + "-labels-idx1-ubyte"))) {
                out.writeInt(0x801);
                out.writeInt(n);
                for (int i = 0; i < n; i++) {
                    out.writeByte(i % 10);
                }
            }
        }
        return folder;
    }

    private static DataOutputStream open(Path file) throws IOException {
        return new DataOutputStream(Files.newOutputStream(file));
    }
}
