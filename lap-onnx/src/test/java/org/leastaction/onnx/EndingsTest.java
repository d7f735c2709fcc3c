package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowCut.CutModel;
import org.leastaction.flow.inspection.FlowCut.CutOutput;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.io.InputFileException;
import org.leastaction.onnx.proto.ModelBuilder;
import org.leastaction.points.FloatPoints;

/** The probabilities of networks with many endings, against PyTorch's. */
class EndingsTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");
    private static final int MANY = 10_000;

    @TempDir
    Path folder;

    private final OnnxInspector inspector = new OnnxInspector();

    @ParameterizedTest
    @CsvSource({
            "end_logits,                LOGITS,      4",
            "end_one_pixel,             LOGITS,     10",
            "end_last_axis,             LOGITS,      4",
            "end_softmax_old,           SOFTMAX,     4",
            "end_log_softmax,           LOG_SOFTMAX, 4",
            "end_sigmoid,               SIGMOID,     4",
            "end_one_sigmoid,           SIGMOID,     2",
            "end_one_logit,             LOGITS,      2",
            "end_clipped_softmax,       UNDECIDED,   4",
            "end_logarithm_of_softmax,  UNDECIDED,   4",
            "end_mean_of_softmaxes,     UNDECIDED,   4",
            "end_tempered,              UNDECIDED,   4",
            "end_argmax,                LOGITS,      4",
            "end_argmax_beside_logits,  LOGITS,      4"})
    void answersAreTheProbabilitiesThatPyTorchMeans(String name, Ending ending, int classes) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of("io/" + name);
        assertThat(inspector.inspect(golden.model(), ReadingOptions.defaults()).ending()).as(name).isEqualTo(ending);
        FloatPoints expected = golden.points("probabilities");
        try (FlowModel model = inspector.open(golden.model(), ReadingOptions.defaults(), ONE_THREAD)) {
            assertThat(model.shape().classes()).as("classes of %s", name).isEqualTo(classes);
            FloatPoints inputs = golden.inputs();
            FloatPoints parts = model.classify(model.transport(model.encode(inputs), step -> {}));
            FloatPoints pass = model.pass(inputs, 2, BatchObserver.NONE).orElseThrow();
            FloatPoints costs = model.role(BlockCosts.class).orElseThrow().costs(inputs, 2).logProbabilities()
                    .orElseThrow();
            for (FloatPoints answers : new FloatPoints[] {parts, pass, costs}) {
                GoldenNetworks.assertClose(name + ": probabilities", exponentials(answers), expected);
            }
        }
    }

    /** A sampler moves points of the plane; whole numbers that are not the result of an argmax are not classes. */
    @ParameterizedTest
    @ValueSource(strings = {"end_sampler", "end_whole_numbers"})
    void whatTellsNoClassesApartHasNone(String name) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of("io/" + name);
        try (FlowModel model = inspector.open(golden.model(), ReadingOptions.defaults(), ONE_THREAD)) {
            assertThat(model.shape().classes()).as(name).isZero();
            assertThat(model.pass(golden.inputs(), 4, BatchObserver.NONE)).isEmpty();
            assertThat(model.shape().blocks()).isEqualTo(2);
        }
    }

    @Test
    void numbersBetween0And1AreAskedFor() throws IOException {
        GoldenNetworks golden = GoldenNetworks.of("io/end_between_0_and_1");
        assertThatThrownBy(() -> inspector.open(golden.model(), ReadingOptions.defaults(), ONE_THREAD))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("--ending probabilities, --ending logits or --ending points");
        ReadingOptions points = ReadingOptions.defaults().withEnding(Ending.POINTS);
        try (FlowModel model = inspector.open(golden.model(), points, ONE_THREAD)) {
            assertThat(model.shape().classes()).isZero();
        }
        ReadingOptions probabilities = ReadingOptions.defaults().withEnding(Ending.PROBABILITIES);
        try (FlowModel model = inspector.open(golden.model(), probabilities, ONE_THREAD)) {
            double sum = 0;
            for (float value : model.pass(golden.inputs().rows(0, 1), 1, BatchObserver.NONE).orElseThrow().toArray()) {
                sum += Math.exp(value);
            }
            assertThat(sum).isCloseTo(1, within(1e-6));
        }
    }

    /**
     * An output whose name says that it holds class scores comes before others, then one with the shape of class
     * scores, then the deepest; which one is used is always reported.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "end_features_then_logits     | features [free, 4], logits [free, 5]         | logits        | features",
            "end_embedding_then_scores    | image_embeds [free, 4], scores [free, 4]     | scores        | image_embeds",
            "end_argmax_beside_logits     | choice [free], logits [free, 4]              | logits        | choice",
            "end_value_and_moves          | first [free, 1], second [free, 7]            | second        | first",
            "end_wins_and_policy          | wins [free, 3], policy [free, 7]             | policy        | wins",
            "end_auxiliary                | aux_logits [free, 5], logits [free, 5]       | logits        | aux_logits",
            "end_logits_and_probabilities | probabilities [free, 5], other [free, 5]     | probabilities | other",
            "end_scales                   | c2 [free, 4, 8, 8], c3 [free, 4, 4, 4]       | c3            | c2"})
    void oneOfSeveralOutputsIsUsedAndReported(String name, String outputs, String used, String other)
            throws IOException {
        Path file = GoldenNetworks.file("io/" + name + ".onnx");
        for (ReadingOptions options : List.of(ReadingOptions.defaults(), ReadingOptions.defaults().withOutput(other))) {
            String expected = options.output().orElse(used);
            FlowCut cut = inspector.inspect(file, options);
            assertThat(cut.output()).as("output of %s", name).isEqualTo(expected);
            assertThat(cut.remarks()).containsExactly("the network has the outputs " + outputs + "; '" + expected
                    + "' is used, --output NAME selects another");
        }
        try (FlowModel model = inspector.open(file, ReadingOptions.defaults(), ONE_THREAD)) {
            FlowCut cut = model.role(CutModel.class).orElseThrow().cut();
            assertThat(cut.output()).isEqualTo(used);
            assertThat(cut.remarks()).hasSize(1);
        }
        assertThat(inspector.inspect(GoldenNetworks.file("io/end_logits.onnx"), ReadingOptions.defaults()).remarks())
                .isEmpty();
    }

    /** A head that leaves the network early, or at another scale, is the end of another flow. */
    @ParameterizedTest
    @CsvSource({
            "end_auxiliary, logits,     2, 5",
            "end_auxiliary, aux_logits, 1, 5",
            "end_scales,    c3,         2, 0",
            "end_scales,    c2,         1, 0"})
    void theFlowEndsAtTheChosenHead(String name, String output, int blocks, int classes) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of("io/" + name);
        try (FlowModel model =
                inspector.open(golden.model(), ReadingOptions.defaults().withOutput(output), ONE_THREAD)) {
            assertThat(model.shape().blocks()).isEqualTo(blocks);
            assertThat(model.shape().classes()).isEqualTo(classes);
            FloatPoints encoded = model.encode(golden.inputs());
            GoldenNetworks.assertClose(name + ": encoded", encoded, golden.points("start"));
            model.transport(encoded, step -> GoldenNetworks.assertClose(name + ": block " + step.block(),
                    step.output(), golden.points("output_" + step.block())));
        }
    }

    @Test
    void outputsThatMayAllHoldTheScoresAreNamedAndOneIsAskedFor() throws IOException {
        Path file = GoldenNetworks.file("io/end_two_unnamed.onnx");
        assertThatThrownBy(() -> inspector.open(file, ReadingOptions.defaults(), ONE_THREAD))
                .isInstanceOf(InputFileException.class)
                .hasMessage(file + ": has the outputs first [free, 4], second [free, 4], of which 'first' and 'second'"
                        + " may hold the class scores; --output NAME selects one");
        assertThat(inspector.inspect(file, ReadingOptions.defaults()).remarks()).singleElement().asString()
                .endsWith("of which 'first' and 'second' may hold the class scores; --output NAME selects one");
        try (FlowModel model = inspector.open(file, ReadingOptions.defaults().withOutput("second"), ONE_THREAD)) {
            assertThat(model.shape().classes()).isEqualTo(4);
        }
    }

    @Test
    void allOutputsAreListedAndOneIsChosen() throws IOException {
        Path file = GoldenNetworks.file("io/end_features_then_logits.onnx");
        FlowCut first = inspector.inspect(file, ReadingOptions.defaults());
        assertThat(first.outputs()).containsExactly(
                new CutOutput("features", List.of(-1, 4)), new CutOutput("logits", List.of(-1, 5)));
        FlowCut chosen = inspector.inspect(file, ReadingOptions.defaults().withOutput("features"));
        assertThat(chosen.output()).isEqualTo("features");
        assertThat(chosen.outputShape()).containsExactly(4);
        assertThatThrownBy(() -> inspector.inspect(file, ReadingOptions.defaults().withOutput("nothing")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the network has no output 'nothing'; it has features [free, 4], logits [free, 5]");
    }

    @Test
    void anEndingThatDoesNotFitIsRefused() {
        Path file = GoldenNetworks.file("io/end_logits.onnx");
        assertThatThrownBy(() -> ReadingOptions.defaults().withEnding(Ending.SOFTMAX))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("logits, probabilities");
        assertThat(Arrays.stream(Ending.values()).filter(Ending::isChoice)).allSatisfy(
                ending -> assertThat(inspector.inspect(file, ReadingOptions.defaults().withEnding(ending)).ending())
                        .isEqualTo(ending));
    }

    /** A number for the quality, beside the scores of the classes, is no score of a class. */
    @ParameterizedTest
    @CsvSource({"1", "-1"})
    void aSingleNumberIsNotTakenForItsName(long last) throws IOException {
        long[] single = last < 0 ? new long[] {-1} : new long[] {-1, last};
        Path file = residual().output("output", -1, 5).output("quality_score", single)
                .floats("five", new float[20], 4, 5).floats("one", new float[4], 4, 1).integers("flat", -1)
                .node("MatMul", "y five -> output").node("MatMul", "y one -> q")
                .node(last < 0 ? "Reshape" : "Identity", last < 0 ? "q flat -> quality_score" : "q -> quality_score")
                .write(folder.resolve("quality.onnx"));
        assertThat(inspector.inspect(file, ReadingOptions.defaults()).output()).isEqualTo("output");
        assertThat(inspector.inspect(file, ReadingOptions.defaults().withOutput("quality_score")).output())
                .isEqualTo("quality_score");
    }

    /** Without another output that may hold the scores, a single number is one. */
    @Test
    void aSingleScoreBesideAFeatureMapIsUsed() throws IOException {
        Path file = residual().output("map", -1, 2, 2).output("score", -1, 1)
                .floats("one", new float[4], 4, 1).integers("square", -1, 2, 2)
                .node("MatMul", "y one -> score").node("Reshape", "y square -> map")
                .write(folder.resolve("score.onnx"));
        assertThat(inspector.inspect(file, ReadingOptions.defaults()).output()).isEqualTo("score");
    }

    @Test
    void anOutputThatIsListedTwiceIsNoRivalOfItself() throws IOException {
        Path file = residual().output("logits", -1, 5).output("logits", -1, 5)
                .floats("five", new float[20], 4, 5).node("MatMul", "y five -> logits")
                .write(folder.resolve("twice.onnx"));
        try (FlowModel model = inspector.open(file, ReadingOptions.defaults(), ONE_THREAD)) {
            assertThat(model.shape().classes()).isEqualTo(5);
        }
        try (FlowModel model =
                inspector.open(file, ReadingOptions.defaults().withOutput("logits"), ONE_THREAD)) {
            assertThat(model.shape().classes()).isEqualTo(5);
        }
    }

    /** Choosing takes time in proportion to the operations; messages name a few outputs. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "score  | 4 | may hold the class scores",
            "output | 4 | may hold the class scores",
            "output | 0 | more than"})
    @Timeout(60)
    void manyOutputsAreRefusedSoon(String name, long extent, String reason) throws IOException {
        ModelBuilder builder = residual();
        for (int i = 0; i < MANY; i++) {
            builder.node("Relu", "y -> " + name + i).output(name + i,
                    extent == 0 ? new long[] {} : new long[] {-1, extent});
        }
        Path file = builder.write(folder.resolve("many.onnx"));
        assertThatThrownBy(() -> inspector.open(file, ReadingOptions.defaults(), ONE_THREAD))
                .isInstanceOf(InputFileException.class).hasMessageContaining(reason)
                .hasMessageContaining("--output NAME")
                .satisfies(refused -> assertThat(refused.getMessage().length()).isLessThan(1000));
        try (FlowModel model = inspector.open(file, ReadingOptions.defaults().withOutput(name + 7), ONE_THREAD)) {
            assertThat(model.shape().blocks()).isEqualTo(1);
        }
    }

    /** Of four numbers, one block. */
    private static ModelBuilder residual() {
        return new ModelBuilder().input("x", -1, 4).node("Tanh", "x -> v").node("Add", "x v -> y");
    }

    private static FloatPoints exponentials(FloatPoints logarithms) {
        float[] values = logarithms.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.exp(values[i]);
        }
        return FloatPoints.wrap(values, logarithms.size(), logarithms.dimension());
    }
}
