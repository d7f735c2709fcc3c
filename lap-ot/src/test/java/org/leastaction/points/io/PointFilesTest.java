package org.leastaction.points.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.io.InputFileException;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.Points;

class PointFilesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"float32.npy", "float64.npy", "single.npz", "plain.csv", "hash-header.csv", "header.csv"})
    void readsTheSamePointsFromEveryFormat(String name) throws IOException {
        Points points = PointFiles.read(GoldenPointFiles.file(name));

        assertThat(points.size()).isEqualTo(3);
        assertThat(points.dimension()).isEqualTo(4);
        assertThat(points.toDouble().toArray()).isEqualTo(GoldenPointFiles.matrix());
    }

    @Test
    void keepsThePrecisionOfTheFile() throws IOException {
        assertThat(PointFiles.read(GoldenPointFiles.file("float32.npy"))).isInstanceOf(FloatPoints.class);
        assertThat(PointFiles.read(GoldenPointFiles.file("float64.npy"))).isInstanceOf(DoublePoints.class);
    }

    @Test
    void aOneDimensionalArrayIsPointsOfTheLine() throws IOException {
        Points points = PointFiles.read(GoldenPointFiles.file("one-dimensional.npy"));

        assertThat(points.dimension()).isEqualTo(1);
        assertThat(points.toDouble().toArray()).containsExactly(0.125, 1.375, 2.625);
    }

    @Test
    void writtenPointsAreReadAgain() throws IOException {
        Points views = DoublePoints.wrap(GoldenPointFiles.matrix(), 3, 4).rows(1, 3);
        Path file = folder.resolve("views.npy");

        PointFiles.write(file, views);

        assertThat(PointFiles.read(file).toDouble().toArray())
                .containsExactly(1.25, 1.375, 1.5, 1.625, 2.5, 2.625, 2.75, 2.875);
    }

    @Test
    void picksTheArrayThatIsNamed() throws IOException {
        assertThat(PointFiles.read(GoldenPointFiles.file("stored.npz"), "x").points().toDouble().toArray())
                .isEqualTo(GoldenPointFiles.matrix());
        assertThatThrownBy(() -> PointFiles.read(GoldenPointFiles.file("stored.npz")))
                .hasMessageEndingWith("holds 3 arrays (states, labels, x); name the one to read as FILE.npz:NAME");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "float32-fortran-cube.npy | an array of shape (2, 3, 4); points need shape (n, d), or (n,) for d = 1",
            "scalar.npy               | an array of shape (); points need shape (n, d), or (n,) for d = 1",
            "beyond-i8.npy            | element 1 is 9007199254740993, which float64 does not hold exactly, as it holds all"
                    + " whole numbers up to 2^53 = 9007199254740992; shift or scale the numbers, or round them yourself (in NumPy:"
                    + " x.astype('float64'))",
            "generate.py              | is a text file, not a file named as one of points; .npy, .npz, .csv, .tsv, .txt and"
                    + " .dat can be read; get the file itself"
    })
    void refusesWhatIsNoPoints(String name, String sentence) {
        assertThatThrownBy(() -> PointFiles.read(GoldenPointFiles.file(name)))
                .isInstanceOf(InputFileException.class)
                .hasMessage(GoldenPointFiles.file(name) + ": " + sentence);
    }

    @Test
    void csvReadsNonFiniteNumbersByteOrderMarksAndBlankLines() throws IOException {
        Path file = Files.writeString(folder.resolve("odd.csv"), "\uFEFF\"a\", b\r\n\r\n1e3 ,nan\r\n-inf, +2\r\n");

        assertThat(PointFiles.read(file).toDouble().toArray())
                .containsExactly(1000, Double.NaN, Double.NEGATIVE_INFINITY, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"i1", "i2", "i2-big-endian", "i4", "i4-big-endian", "i8", "i8-big-endian", "u1", "u2",
            "u2-big-endian", "u4", "u4-big-endian", "u8", "u8-big-endian", "b1", "f2", "f2-big-endian", "f16",
            "f16-big-endian", "f12"})
    void pointsOfEveryTypeAreExact(String dtype) throws IOException {
        Points points = PointFiles.read(GoldenPointFiles.file("points-" + dtype + ".npy"));

        assertThat(points.size()).isEqualTo(3);
        assertThat(points.dimension()).isEqualTo(4);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 4; j++) {
                int whole = 10 * i + j;
                double expected = switch (dtype.charAt(0)) {
                    case 'i' -> whole - 12;
                    case 'u' -> whole;
                    case 'b' -> whole % 2;
                    default -> whole / 8.0;
                };
                assertThat(points.get(i, j)).as("[%d, %d]", i, j).isEqualTo(expected);
            }
        }
    }

    @Test
    void wholeNumbersBeyondThoseThatFloat64CountsAreExactOrRefused() throws IOException {
        assertThat(PointFiles.read(GoldenPointFiles.file("edge-i8.npy")).toDouble().toArray())
                .containsExactly(0x1p53, -0x1p53, 0x1p53 + 2, 0x1p62, -0x1p63);
        assertThat(PointFiles.read(GoldenPointFiles.file("edge-u8.npy")).toDouble().toArray())
                .containsExactly(0x1p53, 0x1p63, 0x1p64 - 0x1p11, 1);
    }

    @Test
    void roundedLongDoublesAreRemarked() throws IOException {
        Path file = GoldenPointFiles.file("rounded-f16.npy");

        assertThat(PointFiles.read(file, TextHeader.DETECTED).remarks()).containsExactly(
                file + ": 6 of 14 numbers have more digits than float64 and were rounded to it");
        assertThat(PointFiles.read(GoldenPointFiles.file("points-f16.npy"), TextHeader.DETECTED).remarks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "x.npy | 1f8b08000000 | is a gzip file, not a .npy file; unpack it first (gunzip)",
            "x.npz | 1f8b08000000 | is a gzip file, not a .npz file (a zip of .npy files); unpack it first (gunzip)",
            "x.csv | 1f8b08000000 | is a gzip file, not a text file of numbers; unpack it first (gunzip)",
            "x.csv | 504b03040000 | is a zip file, not a text file of numbers; unpack it first, or give it the name of what"
                    + " it is (.npz for NumPy's)",
            "x.csv | 934e554d5059 | is a .npy file, not a text file of numbers; give it a name that ends in .npy",
            "x.npz | 934e554d5059 | is a .npy file, not a .npz file (a zip of .npy files); give it a name that ends in .npy",
            "x.npy | 89484446 0d0a1a0a | is an HDF5 file, not a .npy file; convert it with h5py",
            "x.gz  | 1f8b08000000 | is a gzip file, not a file named as one of points; .npy, .npz, .csv, .tsv, .txt and .dat"
                    + " can be read; unpack it first (gunzip)",
            "x.csv | fffe31002c00 | not a text file in UTF-8",
            "x.npy | ''           | is empty, not a .npy file; get the file again",
            "x.npy | 0000000000   | not a .npy file: it starts with 00 00 00 00 00, not with 93 4e 55 4d 50 59 ('\\x93NUMPY')"
    })
    void otherFilesAreNamed(String name, String hex, String sentence) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, HexFormat.of().parseHex(hex.replace(" ", "")));

        assertThatThrownBy(() -> PointFiles.read(file)).isInstanceOf(InputFileException.class)
                .hasMessage(file + ": " + sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.npy", "x.npz", "x.csv", "x.txt", "x.bin"})
    void pointersAndWebPagesAreNamed(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n");
        assertThatThrownBy(() -> PointFiles.read(file)).isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(file + ": is a Git LFS pointer, which only stands for the file, not a ")
                .hasMessageEndingWith("; fetch the file itself with 'git lfs pull'");
        Files.writeString(file, "<!DOCTYPE html>\n<html><title>1,2</title>");
        assertThatThrownBy(() -> PointFiles.read(file)).isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(file + ": is a web page (HTML), not a ");
    }
}
