package org.leastaction.spark;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Small data sets of images, drawn from a fixed seed. */
final class SampleImages {

    private static final int CLASSES = 4;

    private SampleImages() {}

    /** n grey images of 8 × 8, in classes that differ by their bright column. */
    static Path write(Path file, int n) throws IOException {
        Random random = new Random(5);
        float[] pixels = new float[n * 64];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % CLASSES;
            for (int j = 0; j < 64; j++) {
                pixels[i * 64 + j] = (float) (0.2 * random.nextGaussian()) + (j % 8 == labels[i] ? 1 : 0);
            }
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("x", NpyArray.of(pixels, n, 8, 8, 1));
        arrays.put("y", NpyArray.of(labels, n));
        Npz.write(file, arrays);
        return file;
    }

    /** The files of MNIST with n images of 8 × 8 each, in a folder. */
    static Path mnist(Path folder, int n) throws IOException {
        Files.createDirectories(folder);
        for (String set : new String[] {"train", "t10k"}) {
            try (DataOutputStream out = new DataOutputStream(
                    Files.newOutputStream(folder.resolve(set + "-images-idx3-ubyte")))) {
                for (int header : new int[] {0x803, n, 8, 8}) {
                    out.writeInt(header);
                }
                for (int i = 0; i < 64 * n; i++) {
                    out.writeByte(i * 7 % 251);
                }
            }
            try (DataOutputStream out = new DataOutputStream(
                    Files.newOutputStream(folder.resolve(set + "-labels-idx1-ubyte")))) {
                out.writeInt(0x801);
                out.writeInt(n);
                for (int i = 0; i < n; i++) {
                    out.writeByte(i % 10);
                }
            }
        }
        return folder;
    }
}
