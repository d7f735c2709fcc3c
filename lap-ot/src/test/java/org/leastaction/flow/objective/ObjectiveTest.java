package org.leastaction.flow.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.flow.objective.BatchFlow.Block;
import org.leastaction.flow.objective.DoubleArithmetic.Value;
import org.leastaction.flow.objective.Objective.Control;
import org.leastaction.flow.objective.Objective.Fixed;
import org.leastaction.flow.objective.Objective.LeastAction;
import org.leastaction.flow.objective.Objective.LeastAction.Form;
import org.leastaction.flow.objective.TransportPenalty.CostScale;

class ObjectiveTest {

    private static final TransportPenalty MEAN = TransportPenalty.defaults();
    private static final TransportPenalty SUM_OF_CUBES = new TransportPenalty(CostScale.SUM, 3);

    /**
     * Residues {{1, 2}, {−3, 0}} and {{1, −1}, {1, 1}}: the means of squares are 3.5 and 1, the sums of cubes over
     * elements, averaged over samples, 18 and 2. CE = 0.5, λ = 4.
     */
    static Stream<Arguments> losses() {
        return Stream.of(
                Arguments.of(Objective.vanilla(), 4.5, 0.5),
                Arguments.of(new Fixed(4, MEAN), 4.5, 0.5 + 4 * 4.5),
                Arguments.of(new Fixed(4, SUM_OF_CUBES), 20, 0.5 + 4 * 20),
                Arguments.of(new LeastAction(4, 1, 5, MEAN), 4.5, 0.5 + 4.5 / 4),
                Arguments.of(new LeastAction(4, 1, 5, MEAN, Form.UNDIVIDED), 4.5, 4 * 0.5 + 4.5),
                Arguments.of(new LeastAction(4, 1, 5, SUM_OF_CUBES, Form.UNDIVIDED), 20, 4 * 0.5 + 20),
                Arguments.of(new Control(4, 1, 5), 4.5, 4 * 0.5),
                Arguments.of(new ModuleWise(4, MEAN), 4.5, 0.5 + 4 * 4.5),
                Arguments.of(new ModuleWise(4, SUM_OF_CUBES), 20, 0.5 + 4 * 20));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void termAndLossAreTheFormulas(Objective objective, double term, double loss) {
        DoubleArithmetic arithmetic = new DoubleArithmetic();
        Value x0 = arithmetic.elements(new double[][] {{0, 0}, {1, 1}});
        Value x1 = arithmetic.elements(new double[][] {{1, 2}, {-2, 1}});
        Value x2 = arithmetic.elements(new double[][] {{2, 1}, {-1, 2}});
        BatchFlow<Value> flow = new BatchFlow<>(x0, List.of(
                new Block<>(0, 2, x0, arithmetic.subtract(x1, x0), x1),
                new Block<>(0, 2, x1, arithmetic.subtract(x2, x1), x2)));
        Value cost = objective.term(flow, arithmetic);
        assertThat(cost.number()).as("C").isCloseTo(term, within(1e-12));
        Value lambda = objective.multiplier().exists() ? arithmetic.constant(4) : null;
        assertThat(objective.loss(arithmetic.constant(0.5), cost, lambda, arithmetic).number())
                .as("loss").isCloseTo(loss, within(1e-12));
    }

    @Test
    void lambdaGrowsAtEverySthStepOnly() {
        Multiplier uzawa = Multiplier.uzawa(2, 0.5, 3);
        assertThat(Stream.of(1L, 2L, 3L, 4L, 5L, 6L).map(uzawa::growsAt))
                .containsExactly(false, false, true, false, false, true);
        assertThat(Multiplier.constant(2).growsAt(3)).isFalse();
        assertThat(Multiplier.none().growsAt(3)).isFalse();
        assertThat(Multiplier.none().exists()).isFalse();
        assertThat(Multiplier.constant(0).exists()).isTrue();
    }

    @Test
    void multipliersOutOfRangeAreRefused() {
        for (double lambda : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Multiplier.constant(lambda))
                    .withMessageStartingWith("lambda must be finite and at least 0");
        }
        for (double lambda0 : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Multiplier.uzawa(lambda0, 1, 5))
                    .withMessageStartingWith("lambda0 must be finite and above 0");
        }
        for (double tau : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Multiplier.uzawa(1, tau, 5))
                    .withMessageStartingWith("tau must be finite and at least 0");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Multiplier.uzawa(1, 1, 0))
                .withMessageContaining("at least 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Multiplier(0, 1, 1)).withMessageContaining("above 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Multiplier(1, 1, 0));
    }

    @Test
    void theUsualFormIsNoParameter() {
        assertThat(new LeastAction(5, 1, 5, MEAN).parameters()).containsExactlyEntriesOf(ordered(
                "lambda0", 5.0, "tau", 1.0, "uzawa-steps", 5, "normalisation", "elementwise", "power", 2.0));
        assertThat(new LeastAction(5, 1, 5, MEAN, Form.UNDIVIDED).parameters()).containsEntry("objective-form",
                "undivided");
        assertThat(new Control(5, 1, 5).parameters())
                .containsExactlyEntriesOf(ordered("lambda0", 5.0, "tau", 1.0, "uzawa-steps", 5));
        assertThat(Objective.vanilla().parameters()).isEmpty();
    }

    @Test
    void onlyTrglIsTrainedModuleByModule() {
        assertThat(PaperObjectives.all()).extracting(provider -> provider.create(provider.settings().usual()))
                .filteredOn(Objective::isModuleWise).extracting(Objective::key).containsExactly("trgl");
        assertThat(new ModuleWise(0.5, SUM_OF_CUBES).parameters())
                .containsExactlyEntriesOf(ordered("lambda", 0.5, "normalisation", "sum", "power", 3.0));
        assertThat(new Sum(new ModuleWise(1, MEAN), List.of(Objective.fixed(1))).isModuleWise()).isTrue();
    }

    private static Map<String, Object> ordered(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }
}
