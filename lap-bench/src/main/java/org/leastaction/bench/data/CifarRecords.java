package org.leastaction.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.leastaction.io.InputFileException;

/**
 * Reads the binary form of CIFAR: records of label bytes and 3,072 pixels, first all red values, then green, then blue,
 * each in row-major order.
 *
 * @param labelBytes bytes before the pixels; the last of them is the class
 * @param classes    number of classes
 */
record CifarRecords(int labelBytes, int classes) {

    static final int SIDE = 32;
    static final int CHANNELS = 3;
    static final List<Integer> SHAPE = List.of(SIDE, SIDE, CHANNELS);
    private static final int PLANE = SIDE * SIDE;
    private static final int PIXELS = PLANE * CHANNELS;

    /** The size in bytes of a file with this number of images. */
    long bytes(int images) {
        return (long) images * (labelBytes + PIXELS);
    }

    /** Reads an unpacked file. */
    byte[] read(Path file) throws InputFileException {
        InputFileException.requireReadable(file);
        return InputFileException.reading(file, () -> Files.readAllBytes(file));
    }

    /** Reads members of a .tar.gz file, by the last part of their names. */
    Map<String, byte[]> read(Path archive, List<String> members) throws InputFileException {
        return Tar.read(archive, members);
    }

    /**
     * The chosen images of several files, concatenated.
     *
     * @param source the path that error messages name
     */
    ByteImages images(Path source, List<byte[]> files, RowChoice choice) throws IOException {
        int record = labelBytes + PIXELS;
        List<Integer> firsts = new ArrayList<>();
        int n = 0;
        for (byte[] file : files) {
            if (file.length == 0 || file.length % record != 0) {
                throw new InputFileException(source, "has a file of " + file.length
                        + " bytes; whole records of " + record + " bytes are needed");
            }
            firsts.add(n);
            n += file.length / record;
        }
        int[] rows = choice.of(n);
        byte[] pixels = new byte[Math.multiplyExact(rows.length, PIXELS)];
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int f = fileOf(firsts, rows[i]);
            int start = (rows[i] - firsts.get(f)) * record;
            labels[i] = Byte.toUnsignedInt(files.get(f)[start + labelBytes - 1]);
            if (labels[i] >= classes) {
                throw new InputFileException(source, "label " + labels[i] + " of image " + rows[i]
                        + " is not in 0 to " + (classes - 1));
            }
            interleave(files.get(f), start + labelBytes, pixels, i * PIXELS);
        }
        return new ByteImages(pixels, labels, SHAPE);
    }

    private static int fileOf(List<Integer> firsts, int row) {
        int found = Arrays.binarySearch(firsts.toArray(), row);
        return found >= 0 ? found : -found - 2;
    }

    /** Converts three planes of one colour each to interleaved RGB pixels. */
    private static void interleave(byte[] planes, int from, byte[] pixels, int to) {
        for (int p = 0; p < PLANE; p++) {
            for (int c = 0; c < CHANNELS; c++) {
                pixels[to + p * CHANNELS + c] = planes[from + c * PLANE + p];
            }
        }
    }
}
