package org.leastaction.flow.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * An {@link Arithmetic} in double precision with reverse-mode derivatives: evaluates an objective without a backend,
 * for tests or for training.
 *
 * <pre>{@code
 * DoubleArithmetic arithmetic = new DoubleArithmetic();
 * DoubleArithmetic.Value residue = arithmetic.elements(new double[][] {{1, 2}, {3, 4}});
 * DoubleArithmetic.Value mean = arithmetic.meanOfPowers(residue, 2);   // 7.5
 * arithmetic.differentiate(mean);
 * residue.gradient();                                                  // {0.5, 1, 1.5, 2}
 * }</pre>
 *
 * <p>Time and memory of an operation are proportional to its number of elements; the memory is held as long as the
 * arithmetic. An instance must be used by one thread only.
 */
public final class DoubleArithmetic implements Arithmetic<DoubleArithmetic.Value> {

    private enum Extent {
        NUMBER,
        SAMPLES,
        ELEMENTS
    }

    /** The operations so far, each after its operands. */
    private final List<Value> tape = new ArrayList<>();

    /** A value with its derivative. */
    public static final class Value {

        private final Extent extent;
        private final int dimension;
        private final double[] values;
        private final double[] gradient;
        private Runnable backward = () -> {};

        private Value(Extent extent, int dimension, double[] values) {
            this.extent = extent;
            this.dimension = dimension;
            this.values = values;
            this.gradient = new double[values.length];
        }

        /**
         * The value as a single number.
         *
         * @throws IllegalArgumentException if its extent is samples or elements
         */
        public double number() {
            if (extent != Extent.NUMBER) {
                throw new IllegalArgumentException("needs a number, not " + inWords(this));
            }
            return values[0];
        }

        /** A copy of all values: one number, one per sample, or [n, d] row-major. */
        public double[] values() {
            return values.clone();
        }

        /**
         * A copy of the derivatives of the last differentiated number with respect to the elements of this value, in
         * its shape.
         */
        public double[] gradient() {
            return gradient.clone();
        }
    }

    /**
     * A value of elements, [n, d].
     *
     * @throws IllegalArgumentException if there is no sample or no element, or the samples differ in length
     */
    public Value elements(double[][] samples) {
        int d = samples.length == 0 ? 0 : samples[0].length;
        if (d == 0 || Arrays.stream(samples).anyMatch(sample -> sample.length != d)) {
            throw new IllegalArgumentException("elements are samples of one length, at least one of at least 1");
        }
        return kept(new Value(
                Extent.ELEMENTS, d, Arrays.stream(samples).flatMapToDouble(Arrays::stream).toArray()));
    }

    @Override
    public Value constant(double value) {
        return kept(new Value(Extent.NUMBER, 1, new double[] {value}));
    }

    /**
     * Sets every value's gradient to the derivatives of a number that was computed from it.
     *
     * @throws IllegalArgumentException unless it is a number
     */
    public void differentiate(Value number) {
        number.number();
        tape.forEach(value -> Arrays.fill(value.gradient, 0));
        number.gradient[0] = 1;
        for (int i = tape.size() - 1; i >= 0; i--) {
            tape.get(i).backward.run();
        }
    }

    @Override
    public Value add(Value a, Value b) {
        return binary(a, b, Double::sum, (x, y) -> 1, (x, y) -> 1);
    }

    @Override
    public Value subtract(Value a, Value b) {
        return binary(a, b, (x, y) -> x - y, (x, y) -> 1, (x, y) -> -1);
    }

    @Override
    public Value multiply(Value a, Value b) {
        return binary(a, b, (x, y) -> x * y, (x, y) -> y, (x, y) -> x);
    }

    @Override
    public Value divide(Value a, Value b) {
        return binary(a, b, (x, y) -> x / y, (x, y) -> 1 / y, (x, y) -> -x / (y * y));
    }

    @Override
    public Value maximum(Value a, Value b) {
        return binary(a, b, Math::max, (x, y) -> x >= y ? 1 : 0, (x, y) -> x >= y ? 0 : 1);
    }

    @Override
    public Value abs(Value a) {
        return unary(a, Math::abs, Math::signum);
    }

    @Override
    public Value square(Value a) {
        return unary(a, x -> x * x, x -> 2 * x);
    }

    @Override
    public Value sqrt(Value a) {
        return unary(a, Math::sqrt, x -> 0.5 / Math.sqrt(x));
    }

    @Override
    public Value power(Value a, double exponent) {
        return unary(a, x -> Math.pow(x, exponent), x -> exponent * Math.pow(x, exponent - 1));
    }

    @Override
    public Value exp(Value a) {
        return unary(a, Math::exp, Math::exp);
    }

    @Override
    public Value log(Value a) {
        return unary(a, Math::log, x -> 1 / x);
    }

    @Override
    public Value tanh(Value a) {
        return unary(a, Math::tanh, x -> 1 - Math.tanh(x) * Math.tanh(x));
    }

    @Override
    public Value relu(Value a) {
        return unary(a, x -> Math.max(x, 0), x -> x > 0 ? 1 : 0);
    }

    @Override
    public Value sumOfElements(Value elements) {
        if (elements.extent != Extent.ELEMENTS) {
            throw new IllegalArgumentException("a sum over elements needs elements, not " + inWords(elements));
        }
        int d = elements.dimension;
        Value sums = new Value(Extent.SAMPLES, 1, new double[elements.values.length / d]);
        for (int i = 0; i < elements.values.length; i++) {
            sums.values[i / d] += elements.values[i];
        }
        sums.backward = () -> {
            for (int i = 0; i < elements.gradient.length; i++) {
                elements.gradient[i] += sums.gradient[i / d];
            }
        };
        return kept(sums);
    }

    @Override
    public Value mean(Value a) {
        Value mean = new Value(Extent.NUMBER, 1, new double[] {Arrays.stream(a.values).sum() / a.values.length});
        mean.backward = () -> {
            for (int i = 0; i < a.gradient.length; i++) {
                a.gradient[i] += mean.gradient[0] / a.gradient.length;
            }
        };
        return kept(mean);
    }

    @Override
    public Value total(List<Value> summands) {
        if (summands.isEmpty() || summands.stream().anyMatch(v -> v.extent != summands.get(0).extent)) {
            throw new IllegalArgumentException("a total needs at least one value, and all of one extent");
        }
        return summands.stream().reduce(this::add).orElseThrow();
    }

    @Override
    public Value detached(Value a) {
        return kept(new Value(a.extent, a.dimension, a.values.clone()));
    }

    private Value unary(Value a, DoubleUnaryOperator function, DoubleUnaryOperator derivative) {
        Value result = new Value(a.extent, a.dimension, Arrays.stream(a.values).map(function).toArray());
        result.backward = () -> {
            for (int i = 0; i < a.gradient.length; i++) {
                if (result.gradient[i] != 0) {
                    a.gradient[i] += result.gradient[i] * derivative.applyAsDouble(a.values[i]);
                }
            }
        };
        return kept(result);
    }

    private Value binary(
            Value a, Value b, DoubleBinaryOperator function, DoubleBinaryOperator byA, DoubleBinaryOperator byB) {
        Value larger = a.extent.compareTo(b.extent) >= 0 ? a : b;
        Value smaller = larger == a ? b : a;
        boolean fits = larger.extent == smaller.extent
                ? larger.values.length == smaller.values.length && larger.dimension == smaller.dimension
                : smaller.extent == Extent.NUMBER || larger.values.length == smaller.values.length * larger.dimension;
        if (!fits) {
            throw new IllegalArgumentException(
                    inWords(a) + " and " + inWords(b) + " do not fit each other");
        }
        Value result = new Value(larger.extent, larger.dimension, new double[larger.values.length]);
        int repeatsA = result.values.length / a.values.length;
        int repeatsB = result.values.length / b.values.length;
        for (int i = 0; i < result.values.length; i++) {
            result.values[i] = function.applyAsDouble(a.values[i / repeatsA], b.values[i / repeatsB]);
        }
        result.backward = () -> {
            for (int i = 0; i < result.gradient.length; i++) {
                if (result.gradient[i] != 0) {
                    double x = a.values[i / repeatsA];
                    double y = b.values[i / repeatsB];
                    a.gradient[i / repeatsA] += result.gradient[i] * byA.applyAsDouble(x, y);
                    b.gradient[i / repeatsB] += result.gradient[i] * byB.applyAsDouble(x, y);
                }
            }
        };
        return kept(result);
    }

    private Value kept(Value value) {
        tape.add(value);
        return value;
    }

    private static String inWords(Value value) {
        return switch (value.extent) {
            case NUMBER -> "a number";
            case SAMPLES -> value.values.length + " samples";
            case ELEMENTS -> value.values.length / value.dimension + " samples of " + value.dimension + " elements";
        };
    }
}
