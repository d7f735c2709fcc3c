package org.leastaction.points.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Points points = PointFiles.read(GoldenPoints.file(name));

        assertThat(points.size()).isEqualTo(3);
        assertThat(points.dimension()).isEqualTo(4);
        assertThat(points.toDouble().toArray()).isEqualTo(GoldenPoints.matrix());
    }

    @Test
    void keepsThePrecisionOfTheFile() throws IOException {
        assertThat(PointFiles.read(GoldenPoints.file("float32.npy"))).isInstanceOf(FloatPoints.class);
        assertThat(PointFiles.read(GoldenPoints.file("float64.npy"))).isInstanceOf(DoublePoints.class);
    }

    @Test
    void aOneDimensionalArrayIsPointsOfTheLine() throws IOException {
        Points points = PointFiles.read(GoldenPoints.file("one-dimensional.npy"));

        assertThat(points.dimension()).isEqualTo(1);
        assertThat(points.toDouble().toArray()).containsExactly(0.125, 1.375, 2.625);
    }

    @Test
    void writtenPointsAreReadAgain() throws IOException {
        Points views = DoublePoints.wrap(GoldenPoints.matrix(), 3, 4).rows(1, 3);
        Path file = folder.resolve("views.npy");

        PointFiles.write(file, views);

        assertThat(PointFiles.read(file).toDouble().toArray())
                .containsExactly(1.25, 1.375, 1.5, 1.625, 2.5, 2.625, 2.75, 2.875);
    }

    @Test
    void picksTheArrayThatIsNamed() throws IOException {
        assertThat(PointFiles.read(GoldenPoints.file("stored.npz"), "x").toDouble().toArray())
                .isEqualTo(GoldenPoints.matrix());
        assertThatThrownBy(() -> PointFiles.read(GoldenPoints.file("stored.npz")))
                .hasMessageEndingWith("holds 3 arrays (states, labels, x); name the one to read as FILE.npz:NAME");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "float32-fortran-cube.npy | an array of shape (2, 3, 4); points need shape (n, d), or (n,) for d = 1",
        "scalar.npy               | an array of shape (); points need shape (n, d), or (n,) for d = 1",
        "labels-i8.npy            | whole numbers; points are float32 or float64 (in NumPy: x.astype('float32'))",
        "generate.py              | an unknown kind of point file; .npy, .npz and .csv can be read"
    })
    void refusesWhatIsNoPoints(String name, String sentence) {
        assertThatThrownBy(() -> PointFiles.read(GoldenPoints.file(name)))
                .isInstanceOf(InputFileException.class)
                .hasMessage(GoldenPoints.file(name) + ": " + sentence);
    }

    @Test
    void csvReadsNonFiniteNumbersByteOrderMarksAndBlankLines() throws IOException {
        Path file = Files.writeString(folder.resolve("odd.csv"), "\uFEFF\"a\", b\r\n\r\n1e3 ,nan\r\n-inf, +2\r\n");

        assertThat(PointFiles.read(file).toDouble().toArray())
                .containsExactly(1000, Double.NaN, Double.NEGATIVE_INFINITY, 2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "x,y;1,2;3      | line 3 has 1 column, line 1 has 2; every line needs as many",
        "1,2;3,4,5      | line 2 has 3 columns, line 1 has 2; every line needs as many",
        "x,y;1,2;3,oops | line 3, column 2 ('y'): 'oops' is not a number",
        "1,2;3,         | line 2, column 2: '' is not a number",
        "1,2;3,1.5f     | line 2, column 2: '1.5f' is not a number",
        "x,y            | there is no line of numbers in this file",
        "#              | there is no line of numbers in this file"
    })
    void csvNamesLineAndColumn(String lines, String sentence) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.csv"), lines.replace(';', '\n'));

        assertThatThrownBy(() -> PointFiles.read(file))
                .isInstanceOf(InputFileException.class)
                .hasMessage(file + ": " + sentence);
    }

    @Test
    void csvRefusesBinaryFiles() throws IOException {
        Path file = Files.copy(GoldenPoints.file("float64.npy"), folder.resolve("binary.csv"));

        assertThatThrownBy(() -> PointFiles.read(file)).hasMessage(file + ": not a text file in UTF-8");
    }
}
