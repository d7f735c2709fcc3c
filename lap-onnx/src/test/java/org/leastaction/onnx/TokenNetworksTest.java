package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.NamedInputs.NamedInput;
import org.leastaction.flow.NamedInputs.Particle;
import org.leastaction.flow.RoleReasons;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Transformers with masks against PyTorch's hooks; {@code golden/token_networks.py} writes the networks and states. */
class TokenNetworksTest {

    private static final double CLOSE = 1e-4;
    private static final Execution ONE_THREAD = new Execution(1, "cpu");

    @ParameterizedTest
    @CsvSource({"bert, SAMPLE", "bert, TOKEN", "bert, CLASS", "bert, MEAN", "bert_states, SAMPLE", "bert_states, MEAN",
            "gpt, SAMPLE", "gpt, TOKEN", "gpt, MEAN", "gpt_alone, SAMPLE", "gpt_alone, TOKEN", "vit, SAMPLE",
            "vit, CLASS", "vit, MEAN", "vit, TOKEN", "t5, SAMPLE", "t5, TOKEN", "t5, MEAN"})
    void statesCostsAndScoresAreThoseOfPyTorch(String name, Particle particle) throws IOException {
        GoldenTokens golden = GoldenTokens.of(name, name);
        try (FlowModel flow = golden.open(particle)) {
            assertThat(flow.shape().blocks()).as("blocks").isEqualTo(golden.states() - 1);
            int token = particle == Particle.TOKEN ? 1 : 0;
            FloatPoints rows = rows(golden, flow, token);
            GoldenNetworks.assertClose(name + ": encoded", flow.encode(rows), golden.particles(0, particle, token),
                    CLOSE);
            List<Integer> seen = new ArrayList<>();
            Optional<FloatPoints> answers = flow.pass(rows, 2, (row, step) -> {
                int k = step.block();
                FloatPoints from = golden.particles(k, particle, token).rows(row, row + step.size());
                FloatPoints to = golden.particles(k + 1, particle, token).rows(row, row + step.size());
                GoldenNetworks.assertClose(name + ": start of block " + k, step.shortcut(), from, CLOSE);
                GoldenNetworks.assertClose(name + ": end of block " + k, step.output(), to, CLOSE);
                seen.add(k);
            });
            assertThat(seen).hasSize(3 * (golden.states() - 1));
            assertCosts(golden, flow.role(BlockCosts.class).orElseThrow().costs(rows, 2), particle, token);
            if (golden.arrays().containsKey("logits")) {
                FloatPoints expected = golden.scores();
                GoldenNetworks.assertClose(name + ": answers", answers.orElseThrow(), expected, CLOSE);
                GoldenNetworks.assertClose(name + ": scores", flow.scores(rows), expected, CLOSE);
            } else {
                assertThat(answers).isEmpty();
            }
        }
    }

    private static FloatPoints rows(GoldenTokens golden, FlowModel flow, int token) {
        FloatPoints rows = golden.rows(flow.role(NamedInputs.class).orElseThrow(), token);
        if (flow.shape().input().size() < 3) {
            return rows;
        }
        return new GoldenNetworks(GoldenNetworks.file("tokens/" + golden.network() + ".onnx"),
                Map.of("input", golden.arrays().get("pixel_values"))).inputs();
    }

    private static void assertCosts(GoldenTokens golden, FlowCosts costs, Particle particle, int token) {
        for (int k = 0; k + 1 < golden.states(); k++) {
            for (int i = 0; i < golden.size(); i++) {
                double squared = golden.cost(k, i, particle, token);
                assertThat(costs.blocks().get(i, k)).as("cost of sample %d in block %d", i, k)
                        .isCloseTo(squared, Offset.offset(CLOSE * Math.max(1, squared)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"bert, SAMPLE", "bert, MEAN", "bert, CLASS", "gpt, SAMPLE", "gpt, MEAN"})
    void morePaddingChangesNoNumber(String name, Particle particle) throws IOException {
        GoldenTokens golden = GoldenTokens.of(name, name);
        GoldenTokens longer = GoldenTokens.of(name, name + "_longer");
        assertThat(longer.tokens()).isGreaterThan(golden.tokens());
        try (FlowModel one = golden.open(particle); FlowModel other = longer.open(particle)) {
            FloatPoints rows = rows(golden, one, 0);
            FloatPoints moreRows = rows(longer, other, 0);
            FlowCosts costs = one.role(BlockCosts.class).orElseThrow().costs(rows, 8);
            FlowCosts more = other.role(BlockCosts.class).orElseThrow().costs(moreRows, 8);
            for (int i = 0; i < golden.size(); i++) {
                for (int k = 0; k < one.shape().blocks(); k++) {
                    assertThat(more.blocks().get(i, k)).isCloseTo(costs.blocks().get(i, k),
                            Percentage.withPercentage(0.01));
                }
                for (int j = 0; j < golden.size(); j++) {
                    assertThat(squaredDistance(other.encode(moreRows), i, j)).as("distance of %d and %d", i, j)
                            .isCloseTo(squaredDistance(one.encode(rows), i, j),
                                    Offset.offset(1e-4));
                }
            }
            GoldenNetworks.assertClose(name + ": scores", other.scores(moreRows), one.scores(rows), CLOSE);
        }
    }

    private static double squaredDistance(FloatPoints points, int i, int j) {
        double sum = 0;
        for (int c = 0; c < points.dimension(); c++) {
            sum += Math.pow(points.get(i, c) - points.get(j, c), 2);
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"bert, SAMPLE, 2", "gpt, MEAN, 2", "gpt_alone, SAMPLE, 2", "t5, SAMPLE, 3"})
    void attentionsAndNetworkAreOneBlockOfALayer(String name, Particle particle, int branches) throws IOException {
        GoldenTokens golden = GoldenTokens.of(name, name);
        try (FlowModel flow = golden.open(particle, BlockChoice.layers())) {
            assertThat(flow.shape().blocks()).isEqualTo(2);
            flow.pass(rows(golden, flow, 0), 8, (row, step) -> {
                GoldenNetworks.assertClose(name + ": start", step.shortcut(),
                        golden.particles(branches * step.block(), particle, 0), CLOSE);
                GoldenNetworks.assertClose(name + ": end", step.output(),
                        golden.particles(branches * step.block() + branches, particle, 0), CLOSE);
            });
        }
    }

    /** A softmax that weighs experts is no attention. */
    @Test
    void anMlpOfWeightedExpertsIsInTheLayerOfItsAttention() throws IOException {
        GoldenTokens golden = GoldenTokens.of("experts", "experts");
        try (FlowModel flow = new OnnxInspector().open(GoldenNetworks.file("tokens/experts.onnx"),
                ReadingOptions.of(BlockChoice.layers()), ONE_THREAD)) {
            NpyArray x = golden.arrays().get("x");
            List<Integer> seen = new ArrayList<>();
            flow.pass(FloatPoints.wrap(x.floats(), golden.size(), x.size() / golden.size()), 8, (row, step) -> {
                seen.add(step.block());
                GoldenNetworks.assertClose("end", step.output(),
                        golden.particles(step.block() + 1, Particle.SAMPLE, 0), CLOSE);
            });
            assertThat(seen).containsExactly(0, 1);
        }
    }

    /** The tower has as many channels as the text has tokens. */
    @Test
    void theMaskOfATextLeavesThePicturesStatesAsTheyAre() throws IOException {
        GoldenTokens golden = GoldenTokens.of("text_and_picture", "text_and_picture");
        try (FlowModel flow = golden.open(Particle.SAMPLE)) {
            assertThat(flow.shape().blocks()).isEqualTo(3);
            FloatPoints rows = rows(golden, flow, 0);
            assertCosts(golden, flow.role(BlockCosts.class).orElseThrow().costs(rows, 2), Particle.SAMPLE, 0);
            assertThat(flow.role(NamedInputs.class).orElseThrow().mask()).isEmpty();
        }
    }

    @Test
    void paddingInPlaceOfTheClassTokenIsRefused() throws IOException {
        GoldenTokens golden = GoldenTokens.of("bert", "bert");
        try (FlowModel flow = golden.open(Particle.CLASS)) {
            NamedInputs inputs = flow.role(NamedInputs.class).orElseThrow();
            FloatPoints rows = golden.rows(inputs, 0);
            rows.array()[inputs.dimension() + inputs.column(inputs.mask().orElseThrow())] = 0;
            assertThatThrownBy(() -> flow.encode(rows)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "the first token of sample 1 is padding in 'attention_mask'; the particle 'class' is the"
                                    + " first token, so padding must be at the end");
        }
    }

    /** The network of bert, whose mask has a name that does not tell what 1 marks. */
    @Test
    void theDataTellWhatAPaddingMaskMarks(@TempDir Path folder) throws IOException {
        GoldenTokens golden = GoldenTokens.of("bert", "bert");
        Path file = folder.resolve("bert.onnx");
        Files.writeString(file, Files.readString(GoldenNetworks.file("tokens/bert.onnx"), StandardCharsets.ISO_8859_1)
                .replace("attention_mask", "token_pad_mask"), StandardCharsets.ISO_8859_1);
        ReadingOptions options = ReadingOptions.defaults().withInputShape(List.of(golden.tokens()));
        assertThatThrownBy(() -> new OnnxInspector().open(file, options, ONE_THREAD)).isInstanceOf(IOException.class)
                .hasMessageContaining("1 in its input 'token_pad_mask' may mark tokens, as in Keras, or padding");
        try (FlowModel one = golden.open(Particle.SAMPLE);
                FlowModel other = new OnnxInspector().open(file,
                        options.withMasks(Map.of("token_pad_mask", NamedInputs.Kind.MASK)), ONE_THREAD)) {
            FloatPoints rows = rows(golden, one, 0);
            assertCosts(golden, other.role(BlockCosts.class).orElseThrow().costs(rows, 2), Particle.SAMPLE, 0);
        }
    }

    /** Samplers whose Euler steps are blocks, and the body of a recurrent network. */
    @ParameterizedTest
    @CsvSource({"sampler, 4", "sampler_conditioned, 4", "recurrent, 5"})
    void everyStepOfAnUnrolledBodyIsABlock(String name, int steps) throws IOException {
        Map<String, NpyArray> arrays = Npz.read(GoldenNetworks.file("tokens/" + name + ".npz"));
        try (FlowModel flow = new OnnxInspector().open(GoldenNetworks.file("tokens/" + name + ".onnx"),
                ReadingOptions.defaults(), ONE_THREAD)) {
            assertThat(flow.shape().blocks()).isEqualTo(steps);
            assertThat(flow.shape().classes()).isZero();
            NamedInputs inputs = flow.role(NamedInputs.class).orElseThrow();
            int n = arrays.get("state_0").shape().get(0);
            float[] rows = new float[n * inputs.dimension()];
            for (NamedInput input : inputs.inputs()) {
                float[] numbers = arrays.get(input.name()).floats();
                for (int j = 0; j < numbers.length; j++) {
                    rows[j / input.dimension() * inputs.dimension() + inputs.column(input)
                            + j % input.dimension()] = numbers[j];
                }
            }
            List<Integer> seen = new ArrayList<>();
            flow.pass(FloatPoints.wrap(rows, n, inputs.dimension()), 8, (row, step) -> {
                seen.add(step.block());
                GoldenNetworks.assertClose(name + ": start of step " + step.block(), step.shortcut(),
                        state(arrays, step.block()), CLOSE);
                GoldenNetworks.assertClose(name + ": end of step " + step.block(), step.output(),
                        state(arrays, step.block() + 1), CLOSE);
            });
            assertThat(seen).hasSize(steps);
        }
    }

    private static FloatPoints state(Map<String, NpyArray> arrays, int k) {
        NpyArray state = arrays.get("state_" + k);
        return FloatPoints.wrap(state.floats(), state.shape().get(0), state.shape().get(1));
    }

    @Test
    void networksWithoutAttentionHaveNoLayers() {
        assertThatThrownBy(() -> new OnnxInspector().inspect(GoldenNetworks.file("plane.onnx"), BlockChoice.layers()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("has an attention");
    }

    /** A decoder without a mask is a map of its state: everything works, with derivatives. */
    @Test
    void withoutAMaskAStateDeterminesItsPath() throws IOException {
        GoldenTokens golden = GoldenTokens.of("gpt_alone", "gpt_alone");
        try (FlowModel flow = golden.open(Particle.SAMPLE)) {
            FloatPoints end = flow.transport(flow.encode(rows(golden, flow, 0)), step -> {});
            GoldenNetworks.assertClose("end", end, golden.particles(golden.states() - 1, Particle.SAMPLE, 0), CLOSE);
            assertThat(flow.role(JacobianProducts.class)).isPresent();
        }
    }

    @Test
    void aMaskedStateDoesNotDetermineItsPathAndTheModelSaysSo() throws IOException {
        GoldenTokens golden = GoldenTokens.of("bert", "bert");
        try (FlowModel flow = golden.open(Particle.SAMPLE)) {
            FloatPoints encoded = flow.encode(rows(golden, flow, 0));
            assertThatThrownBy(() -> flow.transport(encoded, step -> {}))
                    .isInstanceOf(UnsupportedOperationException.class).hasMessageContaining("other inputs or tokens");
            assertThat(flow.role(JacobianProducts.class)).isEmpty();
            assertThat(RoleReasons.of(flow, JacobianProducts.class, "none")).contains("other inputs or tokens");
        }
    }

    @Test
    void inspectListsTheInputsWithTheirTypesAndFreeExtents() throws IOException {
        FlowCut cut = new OnnxInspector().inspect(GoldenNetworks.file("tokens/bert.onnx"), ReadingOptions.defaults());

        assertThat(cut.inputs()).extracting(NamedInput::name)
                .containsExactly("input_ids", "attention_mask", "token_type_ids");
        assertThat(cut.inputs()).extracting(NamedInput::type).containsOnly("int64");
        assertThat(cut.inputs()).extracting(NamedInput::shape).containsOnly(List.of(-1));
        assertThat(cut.blocks()).isEqualTo(4);
    }

    @Test
    void freeLengthsAreNamedWhereNothingFixesThem() {
        assertThatThrownBy(() -> new OnnxInspector().open(GoldenNetworks.file("tokens/bert.onnx"),
                ReadingOptions.defaults(), ONE_THREAD)).isInstanceOf(IOException.class)
                .hasMessageContaining("input_ids [n, free], attention_mask [n, free], token_type_ids [n, free]")
                .hasMessageContaining("--data FILE.npz");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "input_ids      | 40 | number 0 of 'input_ids' of sample 0 is 40; it takes whole numbers from 0 to 39",
            "input_ids      | 1.5 | number 0 of 'input_ids' of sample 0 is 1.5; it takes whole numbers from 0 to 39",
            "token_type_ids | 2 | number 0 of 'token_type_ids' of sample 0 is 2; it takes whole numbers from 0 to 1",
            "attention_mask | 2 | number 0 of 'attention_mask' of sample 0 is 2; it takes 1 for a token and 0 for"
                    + " padding"})
    void numbersThatAnInputDoesNotTakeAreNamed(String input, float number, String message) throws IOException {
        GoldenTokens golden = GoldenTokens.of("bert", "bert");
        try (FlowModel flow = golden.open(Particle.SAMPLE)) {
            NamedInputs inputs = flow.role(NamedInputs.class).orElseThrow();
            FloatPoints rows = golden.rows(inputs, 0);
            NamedInput named = inputs.inputs().stream().filter(one -> one.name().equals(input)).findFirst()
                    .orElseThrow();
            rows.array()[inputs.column(named)] = number;
            assertThatThrownBy(() -> flow.encode(rows)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
    }
}
