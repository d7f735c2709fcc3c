package org.leastaction.flow.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.leastaction.flow.contract.Batches.assertClose;
import static org.leastaction.flow.contract.Batches.copy;
import static org.leastaction.flow.contract.Batches.embedded;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

/** The contract of the role 'cost'; the part of {@link FlowModelContract} about costs without states. */
abstract class FlowCostsContract extends FlowDerivativesContract {

    @Test
    final void costsAreThoseOfTheStatesThatAPassShows() throws IOException {
        try (FlowModel model = open()) {
            BlockCosts role = required(model, BlockCosts.class);
            FloatPoints inputs = embedded(atLeastEight(inputs()));
            Passed passed = Passed.of(model, inputs, 3);
            for (int batch : new int[] {1, 3, inputs.size() + 1}) {
                FlowCosts costs = role.costs(inputs, batch);
                assertShape("costs of blocks", costs.blocks(), inputs.size(), model.shape().blocks());
                for (BlockStep step : passed.steps()) {
                    assertCosts("the residue of block " + step.block() + " in batches of " + batch, costs.blocks(),
                            step.block(), step.shortcut(), step.output());
                }
            }
        }
    }

    @Test
    final void displacementsGoFromTheFirstShortcutToTheLastOutputOfASegment() throws IOException {
        try (FlowModel model = open()) {
            BlockCosts role = required(model, BlockCosts.class);
            FloatPoints inputs = atLeastEight(inputs());
            Passed passed = Passed.of(model, inputs, 3);
            FlowCosts costs = role.costs(inputs, 3);
            FlowShape shape = model.shape();
            assertShape("costs of segments", costs.segments(), inputs.size(), shape.segments().size());
            int block = 0;
            for (int s = 0; s < shape.segments().size(); s++) {
                FloatPoints start = passed.steps().get(block).shortcut();
                block += shape.segments().get(s).blocks();
                assertCosts("the displacement of segment " + s, costs.segments(), s, start,
                        passed.steps().get(block - 1).output());
            }
        }
    }

    @Test
    final void answersBesideCostsAreThoseOfAPass() throws IOException {
        try (FlowModel model = open()) {
            BlockCosts role = required(model, BlockCosts.class);
            FloatPoints inputs = atLeastEight(inputs());
            FloatPoints answers = Passed.of(model, inputs, 3).answers().orElseThrow();
            assertClose("answers beside costs", role.costs(inputs, 3).logProbabilities().orElseThrow(), answers,
                    tolerances().rounding());
        }
    }

    @Test
    final void theSameCostsTwiceAreBitEqualAndOutliveTheNext() throws IOException {
        try (FlowModel model = open()) {
            BlockCosts role = required(model, BlockCosts.class);
            FloatPoints inputs = atLeastEight(inputs());
            FlowCosts first = role.costs(inputs, 2);
            double[] blocks = first.blocks().toArray();
            double[] segments = first.segments().toArray();
            FloatPoints answers = copy(first.logProbabilities().orElseThrow());
            role.costs(inputs.rows(1, 5), 2);
            assertThat(first.blocks().toArray()).as("costs of blocks after the next call").containsExactly(blocks);
            FlowCosts second = role.costs(inputs, 2);
            assertThat(second.blocks().toArray()).as("costs of blocks, again").containsExactly(blocks);
            assertThat(second.segments().toArray()).as("costs of segments, again").containsExactly(segments);
            Batches.assertBitEqual("answers beside costs, again", second.logProbabilities().orElseThrow(), answers);
        }
    }

    @Test
    final void costsRefuseWhatNoPassTakes() throws IOException {
        FlowModel model = open();
        try (model) {
            BlockCosts role = required(model, BlockCosts.class);
            FloatPoints inputs = inputs();
            assertRefusesDimension("costs", model.shape().inputDimension(),
                    x -> role.costs(x, 4).logProbabilities().orElseThrow());
            assertThatIllegalArgumentException().as("costs of no point")
                    .isThrownBy(() -> role.costs(Batches.empty(inputs.dimension()), 4));
            assertThatIllegalArgumentException().as("costs in batches of 0")
                    .isThrownBy(() -> role.costs(inputs, 0));
            model.close();
            assertThatIllegalStateException().as("costs of a closed model").isThrownBy(() -> role.costs(inputs, 4));
        }
    }

    /**
     * ‖to − from‖₂² against the reported cost, within the tolerance of the coordinates: δ = rounding · ‖to‖ changes it
     * by 2δ‖to − from‖ + δ².
     */
    private void assertCosts(String what, DoublePoints told, int column, FloatPoints from, FloatPoints to) {
        double[] norms = Batches.norms(to);
        for (int i = 0; i < to.size(); i++) {
            double squares = 0;
            for (int j = 0; j < to.dimension(); j++) {
                double difference = to.get(i, j) - from.get(i, j);
                squares += difference * difference;
            }
            double off = tolerances().rounding() * norms[i];
            double allowed = tolerances().rounding() * squares + 2 * off * Math.sqrt(squares) + off * off;
            assertThat(told.get(i, column)).as("squared length of %s of point %d", what, i)
                    .isCloseTo(squares, within(Math.max(allowed, Float.MIN_NORMAL)));
        }
    }

    private static void assertShape(String what, DoublePoints points, int size, int dimension) {
        assertThat(new int[] {points.size(), points.dimension()}).as("shape of %s", what)
                .containsExactly(size, dimension);
    }
}
