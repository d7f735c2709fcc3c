package org.leastaction.points.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.io.InputFileException;

class NpzTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void readsWhatNumPyWrote(String name) throws IOException {
        Map<String, NpyArray> arrays = Npz.read(GoldenPointFiles.file(name));

        assertThat(arrays).containsExactly(
                Map.entry("states", NpyArray.of(GoldenPointFiles.cube(), 2, 3, 4)),
                Map.entry("labels", NpyArray.of(new int[] {0, 1}, 2)),
                Map.entry("x", NpyArray.of(GoldenPointFiles.matrix(), 3, 4)));
        assertThat(Npz.names(GoldenPointFiles.file(name))).containsExactly("states", "labels", "x");
        assertThat(Npz.read(GoldenPointFiles.file(name), "labels").ints()).containsExactly(0, 1);
    }

    @Test
    void roundTripKeepsNamesOrderShapesAndBits() throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("block/0/kernel", NpyArray.of(new float[] {1, Float.NaN, -0f, Float.MIN_VALUE}, 2, 1, 2));
        arrays.put("bias", NpyArray.of(new double[] {Math.PI}, 1));
        arrays.put("labels", NpyArray.of(new int[] {-1, Integer.MAX_VALUE}, 2));
        arrays.put("seeds", NpyArray.of(new long[] {Long.MIN_VALUE}));
        arrays.put("none", NpyArray.of(new float[0], 0, 3));
        Path file = folder.resolve("weights.npz");

        Npz.write(file, arrays);

        assertThat(Npz.read(file)).containsExactlyEntriesOf(arrays);
    }

    @Test
    void equalArraysGiveEqualBytes() throws IOException {
        Map<String, NpyArray> arrays = Map.of("x", NpyArray.of(GoldenPointFiles.matrix(), 3, 4));
        Npz.write(folder.resolve("a.npz"), arrays);
        Npz.write(folder.resolve("b.npz"), arrays);

        assertThat(folder.resolve("a.npz")).hasSameBinaryContentAs(folder.resolve("b.npz"));
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] whole = Files.readAllBytes(GoldenPointFiles.file("stored.npz"));
        Path file = folder.resolve("cut.npz");
        for (int length = 4; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Npz.read(file))
                    .as("the first %d of %d bytes", length, whole.length)
                    .isInstanceOf(InputFileException.class)
                    .hasMessageStartingWith(file + ": not a whole .npz file");
        }
    }

    @Test
    void damagedContentIsNoticedByItsChecksumOrHeader() throws IOException {
        byte[] bytes = Files.readAllBytes(GoldenPointFiles.file("deflated.npz"));
        Arrays.fill(bytes, 60, 90, (byte) 0x55);
        Path file = folder.resolve("damaged.npz");
        Files.write(file, bytes);

        assertThatThrownBy(() -> Npz.read(file)).isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(file + ": array 'states': ");
    }

    @Test
    void namesTheArraysThatThereAre() {
        assertThatThrownBy(() -> Npz.read(GoldenPointFiles.file("stored.npz"), "y"))
                .hasMessageEndingWith("has no array 'y'; it holds states, labels, x");
    }
}
