package org.leastaction.points.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.leastaction.io.InputFileException;
import org.leastaction.points.Points;
import org.leastaction.points.io.PointFiles.ReadPoints;

/** Text files: which first lines are headers, what separates numbers, and what is no number. Lines end in '/' here. */
class TextPointsTest {

    @TempDir
    private Path folder;

    private Path file(String lines) throws IOException {
        return Files.writeString(folder.resolve("points.csv"), lines.replace('/', '\n').replace('~', '\t'));
    }

    private static String text(Points points) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            double[] row = points.rows(i, i + 1).toDouble().toArray();
            text.append(i == 0 ? "" : "/").append(Arrays.toString(row).replaceAll("[\\[\\] ]", ""));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "1,2/3,4             | 1.0,2.0/3.0,4.0",
            "1;2/3;4             | 1.0,2.0/3.0,4.0",
            "1~2/3~4             | 1.0,2.0/3.0,4.0",
            "1 2/3 4             | 1.0,2.0/3.0,4.0",
            "  1.5e0   -2 / 3  4 | 1.5,-2.0/3.0,4.0",
            "1, 2/3 ,4           | 1.0,2.0/3.0,4.0",
            "1; 2/3 ;4           | 1.0,2.0/3.0,4.0",
            "1 ~ 2/3~4           | 1.0,2.0/3.0,4.0",
            "\"1\",\"2\"/3,4     | 1.0,2.0/3.0,4.0",
            "1/2/3               | 1.0/2.0/3.0",
            "//1,2//3,4//        | 1.0,2.0/3.0,4.0",
            "nan,-inf/+Infinity,1| NaN,-Infinity/Infinity,1.0",
            "1,2                 | 1.0,2.0",
            "1 2                 | 1.0,2.0",
            "0,1.5/1,2           | 0.0,1.5/1.0,2.0",
            "1,0/0.5,2           | 1.0,0.0/0.5,2.0",
            "0,1,3/1.5,1,2       | 0.0,1.0,3.0/1.5,1.0,2.0"
    })
    void linesOfNumbersArePoints(String lines, String points) throws IOException {
        ReadPoints read = PointFiles.read(file(lines), TextHeader.DETECTED);

        assertThat(text(read.points())).isEqualTo(points);
        assertThat(read.remarks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "# a b/1 2/3 4       | a line that starts with # is a comment and left out",
            "# a b/# c/1 2/3 4   | 2 lines that start with # are comments and left out",
            "1 2/#5 6/3 4/#      | 2 lines that start with # are comments and left out"})
    void commentsAreLeftOutWithARemark(String lines, String remark) throws IOException {
        ReadPoints read = PointFiles.read(file(lines), TextHeader.DETECTED);

        assertThat(text(read.points())).isEqualTo("1.0,2.0/3.0,4.0");
        assertThat(read.remarks()).singleElement().asString().endsWith(remark);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "x,y/1,2             | x,y",
            "x0,x1/1,2           | x0,x1",
            "x;y/1;2             | x;y",
            "x y/1 2             | x y",
            "first name,y/1,2    | first name,y",
            "\"a, b\",c/1,2      | \"a, b\",c",
            "μ,σ²/1,2            | μ,σ²",
            "_1,(m)/1,2          | _1,(m)",
            "x,/1,2              | x,",
            "width/1/2           | width"
    })
    void linesOfNamesAreLeftOutWithARemark(String lines, String header) throws IOException {
        Path file = file(lines);

        ReadPoints read = PointFiles.read(file, TextHeader.DETECTED);

        assertThat(read.remarks()).containsExactly(
                file + ": line 1 is taken for the header and left out: '" + header + "'");
        assertThat(read.points().get(0, 0)).isEqualTo(1);
        assertThatThrownBy(() -> PointFiles.read(file, TextHeader.ABSENT)).isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(file + ": line 1, column ").hasMessageContaining("is not a number");
    }

    /** First lines that hold something like a number: none is dropped. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "1,None/3,4          | column 2: 'None' is not a number",
            "None,1/3,4          | column 1: 'None' is not a number",
            "None,None/3,4       | column 1: 'None' is not a number",
            "NA,x/3,4            | column 1: 'NA' is not a number",
            "True,False/3,4      | column 1: 'True' is not a number",
            "nan,x/3,4           | column 2: 'x' is not a number",
            "1m,2m/3,4           | column 1: '1m' is not a number",
            "x,2nd/3,4           | column 1: 'x' is not a number",
            "\"1,000\",2/3,4     | column 1: '1,000' is not a number: write it without commas, with a decimal point",
            "1,5;2,5/3,5;4,5     | column 1: '1,5' is not a number: write it without commas, with a decimal point",
            "−1,2/3,4            | column 1: '−1' is not a number: its minus sign is the character U+2212; write a hyphen (-)",
            "1,–2/3,4            | column 2: '–2' is not a number: its minus sign is the character U+2013; write a hyphen (-)",
            "$1,2/3,4            | column 1: '$1' is not a number",
            "?,x/3,4             | column 1: '?' is not a number",
            "1.5f,2/3,4          | column 1: '1.5f' is not a number",
            "1.5D,2/3,4          | column 1: '1.5D' is not a number",
            "0x1p3,2/3,4         | column 1: '0x1p3' is not a number",
            "0X10,2/3,4          | column 1: '0X10' is not a number",
            "1_000,2/3,4         | column 1: '1_000' is not a number",
            "1e,2/3,4            | column 1: '1e' is not a number",
            ".,2/3,4             | column 1: '.' is not a number",
            "١,2/3,4             | column 1: '١' is not a number",
            "1,/3,4              | column 2: '' is not a number"
    })
    void nearNumbersAreRefusedNotDropped(String lines, String problem) throws IOException {
        Path file = file(lines);

        assertThatThrownBy(() -> PointFiles.read(file)).isInstanceOf(InputFileException.class)
                .hasMessage(file + ": line 1, " + problem + "; if this line is a header, say so (--header)");
        assertThatThrownBy(() -> PointFiles.read(file, TextHeader.ABSENT)).isInstanceOf(InputFileException.class)
                .hasMessage(file + ": line 1, " + problem);
        // Elsewhere they are refused too.
        Path later = file(lines.contains(";") ? "9;9/" + lines : "9,9/" + lines);
        assertThatThrownBy(() -> PointFiles.read(later)).isInstanceOf(InputFileException.class)
                .hasMessage(later + ": line 2, " + problem);
    }

    @Test
    void aHeaderThatIsAskedForMayLookLikeAnything() throws IOException {
        Path file = file("1,None/3,4");

        ReadPoints read = PointFiles.read(file, TextHeader.PRESENT);

        assertThat(text(read.points())).isEqualTo("3.0,4.0");
        assertThat(read.remarks()).containsExactly(file + ": line 1 is the header and left out: '1,None'");
        assertThat(text(PointFiles.read(file("1,2/3,4"), TextHeader.PRESENT).points())).isEqualTo("3.0,4.0");
        assertThat(text(PointFiles.read(file("0,1/3.5,4"), TextHeader.ABSENT).points())).isEqualTo("0.0,1.0/3.5,4.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0,1/1.5,2 | 1.5,2.0", "0,1,2/5,6,7/5,6,1e3 | 5.0,6.0,7.0/5.0,6.0,1000.0",
            "0;1/nan;2 | NaN,2.0", "0 1/.5 1/0 1 | 0.5,1.0/0.0,1.0"})
    void columnNumbersBeforeOtherThanWholeNumbersAreAHeader(String lines, String points) throws IOException {
        Path file = file(lines);

        ReadPoints read = PointFiles.read(file, TextHeader.DETECTED);

        assertThat(text(read.points())).isEqualTo(points);
        assertThat(read.remarks()).containsExactly(file + ": line 1 is taken for a header of column numbers, as pandas"
                + " writes it, and left out: '" + lines.substring(0, lines.indexOf('/'))
                + "' (--no-header: it is a point)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0,1/1,0", "0,1", "0,1,2/7,7,7", "0;1/4;5"})
    void columnNumbersBeforeWholeNumbersAreAsked(String lines) throws IOException {
        Path file = file(lines);

        assertThatThrownBy(() -> PointFiles.read(file)).isInstanceOf(InputFileException.class).hasMessage(file
                + ": line 1 ('" + lines.replaceAll("/.*", "") + "') may be a point, or a header of column numbers as"
                + " pandas writes it; say which (--no-header or --header)");
        assertThat(PointFiles.read(file, TextHeader.ABSENT).points().get(0, 1)).isEqualTo(1);
        assertThat(PointFiles.read(file, TextHeader.NAMES_ONLY).points().get(0, 1)).isEqualTo(1);
    }

    @Test
    void aColumnThatBeginsWithZeroIsReadWhole() throws IOException {
        Path file = file("0/1/2");

        assertThat(text(PointFiles.read(file)).replace("/", " ")).isEqualTo("0.0 1.0 2.0");
        assertThat(PointFiles.read(file, TextHeader.DETECTED).remarks()).containsExactly(
                file + ": line 1 ('0') is taken for a point; if it is a header, say so (--header)");
        assertThat(PointFiles.read(file, TextHeader.NAMES_ONLY).remarks()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = TextHeader.class, mode = EnumSource.Mode.EXCLUDE, names = "ABSENT")
    void anIndexBesideTheColumnsIsNoCoordinate(TextHeader header) throws IOException {
        Path file = file(",x,y/0,1.5,2/1,2.5,3");

        assertThatThrownBy(() -> PointFiles.read(file, header)).isInstanceOf(InputFileException.class)
                .hasMessage(
                        file + ": line 1 begins with an empty cell, as where pandas wrote its index before the columns;"
                                + " write the file without it (in pandas: index=False)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "x,y/1,2/3      | line 3 has 1 column, line 1 has 2; every line needs as many",
            "1,2/3,4,5      | line 2 has 3 columns, line 1 has 2; every line needs as many",
            "1;2/3,4        | line 1, column 1: '1;2' is not a number; if this line is a header, say so (--header)",
            "x,y/1,2/3,oops | line 3, column 2 ('y'): 'oops' is not a number",
            "1,2/3,         | line 2, column 2: '' is not a number",
            "1~~2/3~4~5     | line 1, column 2: '' is not a number; if this line is a header, say so (--header)",
            "1,2/3,1.5f     | line 2, column 2: '1.5f' is not a number",
            "x,y            | there is no line of numbers in this file",
            "#              | there is no line of numbers in this file",
            "``             | there is no line of numbers in this file"
    })
    void lineAndColumnAreNamed(String lines, String sentence) throws IOException {
        Path file = file(lines);

        assertThatThrownBy(() -> PointFiles.read(file))
                .isInstanceOf(InputFileException.class)
                .hasMessage(file + ": " + sentence);
    }

    @Test
    void otherEncodingsAreRefused() throws IOException {
        Path file = folder.resolve("points.csv");
        Files.write(file, "naïve,y\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> PointFiles.read(file)).hasMessage(file + ": not a text file in UTF-8");
        Files.write(file, "1,2\n3,4\n".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> PointFiles.read(file)).hasMessage(file + ": not a text file in UTF-8");
    }
}
