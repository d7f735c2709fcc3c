package org.leastaction.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.NpyArray;

/** Arrays as users have them, against numpy.moveaxis by hand: number i of the array is i. */
class ArrayPointsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "2 3 5 5   |         | 5 5 3   | true",
            "2 3 4 4   |         | 3 4 4   | false",
            "2 3 4 4   | 4 4 3   | 4 4 3   | true",
            "2 3 4 4   | 3 4 4   | 3 4 4   | false",
            "2 4 4 3   | 4 4 3   | 4 4 3   | false",
            "2 4 4 3   |         | 4 4 3   | false",
            "2 3 3 3   |         | 3 3 3   | false",
            "2 3 5 3   | 5 3 3   | 5 3 3   | true",
            "2 1 5 5   |         | 5 5 1   | true",
            "2 16 4 4  | 4 4 16  | 4 4 16  | true",
            "2 16 4 4  |         | 16 4 4  | false",
            "2 3 2 4 4 | 2 4 4 3 | 2 4 4 3 | true",
            "2 3 2 4 5 |         | 2 4 5 3 | true",
            "2 4 5     |         | 4 5 1   | false",
            "2 7       |         | 7       | false"})
    void channels_that_stand_first_are_put_last(String array, String wanted, String shape, boolean turned) {
        int[] extents = numbers(array).stream().mapToInt(Integer::intValue).toArray();
        int size = IntStream.of(extents).reduce(1, Math::multiplyExact);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = i;
        }

        ArrayPoints points = ArrayPoints.of("x", NpyArray.of(values, extents), numbers(wanted), Optional.empty());

        assertThat(points.shape()).isEqualTo(numbers(shape));
        int d = size / 2;
        int channels = extents[1];
        for (int i = 0; i < size; i++) {
            int place = i % d;
            int from = turned ? place % channels * (d / channels) + place / channels : place;
            assertThat(points.points().get(i / d, place)).isEqualTo(i / d * d + from);
        }
    }

    @Test
    void bytes_are_brightness_and_other_whole_numbers_stay() throws IOException {
        Path bytes = npy("|u1", "(2, 1, 1, 3)", new byte[] {0, 51, (byte) 255, (byte) 204, 1, 2});
        Path tokens = npy("<i2", "(2, 2)", new byte[] {5, 0, 0, 1, 7, 0, 1, 0});

        assertThat(ArrayPoints.of("x", Npy.read(bytes), List.of(), Optional.empty()).points().toArray())
                .containsExactly(0, 0.2f, 1, 0.8f, 1 / 255f, 2 / 255f);
        assertThat(ArrayPoints.of("x", Npy.read(tokens), List.of(), Optional.empty()).points().toArray())
                .containsExactly(5, 256, 7, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "6                 | has shape",
            "1 2 1 1 1 1 1 1 1 | has shape",
            "2 0 3             | has shape",
            "0 3               | holds no point"})
    void other_shapes_are_refused(String array, String reason) {
        int[] extents = numbers(array).stream().mapToInt(Integer::intValue).toArray();
        float[] values = new float[IntStream.of(extents).reduce(1, Math::multiplyExact)];

        assertThatThrownBy(() -> ArrayPoints.of("x", NpyArray.of(values, extents), List.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(reason);
    }

    private Path npy(String descr, String shape, byte[] data) throws IOException {
        String header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
        header += " ".repeat(64 - (10 + header.length() + 1) % 64) + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        out.write(header.getBytes(StandardCharsets.ISO_8859_1));
        out.write(data);
        return Files.write(folder.resolve("x" + descr.hashCode() + ".npy"), out.toByteArray());
    }

    private static List<Integer> numbers(String text) {
        return text == null ? List.of() : List.of(text.strip().split(" +")).stream().map(Integer::valueOf).toList();
    }
}
