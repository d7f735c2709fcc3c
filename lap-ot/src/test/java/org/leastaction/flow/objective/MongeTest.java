package org.leastaction.flow.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.flow.objective.BatchFlow.Block;
import org.leastaction.flow.objective.DoubleArithmetic.Value;
import org.leastaction.flow.objective.Monge.Gap;
import org.leastaction.flow.objective.TransportPenalty.CostScale;

class MongeTest {

    private static final int MANY = 20_000;

    /** A map of the plane, in the arithmetic. */
    private interface Plane extends BiFunction<DoubleArithmetic, Value, Value> {}

    private static Monge sum(Gap gap, int draws) {
        return new Monge(1, gap, draws, CostScale.SUM);
    }

    private static double term(Objective objective, double[][] points, Plane map) {
        DoubleArithmetic arithmetic = new DoubleArithmetic(3);
        Value start = arithmetic.elements(points);
        Value end = map.apply(arithmetic, start);
        BatchFlow<Value> flow = new BatchFlow<>(
                start, List.of(new Block<>(0, points[0].length, start, arithmetic.subtract(end, start), end)));
        return objective.term(flow, arithmetic).number();
    }

    private static double[][] cloud(int n) {
        Random random = new Random(8);
        double[][] points = new double[n][2];
        Arrays.setAll(points, i -> new double[] {random.nextGaussian(), random.nextGaussian()});
        return points;
    }

    /** Gradients of convex functions: |x|², |x|²/2 + |x|⁴/4, and Σ exp(xⱼ). */
    static Stream<Plane> optimalMaps() {
        return Stream.of(
                (a, x) -> a.multiply(x, 2),
                (a, x) -> a.multiply(x, a.add(a.sumOfElements(a.square(x)), 1)),
                DoubleArithmetic::exp);
    }

    @ParameterizedTest
    @MethodSource("optimalMaps")
    void everyGapOfAnOptimalMapIsZero(Plane map) {
        for (Gap gap : Gap.values()) {
            if (gap != Gap.SLICED) {
                assertThat(term(sum(gap, 3), cloud(60), map)).as(gap.key()).isCloseTo(0, within(1e-12));
            }
        }
        assertThat(term(sum(Gap.SLICED, 3), cloud(60), (a, x) -> a.add(a.multiply(x, 2), 1)))
                .as("sliced gap of a scaling: projections are monotone").isCloseTo(0, within(1e-12));
    }

    /** The points ±1 on the first axis are exchanged: D = 4, W₂ = 0. */
    @Test
    void gapsOfAnExchange() {
        double[][] pair = {{1, 0}, {-1, 0}};
        Plane exchange = (a, x) -> a.multiply(x, -1);
        assertThat(term(sum(Gap.EXACT, 1), pair, exchange)).isCloseTo(4, within(1e-12));
        assertThat(term(new Monge(1, Gap.EXACT, 1, CostScale.ELEMENTWISE), pair, exchange))
                .as("by element").isCloseTo(2, within(1e-12));
        assertThat(term(sum(Gap.SLICED, MANY), pair, exchange)).as("sliced").isCloseTo(4, within(0.05));
        assertThat(term(sum(Gap.ASYMMETRY, 2), pair, exchange)).as("a symmetric Jacobian").isZero();
    }

    /** tanh(x₁)·(1, 1): J = [[g, 0], [g, 0]], g = 1 − tanh²(x₁), so ‖J − Jᵀ‖² = 2g². */
    @Test
    void asymmetryIsThatOfTheJacobian() {
        double[][] point = {{0.4, -0.7}};
        double g = 1 - Math.pow(Math.tanh(0.4), 2);
        Plane shear = (a, x) -> a.multiply(
                a.elements(new double[][] {{1, 1}}),
                a.sumOfElements(a.multiply(a.tanh(x), a.elements(new double[][] {{1, 0}}))));
        assertThat(term(sum(Gap.ASYMMETRY, 300), point, shear)).isCloseTo(2 * g * g, within(0.5 * g * g));
    }

    @ParameterizedTest
    @EnumSource(Gap.class)
    void gradientsAreThoseOfFiniteDifferences(Gap gap) {
        double[][] weights = {{0.3, -1.2, 0.8, 0.5, -0.4, 1.1}};
        double[] gradient = gradient(gap, weights, new double[1]);
        for (int k = 0; k < weights[0].length; k++) {
            double h = 1e-6;
            double[][] more = {weights[0].clone()};
            double[][] less = {weights[0].clone()};
            more[0][k] += h;
            less[0][k] -= h;
            double[] above = new double[1];
            double[] below = new double[1];
            gradient(gap, more, above);
            gradient(gap, less, below);
            double expected = (above[0] - below[0]) / (2 * h);
            assertThat(gradient[k]).as("%s, weight %d", gap, k).isCloseTo(expected,
                    within(1e-5 * (1 + Math.abs(expected))));
        }
    }

    /** A network of two blocks x + w·tanh(x + turned(x)) on coordinates w, in which the coordinates mix. */
    private static double[] gradient(Gap gap, double[][] weights, double[] term) {
        DoubleArithmetic a = new DoubleArithmetic(5);
        Value w = a.elements(weights);
        Value start = a.elements(cloud(12));
        List<Block<Value>> blocks = new ArrayList<>();
        Value state = start;
        for (int b = 0; b < 2; b++) {
            Value residue = null;
            for (int unit = 0; unit < 3; unit++) {
                double[] in = {Math.cos(unit + b), Math.sin(2 * unit - b)};
                double[] out = {Math.sin(3 * unit + b), Math.cos(unit - 2 * b)};
                Value hidden = a.tanh(a.sumOfElements(a.multiply(state, row(a, in, 12))));
                Value scaled = a.multiply(hidden, a.mean(a.multiply(w, one(a, 6, b * 3 + unit))));
                Value summand = a.multiply(row(a, out, 12), scaled);
                residue = residue == null ? summand : a.add(residue, summand);
            }
            Value next = a.add(state, a.multiply(residue, 30));
            blocks.add(new Block<>(0, 2, state, a.multiply(residue, 30), next));
            state = next;
        }
        Value found = sum(gap, 4).term(new BatchFlow<>(start, blocks), a);
        assertThat(found.number()).as("the gap").isPositive();
        term[0] = found.number();
        a.differentiate(found);
        return w.gradient();
    }

    private static Value row(DoubleArithmetic a, double[] row, int n) {
        double[][] rows = new double[n][];
        Arrays.fill(rows, row);
        return a.elements(rows);
    }

    private static Value one(DoubleArithmetic a, int d, int at) {
        double[] row = new double[d];
        row[at] = 1;
        return row(a, row, 1);
    }

    @Test
    void sumsAddTheWeightedTerms() {
        Monge monge = new Monge(3, Gap.EXACT, 1, CostScale.SUM);
        Sum both = new Sum(Objective.leastAction(2, 1, 5), List.of(monge, Objective.fixed(0.5)));
        assertThat(both.key()).isEqualTo("lap");
        assertThat(both.multiplier()).isEqualTo(Multiplier.uzawa(2, 1, 5));
        assertThat(both.parameters()).containsEntry("lambda0", 2.0).containsEntry("plus",
                "monge:lambda=3.0,normalisation=sum,gap=exact fixed:lambda=0.5,normalisation=elementwise,power=2.0");
        DoubleArithmetic a = new DoubleArithmetic();
        assertThat(monge.loss(a.constant(7), a.constant(4), a.constant(3), a).number()).isEqualTo(19);
    }

    @Test
    void whatCannotBeAddedIsRefused() {
        for (Objective one : List.of(Objective.leastAction(1, 1, 1), new Objective.Control(1, 1, 1),
                new Sum(Objective.vanilla(), List.of(Objective.fixed(1))))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Sum(Objective.vanilla(), List.of(one)))
                    .withMessageContaining("cannot be added to another");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Sum(Objective.vanilla(), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sum(Objective.vanilla(),
                        List.of(new ModuleWise(1, TransportPenalty.defaults()))))
                .withMessageContaining("must come first");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sum(new Sum(Objective.vanilla(), List.of(Objective.fixed(1))),
                        List.of(Objective.fixed(1))))
                .withMessageContaining("must not be a sum");
        assertThatIllegalArgumentException().isThrownBy(() -> sum(Gap.SLICED, 0)).withMessageContaining("at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Monge(-1, Gap.EXACT, 1, CostScale.SUM)).withMessageContaining("lambda");
    }

    static Stream<Arguments> places() {
        return Stream.of(Arguments.of(1L, 1L, 1), Arguments.of(1L, 2L, 0), Arguments.of(2L, 1L, 0));
    }

    @ParameterizedTest
    @MethodSource("places")
    void randomNumbersDependOnSeedStepAndPlace(long seed, long step, int place) {
        float[] signs = RandomInputs.of(seed, step, place).signs(1000);
        assertThat(signs).isEqualTo(RandomInputs.of(seed, step, place).signs(1000));
        assertThat(signs).isNotEqualTo(RandomInputs.of(1, 1, 0).signs(1000));
        float sum = 0;
        for (float sign : signs) {
            assertThat(Math.abs(sign)).isEqualTo(1);
            sum += sign;
        }
        assertThat(Math.abs(sum)).as("about as many of either").isLessThan(150);
        float[] directions = RandomInputs.of(seed, step, place).directions(5, 3);
        for (int j = 0; j < 3; j++) {
            double square = 0;
            for (int k = 0; k < 5; k++) {
                square += directions[k * 3 + j] * directions[k * 3 + j];
            }
            assertThat(square).as("length²").isCloseTo(1, within(1e-6));
        }
    }
}
