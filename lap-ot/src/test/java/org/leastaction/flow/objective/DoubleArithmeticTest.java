package org.leastaction.flow.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.flow.objective.DoubleArithmetic.Value;

class DoubleArithmeticTest {

    private static final int SAMPLES = 4;
    private static final int DIMENSION = 3;

    /** Functions of two values of elements; every operation and every pair of extents is among them. */
    static Stream<Arguments> functions() {
        Map<String, Function> functions = new LinkedHashMap<>();
        functions.put("a + b", (m, a) -> m.mean(m.square(m.add(a.get(0), a.get(1)))));
        functions.put("a - b", (m, a) -> m.mean(m.square(m.subtract(a.get(0), a.get(1)))));
        functions.put("a * b", (m, a) -> m.mean(m.multiply(a.get(0), a.get(1))));
        functions.put("a * a", (m, a) -> m.mean(m.multiply(a.get(0), a.get(0))));
        functions.put("a / (1 + b²)", (m, a) -> m.mean(m.divide(a.get(0), m.add(m.square(a.get(1)), 1))));
        functions.put("max(a, b)", (m, a) -> m.mean(m.maximum(a.get(0), a.get(1))));
        functions.put("a * relu(a)", (m, a) -> m.mean(m.multiply(a.get(0), m.relu(a.get(0)))));
        functions.put("|a|^1.5", (m, a) -> m.meanOfPowers(a.get(0), 1.5));
        functions.put("a^2", (m, a) -> m.meanOfPowers(a.get(0), 2));
        functions.put("√(1 + a²)", (m, a) -> m.mean(m.sqrt(m.add(m.square(a.get(0)), 1))));
        functions.put("exp(tanh a)", (m, a) -> m.mean(m.exp(m.tanh(a.get(0)))));
        functions.put("log(1 + exp a)", (m, a) -> m.mean(m.log(m.add(m.exp(a.get(0)), 1))));
        functions.put("samples", (m, a) -> m.mean(m.square(m.sumOfElements(a.get(0)))));
        functions.put("elements by samples", (m, a) -> m.mean(
                m.divide(a.get(0), m.sqrt(m.add(m.sumOfElements(m.square(a.get(1))), 1)))));
        functions.put("samples by elements", (m, a) -> m.mean(
                m.multiply(m.sumOfElements(a.get(0)), a.get(1))));
        functions.put("elements by number", (m, a) -> m.mean(
                m.square(m.subtract(a.get(0), m.mean(a.get(1))))));
        functions.put("samples by number", (m, a) -> m.mean(
                m.square(m.subtract(m.mean(a.get(1)), m.sumOfElements(a.get(0))))));
        functions.put("assigned", (m, a) -> m.mean(
                m.square(m.subtract(a.get(0), m.assigned(a.get(0), a.get(1))))));
        functions.put("sorted", (m, a) -> m.mean(m.multiply(m.sorted(a.get(0)), a.get(1))));
        functions.put("projected", (m, a) -> m.mean(m.square(m.projected(List.of(a.get(0)), 2).get(0))));
        functions.put("derivative", (m, a) -> {
            Value x = a.get(0);
            Value hidden = m.tanh(m.divide(m.multiply(x, m.sumOfElements(x)), m.add(m.square(a.get(1)), 1)));
            Value y = m.add(m.log(m.add(m.exp(hidden), 1)), m.maximum(m.power(m.abs(x), 1.5), m.relu(a.get(1))));
            Value z = m.subtract(m.sqrt(m.add(m.square(y), 1)), m.mean(x));
            return m.mean(m.multiply(m.derivative(x, z, m.signs(x)), a.get(1)));
        });
        functions.put("derivative through linear maps", (m, a) -> {
            Value y = m.sorted(m.multiply(a.get(0), a.get(1)));
            return m.mean(m.square(m.derivative(a.get(0), y, a.get(1))));
        });
        functions.put("a total", (m, a) -> m.total(
                List.of(m.mean(a.get(0)), m.mean(m.square(a.get(1))), m.mean(m.abs(a.get(0))))));
        return functions.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    interface Function extends BiFunction<DoubleArithmetic, List<Value>, Value> {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void gradientsAreThoseOfFiniteDifferences(String name, Function function) {
        double[][][] points = points(new Random(1));
        DoubleArithmetic arithmetic = new DoubleArithmetic();
        List<Value> values = List.of(arithmetic.elements(points[0]), arithmetic.elements(points[1]));
        arithmetic.differentiate(function.apply(arithmetic, values));
        double step = 1e-6;
        for (int operand = 0; operand < 2; operand++) {
            double[] gradient = values.get(operand).gradient();
            for (int i = 0; i < gradient.length; i++) {
                double[] slot = points[operand][i / DIMENSION];
                double centre = slot[i % DIMENSION];
                slot[i % DIMENSION] = centre + step;
                double above = number(function, points);
                slot[i % DIMENSION] = centre - step;
                double below = number(function, points);
                slot[i % DIMENSION] = centre;
                assertThat(gradient[i]).as("derivative by element %d of operand %d", i, operand)
                        .isCloseTo((above - below) / (2 * step), within(1e-8));
            }
        }
    }

    @Test
    void aDetachedValueHasNoGradient() {
        DoubleArithmetic arithmetic = new DoubleArithmetic();
        Value a = arithmetic.elements(new double[][] {{3}});
        arithmetic.differentiate(arithmetic.mean(arithmetic.multiply(a, arithmetic.detached(a))));
        assertThat(a.gradient()).containsExactly(3);
    }

    @Test
    void extentsThatDoNotFitAreNamed() {
        DoubleArithmetic arithmetic = new DoubleArithmetic();
        Value three = arithmetic.elements(new double[][] {{1, 2, 3}, {4, 5, 6}});
        Value two = arithmetic.elements(new double[][] {{1, 2}, {4, 5}});
        assertThatIllegalArgumentException().isThrownBy(() -> arithmetic.add(three, two))
                .withMessage("2 samples of 3 elements and 2 samples of 2 elements do not fit each other");
        assertThatIllegalArgumentException().isThrownBy(() -> arithmetic.total(List.of(three, arithmetic.mean(two))))
                .withMessageContaining("all of one extent");
        assertThatIllegalArgumentException().isThrownBy(() -> arithmetic.total(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> arithmetic.differentiate(three))
                .withMessage("needs a number, not 2 samples of 3 elements");
        assertThatIllegalArgumentException().isThrownBy(() -> arithmetic.sumOfElements(arithmetic.constant(1)))
                .withMessage("a sum over elements needs elements, not a number");
        assertThatIllegalArgumentException().isThrownBy(() -> arithmetic.elements(new double[][] {{1}, {1, 2}}));
    }

    private static double number(Function function, double[][][] points) {
        DoubleArithmetic arithmetic = new DoubleArithmetic();
        return function.apply(arithmetic, List.of(arithmetic.elements(points[0]), arithmetic.elements(points[1])))
                .number();
    }

    private static double[][][] points(Random random) {
        double[][][] points = new double[2][SAMPLES][DIMENSION];
        for (double[][] operand : points) {
            for (double[] sample : operand) {
                for (int j = 0; j < DIMENSION; j++) {
                    sample[j] = random.nextGaussian();
                }
            }
        }
        return points;
    }
}
