package org.leastaction.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.NpyArray;

/** Point files as users have them, passed to {@code lap w2} and {@code lap gap}. Lines end in '/' here. */
class PointFilesOfCommandsTest {

    @TempDir
    private Path folder;

    private Path text(String name, String lines) throws IOException {
        return Files.writeString(folder.resolve(name), lines.replace('/', '\n'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "x,y/0,0/3,4        | line 1 is taken for the header and left out: 'x,y'",
            "x;y/0;0/3;4        | line 1 is taken for the header and left out: 'x;y'",
            "0,1/0,0.0/3,4      | line 1 is taken for a header of column numbers, as pandas writes it, and left out: '0,1'"
                    + " (--no-header: it is a point)"
    })
    void aHeaderThatIsLeftOutIsSaid(String lines, String remark) throws IOException {
        Path a = text("a.csv", lines);
        Path b = text("b.csv", "0;0/0;0");

        for (String command : new String[] {"w2", "gap"}) {
            Ran ran = Ran.lap(command, a, b, "--json");
            assertThat(ran.exitCode()).isZero();
            assertThat(ran.err()).isEqualTo("lap: " + a + ": " + remark + System.lineSeparator());
            assertThat(ran.json().get("samples").asInt()).isEqualTo(2);
            assertThat(ran.json().get("w2_squared").asDouble()).isEqualTo(12.5);
            assertThat(ran.json().get("remarks")).extracting(JsonNode::asText).containsExactly(a + ": " + remark);
            assertThat(Ran.lap(command, a, b, "--quiet").err()).isEmpty();
        }
        assertThat(Ran.lap("w2", b, b, "--json").json().has("remarks")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "1,None/3,4      | line 1, column 2: 'None' is not a number; if this line is a header, say so (--header)",
            "1m,2m/3,4       | line 1, column 1: '1m' is not a number; if this line is a header, say so (--header)",
            "\"1,000\",2/3,4 | line 1, column 1: '1,000' is not a number: write it without commas, with a decimal point; if"
                    + " this line is a header, say so (--header)",
            "−1,2/3,4        | line 1, column 1: '−1' is not a number: its minus sign is the character U+2212; write a"
                    + " hyphen (-); if this line is a header, say so (--header)",
            "0,1/3,4         | line 1 ('0,1') may be a point, or a header of column numbers as pandas writes it; say which"
                    + " (--no-header or --header)"
    })
    void whatMayBeAPointIsNotDropped(String lines, String sentence) throws IOException {
        Path a = text("a.csv", lines);
        Path b = text("b.csv", "0,0");

        Ran ran = Ran.lap("w2", a, b);
        assertThat(ran.err()).isEqualTo("lap: " + a + ": " + sentence + System.lineSeparator());
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();

        Ran asked = Ran.lap("w2", a, text("b.csv", "x,y/0,0"), "--header", "--json");
        assertThat(asked.exitCode()).isZero();
        assertThat(asked.json().get("w2_squared").asDouble()).isEqualTo(25);
        assertThat(asked.json().get("remarks")).hasSize(2);
    }

    @Test
    void aFirstLineIsAPointWhereThatIsSaid() throws IOException {
        Path a = text("a.csv", "0,1/3,4");

        JsonNode json = Ran.lap("w2", a, text("b.csv", "0,0"), "--no-header", "--json").json();

        assertThat(json.get("samples").asInt()).isEqualTo(2);
        assertThat(json.get("w2_squared").asDouble()).isEqualTo(13);
        Ran both = Ran.lap("w2", a, a, "--no-header", "--header");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).isEqualTo(
                "lap: --header and --no-header exclude each other; give one" + System.lineSeparator());
    }

    @Test
    void labelsAndWeightsThatBeginWithZeroAreReadWithoutARemark() throws IOException {
        Path points = text("x.csv", "1.5/2.5");

        Ran gap = Ran.lap("gap", points, points, "--labels", text("labels.csv", "0/1"));
        assertThat(gap.err()).isEmpty();
        assertThat(gap.exitCode()).isZero();
        Ran named = Ran.lap("gap", points, points, "--labels", text("labels.csv", "class/0/1"), "--json");
        assertThat(named.json().get("remarks")).hasSize(1);
        Ran weighted = Ran.lap("w2", points, points, "--weights-a", text("weights.csv", "0/1"));
        assertThat(weighted.err()).isEmpty();
        assertThat(weighted.exitCode()).isZero();
    }

    @Test
    void labelsOfEveryTypeAreRead() throws IOException {
        Path points = text("x.csv", "1.5/2.5/3.5");
        NpyArray[] types = {NpyArray.of(new int[] {0, 1, 1}, 3), NpyArray.of(new long[] {0, 1, 1}, 3, 1),
                NpyArray.of(new float[] {0, 1, 1}, 3), NpyArray.of(new double[] {0, 1, 1}, 3)};
        for (NpyArray labels : types) {
            Path file = folder.resolve("labels.npy");
            Npy.write(file, labels);
            JsonNode json = Ran.lap("gap", points, points, "--labels", file, "--json").json();
            assertThat(json.get("samples_classes")).extracting(JsonNode::asInt).containsExactly(1, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exact", "sliced", "gaussian"})
    void wholeNumbersArePoints(String method) throws IOException {
        Path whole = folder.resolve("whole.npy");
        Path broken = folder.resolve("broken.npy");
        Npy.write(whole, NpyArray.of(new int[] {0, 0, 3, 4, -5, 2}, 3, 2));
        Npy.write(broken, NpyArray.of(new double[] {0, 0, 3, 4, -5, 2}, 3, 2));
        Path other = text("other.csv", "1.5 2/0 7/0 0");

        assertThat(Ran.lap("w2", whole, other, "--method", method).out())
                .isEqualTo(Ran.lap("w2", broken, other, "--method", method).out()).isNotEmpty();
    }

    @Test
    void slicedTransportOfLargeCoordinatesIsFiniteOrSaysWhyNot() throws IOException {
        Path a = text("a.csv", "1e100 0/2e100 1e100/0 0");
        Path b = text("b.csv", "0 3e100/1e100 1e100/5e100 0");
        Path small = text("c.csv", "1 0/2 1/0 0");
        Path smallB = text("d.csv", "0 3/1 1/5 0");

        JsonNode json = Ran.lap("w2", a, b, "--method", "sliced", "--json").json();
        JsonNode expected = Ran.lap("w2", small, smallB, "--method", "sliced", "--json").json();
        for (String end : new String[] {"value", "low", "high"}) {
            double scaled = json.get("sliced_w2").get(end).asDouble() / 1e100;
            assertThat(Math.abs(scaled / expected.get("sliced_w2").get(end).asDouble() - 1)).as(end).isLessThan(1e-9);
        }
        Path huge = text("huge.csv", "1e200 0/2e200 1e200/0 0");
        Ran ran = Ran.lap("w2", huge, b, "--method", "sliced");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("overflow double precision: scale the points down");
    }
}
