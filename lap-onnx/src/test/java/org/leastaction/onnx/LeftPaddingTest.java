package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.NamedInputs.Particle;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;
import org.leastaction.points.FloatPoints;

/** Decoders with padding on the left, as for generation, against PyTorch's hooks. */
class LeftPaddingTest {

    private static final double CLOSE = 1e-4;
    private static final int BATCH = 2;

    /** Every token is chosen in turn where particles are tokens; of padding, only that nothing is refused. */
    @ParameterizedTest
    @CsvSource({"left, SAMPLE", "left, MEAN", "left, TOKEN", "left_opt, SAMPLE", "left_opt, MEAN", "left_opt, TOKEN"})
    void statesAndCostsAreThoseOfPyTorch(String name, Particle particle) throws IOException {
        GoldenTokens golden = GoldenTokens.of(name, name);
        try (FlowModel flow = golden.open(particle)) {
            assertThat(flow.shape().blocks()).isEqualTo(golden.states() - 1);
            for (int token = 0; token < (particle == Particle.TOKEN ? golden.tokens() : 1); token++) {
                assertStates(golden, flow, particle, token);
            }
        }
    }

    private static void assertStates(GoldenTokens golden, FlowModel flow, Particle particle, int token) {
        FloatPoints rows = golden.rows(flow.role(NamedInputs.class).orElseThrow(), token);
        List<Integer> seen = new ArrayList<>();
        flow.pass(rows, BATCH, (row, step) -> {
            seen.add(step.block());
            GoldenNetworks.assertClose("start of block " + step.block(), step.shortcut(),
                    golden.particles(step.block(), particle, token).rows(row, row + step.size()), CLOSE);
            GoldenNetworks.assertClose("end of block " + step.block(), step.output(),
                    golden.particles(step.block() + 1, particle, token).rows(row, row + step.size()), CLOSE);
        });
        assertThat(seen).hasSize((golden.size() + BATCH - 1) / BATCH * flow.shape().blocks());
        FlowCosts costs = flow.role(BlockCosts.class).orElseThrow().costs(rows, BATCH);
        for (int k = 0; k < flow.shape().blocks(); k++) {
            for (int i = 0; i < golden.size(); i++) {
                double cost = golden.cost(k, i, particle, token);
                assertThat(costs.blocks().get(i, k)).as("token %d: cost of sample %d in block %d", token, i, k)
                        .isCloseTo(cost, withinPercentage(100 * CLOSE));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"left", "left_opt"})
    void theClassTokenIsRefused(String name) throws IOException {
        GoldenTokens golden = GoldenTokens.of(name, name);
        try (FlowModel flow = golden.open(Particle.CLASS)) {
            FloatPoints rows = golden.rows(flow.role(NamedInputs.class).orElseThrow(), 0);
            assertThatThrownBy(() -> flow.encode(rows)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "the first token of sample 1 is padding in 'attention_mask'; the particle 'class' is the"
                                    + " first token, so padding must be at the end");
        }
    }

    /** OPT's feed-forward networks take the tokens of all samples as the rows of a matrix. */
    @Test
    void blocksThatComputeWithRowsAddToTheState() throws IOException {
        GoldenTokens golden = GoldenTokens.of("left_opt", "left_opt");
        try (FlowModel flow = golden.open(Particle.SAMPLE)) {
            assertThat(flow.shape().segments()).hasSize(1);
        }
        try (FlowModel flow = golden.open(Particle.SAMPLE, BlockChoice.layers())) {
            assertThat(flow.shape().blocks()).isEqualTo(2);
            flow.pass(golden.rows(flow.role(NamedInputs.class).orElseThrow(), 0), 8, (row, step) -> {
                GoldenNetworks.assertClose("start", step.shortcut(),
                        golden.particles(2 * step.block(), Particle.SAMPLE, 0), CLOSE);
                GoldenNetworks.assertClose("end", step.output(),
                        golden.particles(2 * step.block() + 2, Particle.SAMPLE, 0), CLOSE);
            });
        }
    }

    /** Positions are an input, so the side of the padding makes no difference. */
    @ParameterizedTest
    @CsvSource({"SAMPLE", "MEAN"})
    void costsAndScoresAreThoseOfPaddingOnTheRight(Particle particle) throws IOException {
        GoldenTokens left = GoldenTokens.of("left", "left");
        GoldenTokens right = GoldenTokens.of("left", "left_right");
        try (FlowModel flow = left.open(particle)) {
            NamedInputs inputs = flow.role(NamedInputs.class).orElseThrow();
            FlowCosts ofLeft = flow.role(BlockCosts.class).orElseThrow().costs(left.rows(inputs, 0), 8);
            FlowCosts ofRight = flow.role(BlockCosts.class).orElseThrow().costs(right.rows(inputs, 0), 8);
            for (int i = 0; i < left.size(); i++) {
                for (int k = 0; k < flow.shape().blocks(); k++) {
                    assertThat(ofLeft.blocks().get(i, k)).as("cost of sample %d in block %d", i, k)
                            .isCloseTo(ofRight.blocks().get(i, k), withinPercentage(100 * CLOSE));
                }
            }
            GoldenNetworks.assertClose("scores", flow.scores(left.rows(inputs, 0)), flow.scores(right.rows(inputs, 0)),
                    CLOSE);
            GoldenNetworks.assertClose("scores of PyTorch", flow.scores(left.rows(inputs, 0)), left.scores(), CLOSE);
        }
    }
}
