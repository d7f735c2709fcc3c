package org.leastaction.bench.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.bench.data.array.NamedArrays.NamedRows;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.NamedInputs.Kind;
import org.leastaction.flow.NamedInputs.NamedInput;
import org.leastaction.io.InputFileException;
import org.leastaction.io.damage.DamagedFiles;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Arrays by the names of a network's inputs: what is read, and what is refused by which sentence. */
class NamedArraysTest {

    private static final NamedInput IDS = new NamedInput("input_ids", "int64", List.of(3), Kind.WHOLE_NUMBERS, 0, 9);
    private static final NamedInput MASK = new NamedInput("attention_mask", "int64", List.of(3), Kind.MASK, 0, 1);
    private static final NamedInput TIME = new NamedInput("time", "float32", List.of(1), Kind.NUMBERS, 0, 0);
    private static final NamedInputs INPUTS = new NamedInputs(List.of(IDS, MASK, TIME));

    @TempDir
    private Path folder;

    private static Map<String, NpyArray> arrays() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("attention_mask", NpyArray.of(new int[] {1, 1, 1, 0, 1, 0, 0, 0}, 2, 4));
        arrays.put("input_ids", NpyArray.of(new long[] {5, 6, 7, 0, 8, 0, 0, 0}, 2, 4));
        arrays.put("time", NpyArray.of(new float[] {0.5f, -1}, 2, 1));
        arrays.put("labels", NpyArray.of(new int[] {1, 0}, 2));
        return arrays;
    }

    private static Map<String, NpyArray> with(String name, NpyArray array) {
        Map<String, NpyArray> arrays = arrays();
        arrays.put(name, array);
        return arrays;
    }

    private static Map<String, NpyArray> without(String name) {
        Map<String, NpyArray> arrays = arrays();
        arrays.remove(name);
        return arrays;
    }

    private NamedArrays file(Map<String, NpyArray> arrays) throws IOException {
        Path file = folder.resolve("sentences.npz");
        Files.deleteIfExists(file);
        Npz.write(file, arrays);
        return new NamedArrays(file);
    }

    @Test
    void rowsHoldTheInputsOneAfterAnotherWithoutPaddingAtTheEndOfAll() throws IOException {
        Map<String, NpyArray> arrays =
                with("attention_mask", NpyArray.of(new int[] {1, 1, 0, 0, 1, 1, 1, 0}, 2, 4));
        NamedRows rows = file(arrays).rows(INPUTS, true);

        assertThat(rows.points().toArray()).containsExactly(5, 6, 7, 1, 1, 0, 0.5f, 8, 0, 0, 1, 1, 1, -1);
        assertThat(rows.labels()).containsExactly(1, 0);
        assertThat(file(arrays).forms().shapes()).containsEntry("input_ids", List.of(3))
                .containsEntry("attention_mask", List.of(3)).containsEntry("time", List.of(1));
    }

    @Test
    void aRowForEachTokenThatIsNotPadding() throws IOException {
        NamedInput token =
                new NamedInput(NamedInputs.TOKEN, "int64", List.of(1), Kind.WHOLE_NUMBERS, 0, 2);
        NamedInputs inputs = new NamedInputs(List.of(IDS, MASK, TIME, token));
        Map<String, NpyArray> arrays =
                with("attention_mask", NpyArray.of(new int[] {1, 1, 0, 0, 0, 1, 1, 0}, 2, 4));
        NamedRows rows = NamedArrays.tokens(file(arrays).rows(inputs, true), inputs,
                labels -> IntStream.range(1, labels.length).toArray());

        assertThat(IntStream.range(0, rows.points().size()).mapToObj(i -> rows.points().get(i, 0) + " "
                + rows.points().get(i, 7))).containsExactly("5.0 1.0", "8.0 1.0", "8.0 2.0");
        assertThat(rows.labels()).containsExactly(1, 0, 0);
    }

    static List<Arguments> files() {
        NamedInput x = new NamedInput("x", "int64", List.of(3), Kind.WHOLE_NUMBERS, 0, 9);
        NamedInputs withX = new NamedInputs(List.of(x, MASK));
        NamedInputs onlyX = new NamedInputs(List.of(x));
        return List.of(
                Arguments.of(List.of("input_ids", "attention_mask", "time"), INPUTS, true, true),
                Arguments.of(List.of("x", "attention_mask"), withX, true, true),
                Arguments.of(List.of("x", "attention_mask", "labels"), withX, true, true),
                Arguments.of(List.of("x", "y"), onlyX, false, false),
                Arguments.of(List.of("x", "y", "groups"), INPUTS, true, false),
                Arguments.of(List.of("x_test", "y_test", "attention_mask"), withX, false, false));
    }

    /** An input may be called x, which is otherwise the name of points. */
    @ParameterizedTest
    @MethodSource("files")
    void arraysNamedXArePointsUnlessXIsOneOfSeveralInputs(List<String> names, NamedInputs inputs, boolean possible,
            boolean one) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        names.forEach(name -> arrays.put(name, NpyArray.of(new int[2], 2)));
        Path path = file(arrays).file();

        assertThat(NamedArrays.mayBeOne(path)).isEqualTo(possible);
        assertThat(NamedArrays.isOne(path, inputs)).isEqualTo(one);
    }

    @Test
    void arraysOfOtherTokensOfTheSameLengthKeepTheirColumns() throws IOException {
        NpyArray others = NpyArray.of(new long[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 4);

        assertThat(file(with("decoder_input_ids", others)).forms().shapes()).containsEntry("input_ids", List.of(3))
                .containsEntry("decoder_input_ids", List.of(4));
        assertThat(file(with("target_ids", others)).forms().shapes()).containsEntry("target_ids", List.of(4))
                .containsEntry("input_ids", List.of(4)).containsEntry("attention_mask", List.of(4));
        assertThat(file(with("regions", NpyArray.of(new float[] {0, 1, 2, 3, 0, 1, 2, 4}, 2, 4, 1))).forms().shapes())
                .containsEntry("regions", List.of(4, 1));
        assertThat(file(with("token_mask", NpyArray.of(new int[] {1, 1, 1, 1, 1, 1, 1, 1}, 2, 4))).forms().shapes())
                .containsEntry("token_mask", List.of(4));
    }

    static List<Arguments> paddingMasks() {
        return List.of(
                Arguments.of("a sample without padding", new int[] {1, 1, 1, 1, 1, 0, 0, 0}, List.of(Kind.MASK)),
                Arguments.of("the same", new int[] {0, 0, 0, 0, 0, 1, 1, 1}, List.of(Kind.PADDING_MASK)),
                Arguments.of("ids", new int[] {1, 1, 1, 0, 1, 0, 0, 0}, List.of(Kind.MASK)),
                Arguments.of("ids", new int[] {0, 0, 0, 1, 0, 1, 1, 1}, List.of(Kind.PADDING_MASK)),
                Arguments.of("both", new int[] {1, 1, 1, 1, 0, 0, 0, 0}, List.of()),
                Arguments.of("no ids are alike", new int[] {1, 1, 0, 0, 0, 0, 1, 1}, List.of()));
    }

    @ParameterizedTest
    @MethodSource("paddingMasks")
    void theNumbersTellWhatAPaddingMaskMarks(String by, int[] marks, List<Kind> kinds) throws IOException {
        Map<String, NpyArray> arrays = without("attention_mask");
        arrays.put("padding_mask", NpyArray.of(marks, 2, 4));

        assertThat(file(arrays).forms().masks().values()).as(by).containsExactlyElementsOf(kinds);
        assertThat(file(with("src_key_padding_mask", NpyArray.of(marks, 2, 4))).forms().masks()).isEmpty();
    }

    static List<Arguments> refused() {
        return List.of(
                Arguments.of(without("input_ids"), "has no array 'input_ids'; the network takes input_ids,"
                        + " attention_mask, time, and the file has attention_mask, time, labels"),
                Arguments.of(with("ids", NpyArray.of(new int[2], 2)), "has an array 'ids', which is no input of the"
                        + " network; it takes input_ids, attention_mask, time, and labels are named 'labels'"),
                Arguments.of(with("y", NpyArray.of(new int[2], 2)),
                        "has the arrays labels and y, which may both be labels; leave one of them in it"),
                Arguments.of(with("time", NpyArray.of(new float[2], 2)),
                        "'time' has the shape [2], and the network takes [n, 1]"),
                Arguments.of(with("time", NpyArray.of(new float[3], 3, 1)), "'time' has the shape [3, 1] of 3 samples,"
                        + " and 'input_ids' has 2; every array needs the same samples"),
                Arguments.of(with("input_ids", NpyArray.of(new float[8], 2, 4)),
                        "'input_ids' has numbers of type float32, and the network takes whole numbers (int64); in"
                                + " NumPy: .astype('int64')"),
                Arguments.of(with("input_ids", NpyArray.of(new long[] {5, 6, 7, 0, 8, 10, 0, 0}, 2, 4)),
                        "number 1 of 'input_ids' of sample 1 is 10; it takes whole numbers from 0 to 9"),
                Arguments.of(with("input_ids", NpyArray.of(new long[] {5, 6, (1L << 24) + 1, 0, 8, 0, 0, 0}, 2, 4)),
                        "number 2 of 'input_ids' of sample 0 is 1.6777217E7; whole numbers up to 2^24 = 16777216 can be"
                                + " read"),
                Arguments.of(with("attention_mask", NpyArray.of(new int[] {1, 2, 1, 0, 1, 0, 0, 0}, 2, 4)),
                        "number 1 of 'attention_mask' of sample 0 is 2; it takes 1 for a token and 0 for padding"),
                Arguments.of(with("attention_mask", NpyArray.of(new int[] {1, 1, 1, 0, 0, 0, 0, 0}, 2, 4)),
                        "'attention_mask' marks every token of sample 1 as padding; at least one token is needed"),
                Arguments.of(with("attention_mask", NpyArray.of(new int[] {1, 1, 0, 1, 1, 0, 0, 0}, 2, 4)),
                        "'input_ids' has the shape [2, 4], and the network takes [n, 3]"),
                Arguments.of(with("time", NpyArray.of(new float[] {1, Float.NaN}, 2, 1)),
                        "number 0 of 'time' of sample 1 is NaN; it takes finite numbers"),
                Arguments.of(with("labels", NpyArray.of(new int[] {1, -1}, 2)),
                        "label -1 of sample 1 in 'labels' is out of range"),
                Arguments.of(with("labels", NpyArray.of(new int[3], 3)),
                        "'labels' has the shape [3]; one label for each of the 2 samples is needed"));
    }

    /** Targets of a regression: real, negative, several for a sample. */
    @ParameterizedTest
    @MethodSource("targets")
    void labelsThatAreNotNeededAreLeftOutIfTheyAreNoClasses(NpyArray targets) throws IOException {
        NamedRows rows = file(with("labels", targets)).rows(INPUTS, false);

        assertThat(rows.labels()).isEmpty();
        assertThat(rows.remark()).contains("'labels' holds no classes; no measure uses it");
        assertThat(rows.select(new int[] {1}).points().size()).isEqualTo(1);
    }

    private static Stream<NpyArray> targets() {
        return Stream.of(NpyArray.of(new float[] {0.5f, 1}, 2), NpyArray.of(new int[] {1, -1}, 2),
                NpyArray.of(new int[4], 2, 2));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatDoesNotFitIsNamed(Map<String, NpyArray> arrays, String sentence) throws IOException {
        NamedArrays file = file(arrays);

        assertThatThrownBy(() -> file.rows(INPUTS, true)).isInstanceOf(InputFileException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void arraysWithoutSamplesAreRefused() throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("input_ids", NpyArray.of(new int[0], 0, 3));
        arrays.put("attention_mask", NpyArray.of(new int[0], 0, 3));
        arrays.put("time", NpyArray.of(new float[0], 0, 1));
        NamedArrays file = file(arrays);

        assertThatThrownBy(() -> file.rows(INPUTS, true)).isInstanceOf(InputFileException.class)
                .hasMessageContaining("at least one sample is needed");
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        NamedArrays file = file(arrays());

        DamagedFiles.of("npz of tokens", file.file(), Files.readAllBytes(file.file())).isReadOrRefused(() -> {
            file.forms().shapes();
            file.rows(INPUTS, true);
        });
    }
}
