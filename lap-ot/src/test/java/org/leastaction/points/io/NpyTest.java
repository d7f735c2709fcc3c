package org.leastaction.points.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.io.InputFileException;

class NpyTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"float32", "float32-big-endian", "float32-fortran"})
    void readsSinglePrecisionInEveryOrder(String name) throws IOException {
        NpyArray array = Npy.read(GoldenPointFiles.file(name + ".npy"));

        assertThat(array).isEqualTo(NpyArray.of(GoldenPointFiles.floatMatrix(), 3, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"float64", "float64-big-endian", "float64-fortran", "version-1", "version-2", "version-3"})
    void readsDoublePrecisionInEveryOrderAndVersion(String name) throws IOException {
        NpyArray array = Npy.read(GoldenPointFiles.file(name + ".npy"));

        assertThat(array).isEqualTo(NpyArray.of(GoldenPointFiles.matrix(), 3, 4));
    }

    @Test
    void readsColumnMajorArraysOfHigherRank() throws IOException {
        assertThat(Npy.read(GoldenPointFiles.file("float32-fortran-cube.npy")))
                .isEqualTo(NpyArray.of(GoldenPointFiles.cube(), 2, 3, 4));
    }

    @Test
    void readsNumbersWithoutExtent() throws IOException {
        assertThat(Npy.read(GoldenPointFiles.file("scalar.npy"))).isEqualTo(NpyArray.of(new double[] {2.5}));
        assertThat(Npy.read(GoldenPointFiles.file("empty.npy"))).isEqualTo(NpyArray.of(new double[0], 0, 4));
    }

    @ParameterizedTest
    @CsvSource({
            "i1, INT32, 127", "u1, INT32, 127", "i2, INT32, 127", "u2-big-endian, INT32, 127", "i4, INT32, 127",
            "i4-big-endian, INT32, 127", "u4, INT64, 127", "i8, INT64, 127", "i8-big-endian, INT64, 127",
            "u8, INT64, 127", "b1, INT32, 1"
    })
    void widensIntegers(String name, NpyArray.Type type, int last) throws IOException {
        NpyArray array = Npy.read(GoldenPointFiles.file("labels-" + name + ".npy"));

        assertThat(array.type()).isEqualTo(type);
        assertThat(array.ints()).startsWith(0, 1).endsWith(last).hasSize(4);
        assertThat(array.longs()).startsWith(0, 1).endsWith(last).hasSize(4);
    }

    @Test
    void readsNonFiniteNumbersAsTheyStand() throws IOException {
        assertThat(Npy.read(GoldenPointFiles.file("non-finite.npy")).doubles())
                .containsExactly(1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32.npy", "float64.npy", "labels-i4.npy", "labels-i8.npy", "scalar.npy", "empty.npy"})
    void writesTheBytesThatNumPyWrites(String name) throws IOException {
        Path copy = folder.resolve("copy.npy");

        Npy.write(copy, Npy.read(GoldenPointFiles.file(name)));

        assertThat(copy).hasSameBinaryContentAs(GoldenPointFiles.file(name));
    }

    @Test
    void arraysLongerThanAChunkSurvive() throws IOException {
        double[] values = new double[100_003];
        Arrays.setAll(values, i -> Math.sin(i));
        Path file = folder.resolve("long.npy");

        Npy.write(file, NpyArray.of(values, values.length));

        assertThat(Npy.read(file).doubles()).isEqualTo(values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "complex.npy    | dtype '<c16' cannot be read; booleans, integers and real floating-point numbers can",
            "structured.npy | a structured dtype",
            "beyond-u8.npy  | number 1 is 9223372036854775809, and neither int64 nor float64 holds all numbers",
            "beyond-f16.npy | number 0 is about 2^2000, beyond the range of float64",
            "double-double.npy | long double numbers of an unknown format, which depends on the computer",
            "ambiguous-f16.npy | long double numbers of an unknown format",
            "stored.npz     | is a zip file, not a .npy file",
            "plain.csv      | is a text file, not a .npy file"
    })
    void refusesOtherContent(String name, String sentence) {
        assertThatThrownBy(() -> Npy.read(GoldenPointFiles.file(name)))
                .isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(GoldenPointFiles.file(name) + ": ")
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f2", "f2-big-endian"})
    void float16IsFloat32(String name) throws IOException {
        assertThat(Npy.read(GoldenPointFiles.file("points-" + name + ".npy")))
                .isEqualTo(NpyArray.of(GoldenPointFiles.floatMatrix(), 3, 4));
    }

    @Test
    void everyHalfIsWhatNumPySays() {
        ByteBuffer bytes = ByteBuffer.allocate(4 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < 1 << 16; bits++) {
            bytes.putInt(Float.floatToIntBits(NpyCodec.half((short) bits)));
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes.array());
        assertThat(checksum.getValue()).as("printed by generate.py").isEqualTo(807454631L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f16", "f16-big-endian", "f16-fortran", "f12"})
    void longDoubleIsFloat64(String name) throws IOException {
        NpyArray array = Npy.read(GoldenPointFiles.file("points-" + name + ".npy"));

        assertThat(array).isEqualTo(NpyArray.of(GoldenPointFiles.matrix(), 3, 4));
        assertThat(array.rounded()).isZero();
    }

    @Test
    void longDoubleWithAnythingForPaddingIsFloat64() throws IOException {
        assertThat(Npy.read(GoldenPointFiles.file("padded-f16.npy")))
                .isEqualTo(NpyArray.of(GoldenPointFiles.matrix(), 3, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"thirds-quadruple", "thirds-quadruple-big-endian"})
    void longDoubleOfArmIsFloat64(String name) throws IOException {
        assertThat(Npy.read(GoldenPointFiles.file(name + ".npy")))
                .isEqualTo(Npy.read(GoldenPointFiles.file("thirds.npy")));
    }

    @Test
    void longDoubleIsRoundedOnceAndCounted() throws IOException {
        NpyArray array = Npy.read(GoldenPointFiles.file("rounded-f16.npy"));

        double[] expected = Npy.read(GoldenPointFiles.file("rounded-f16-as-f8.npy")).doubles();
        assertThat(array.doubles()).containsExactly(expected);
        assertThat(array.doubles()[8]).as("the sign of -0.0").isEqualTo(-0.0);
        // The thirds, the two beside 1, and the two below the smallest number.
        assertThat(array.rounded()).isEqualTo(6);
    }

    @Test
    void unsignedNumbersBeyondInt64AreHeldByFloat64() throws IOException {
        assertThat(Npy.read(GoldenPointFiles.file("edge-u8.npy")))
                .isEqualTo(NpyArray.of(new double[] {0x1p53, 0x1p63, 0x1p64 - 0x1p11, 1}, 4));
        assertThat(Npy.read(GoldenPointFiles.file("too-large-u8.npy")))
                .isEqualTo(NpyArray.of(new double[] {0x1p63}, 1));
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] whole = Files.readAllBytes(GoldenPointFiles.file("float32.npy"));
        Path file = folder.resolve("cut.npy");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Npy.read(file))
                    .as("the first %d of %d bytes", length, whole.length)
                    .isInstanceOf(InputFileException.class)
                    .hasMessageMatching(".*(truncated|not a .npy file|is empty).*");
        }
    }

    @Test
    void truncationNamesTheBytesPromisedAndFound() throws IOException {
        byte[] whole = Files.readAllBytes(GoldenPointFiles.file("float32.npy"));
        Path file = folder.resolve("cut.npy");
        Files.write(file, Arrays.copyOf(whole, whole.length - 10));

        assertThatThrownBy(() -> Npy.read(file))
                .hasMessage(file + ": truncated: the header promises 48 bytes of numbers, 38 are there");
    }

    @Test
    void refusesHeadersThatPromiseMoreThanMemory() throws IOException {
        Path file = folder.resolve("huge.npy");
        for (String shape : List.of("(100000, 100000)", "(4611686018427387904, 4)", "(-3, 4)")) {
            Files.write(file, header("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }"));
            assertThatThrownBy(() -> Npy.read(file)).as(shape).isInstanceOf(InputFileException.class);
        }
    }

    @Test
    void refusesUnknownVersionsAndDamagedHeaders() throws IOException {
        Path file = folder.resolve("damaged.npy");
        byte[] bytes = header("{'descr': '<f4', 'shape': (1,), }");
        Files.write(file, bytes);
        assertThatThrownBy(() -> Npy.read(file)).hasMessageContaining("lacks descr, fortran_order or shape");
        bytes[6] = 9;
        Files.write(file, bytes);
        assertThatThrownBy(() -> Npy.read(file)).hasMessageContaining(".npy version 9 is unknown");
    }

    @Test
    void namesWhatIsMissing() {
        Path missing = folder.resolve("missing.npy");

        assertThatThrownBy(() -> Npy.read(missing)).hasMessage(missing + ": there is no such file");
        assertThatThrownBy(() -> Npy.read(folder)).hasMessage(folder + ": this is a folder, a file is needed");
    }

    private static byte[] header(String dictionary) {
        byte[] text = dictionary.getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[10 + text.length];
        byte[] prefix = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0};
        System.arraycopy(prefix, 0, bytes, 0, prefix.length);
        System.arraycopy(text, 0, bytes, prefix.length, text.length);
        return bytes;
    }
}
