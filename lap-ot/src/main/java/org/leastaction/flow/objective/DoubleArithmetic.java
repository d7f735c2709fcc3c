package org.leastaction.flow.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Arithmetic} in double precision with derivatives: evaluates an objective without a backend, for tests or
 * for training.
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

    /** The tangent of a result from those of its operands; null stands for 0. */
    private interface Tangent {
        Value of(@Nullable Value first, @Nullable Value second);
    }

    /** The operations so far, each after its operands. */
    private final List<Value> tape = new ArrayList<>();
    private final long seed;
    private int draws;

    /** Draws random numbers from the seed 0. */
    public DoubleArithmetic() {
        this(0);
    }

    /** @param seed seed of random signs and directions, those of one batch */
    public DoubleArithmetic(long seed) {
        this.seed = seed;
    }

    /** A value with its derivative. */
    public static final class Value {

        private final Extent extent;
        private final int dimension;
        private final double[] values;
        private final double[] gradient;
        private List<Value> operands = List.of();
        private Runnable backward = () -> {};
        private Tangent tangent = (first, second) -> {
            throw new IllegalStateException("a value without operands has no tangent");
        };

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
        Value sum = binary(a, b, Double::sum, (x, y) -> 1, (x, y) -> 1);
        sum.tangent = (s, t) -> total(s, t, sum);
        return sum;
    }

    @Override
    public Value subtract(Value a, Value b) {
        Value difference = binary(a, b, (x, y) -> x - y, (x, y) -> 1, (x, y) -> -1);
        difference.tangent = (s, t) -> total(s, times(t, constant(-1)), difference);
        return difference;
    }

    @Override
    public Value multiply(Value a, Value b) {
        Value product = binary(a, b, (x, y) -> x * y, (x, y) -> y, (x, y) -> x);
        product.tangent = (s, t) -> total(times(s, b), times(t, a), product);
        return product;
    }

    @Override
    public Value divide(Value a, Value b) {
        Value ratio = binary(a, b, (x, y) -> x / y, (x, y) -> 1 / y, (x, y) -> -x / (y * y));
        ratio.tangent = (s, t) -> total(
                times(s, divide(constant(1), b)), times(t, multiply(divide(ratio, b), -1)), ratio);
        return ratio;
    }

    @Override
    public Value maximum(Value a, Value b) {
        Value greater = binary(a, b, Math::max, (x, y) -> x >= y ? 1 : 0, (x, y) -> x >= y ? 0 : 1);
        Value first = binary(a, b, (x, y) -> x >= y ? 1 : 0, (x, y) -> 0, (x, y) -> 0);
        first.operands = List.of();
        greater.tangent = (s, t) -> total(times(s, first), times(t, subtract(constant(1), first)), greater);
        return greater;
    }

    @Override
    public Value abs(Value a) {
        return unary(a, Math::abs, Math::signum, result -> mapped(a, Math::signum));
    }

    @Override
    public Value square(Value a) {
        return power(a, 2);
    }

    @Override
    public Value sqrt(Value a) {
        return unary(a, Math::sqrt, x -> 0.5 / Math.sqrt(x), result -> divide(constant(0.5), result));
    }

    @Override
    public Value power(Value a, double exponent) {
        return unary(a, x -> Math.pow(x, exponent), x -> exponent * Math.pow(x, exponent - 1),
                result -> multiply(power(a, exponent - 1), exponent));
    }

    @Override
    public Value exp(Value a) {
        return unary(a, Math::exp, Math::exp, result -> result);
    }

    @Override
    public Value log(Value a) {
        return unary(a, Math::log, x -> 1 / x, result -> divide(constant(1), a));
    }

    @Override
    public Value tanh(Value a) {
        return unary(a, Math::tanh, x -> 1 - Math.tanh(x) * Math.tanh(x),
                result -> subtract(constant(1), square(result)));
    }

    @Override
    public Value relu(Value a) {
        return unary(a, x -> Math.max(x, 0), x -> x > 0 ? 1 : 0, result -> mapped(a, x -> x > 0 ? 1 : 0));
    }

    @Override
    public Value sumOfElements(Value elements) {
        if (elements.extent != Extent.ELEMENTS) {
            throw new IllegalArgumentException("a sum over elements needs elements, not " + inWords(elements));
        }
        return mapped(elements, Extent.SAMPLES, 1, LinearMap.sums(elements.values.length, elements.dimension));
    }

    @Override
    public Value mean(Value a) {
        Value mean = new Value(Extent.NUMBER, 1, new double[] {Arrays.stream(a.values).sum() / a.values.length});
        mean.backward = () -> {
            for (int i = 0; i < a.gradient.length; i++) {
                a.gradient[i] += mean.gradient[0] / a.gradient.length;
            }
        };
        mean.operands = List.of(a);
        mean.tangent = (s, none) -> mean(present(s));
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
        return mapped(a, x -> x);
    }

    @Override
    public Value assigned(Value from, Value to) {
        requireElements(from, from.dimension);
        requireElements(to, from.dimension);
        return mapped(to, Extent.ELEMENTS, to.dimension, LinearMap.assignment(from.values, to.values, to.dimension));
    }

    @Override
    public Value sorted(Value elements) {
        requireElements(elements, elements.dimension);
        return mapped(elements, Extent.ELEMENTS, elements.dimension,
                LinearMap.descending(elements.values, elements.dimension));
    }

    @Override
    public List<Value> projected(List<Value> elements, int directions) {
        int d = elements.get(0).dimension;
        elements.forEach(value -> requireElements(value, d));
        float[] drawn = RandomInputs.of(seed, 1, draws++).directions(d, directions);
        return elements.stream()
                .map(value -> mapped(value, Extent.ELEMENTS, directions,
                        LinearMap.projection(value.values.length / d, d, directions, drawn)))
                .toList();
    }

    @Override
    public Value signs(Value elements) {
        requireElements(elements, elements.dimension);
        float[] drawn = RandomInputs.of(seed, 1, draws++).signs(elements.values.length);
        double[] signs = IntStream.range(0, drawn.length).mapToDouble(i -> drawn[i]).toArray();
        return kept(new Value(Extent.ELEMENTS, elements.dimension, signs));
    }

    @Override
    public Value derivative(Value from, Value to, Value direction) {
        Set<Value> before = Collections.newSetFromMap(new IdentityHashMap<>());
        before.add(to);
        for (int i = tape.size() - 1; i >= 0; i--) {
            if (before.contains(tape.get(i))) {
                before.addAll(tape.get(i).operands);
            }
        }
        IdentityHashMap<Value, Value> tangents = new IdentityHashMap<>();
        tangents.put(from, direction);
        for (Value value : tape.stream().filter(before::contains).toList()) {
            Value first = value.operands.isEmpty() ? null : tangents.get(value.operands.get(0));
            Value second = value.operands.size() < 2 ? null : tangents.get(value.operands.get(1));
            if (value != from && (first != null || second != null)) {
                tangents.put(value, value.tangent.of(first, second));
            }
        }
        if (!tangents.containsKey(to)) {
            throw new IllegalArgumentException("a value does not depend on the one that it is to be differentiated at");
        }
        return tangents.get(to);
    }

    private Value mapped(Value elements, Extent extent, int dimension, LinearMap map) {
        Value result = new Value(extent, dimension, map.apply(elements.values));
        result.operands = List.of(elements);
        result.backward = () -> map.addTransposed(result.gradient, elements.gradient);
        result.tangent = (s, none) -> mapped(present(s), extent, dimension, map);
        return kept(result);
    }

    /** The sum of tangents, of which null is 0, in the extent of the value that they belong to. */
    private Value total(@Nullable Value a, @Nullable Value b, Value like) {
        return a != null && b != null ? add(a, b) : add(present(a == null ? b : a), mapped(like, x -> 0));
    }

    private @Nullable Value times(@Nullable Value tangent, Value factor) {
        return tangent == null ? null : multiply(tangent, factor);
    }

    private static Value present(@Nullable Value tangent) {
        return Objects.requireNonNull(tangent, "one operand varies");
    }

    /** A function of a value, as a constant. */
    private Value mapped(Value a, DoubleUnaryOperator function) {
        return kept(new Value(a.extent, a.dimension, Arrays.stream(a.values).map(function).toArray()));
    }

    private static void requireElements(Value value, int dimension) {
        if (value.extent != Extent.ELEMENTS || value.dimension != dimension) {
            throw new IllegalArgumentException("needs elements, all of one number a sample, not " + inWords(value));
        }
    }

    /** @param factor the derivative as a value, from the result */
    private Value unary(
            Value a, DoubleUnaryOperator function, DoubleUnaryOperator derivative, UnaryOperator<Value> factor) {
        Value result = mapped(a, function);
        result.operands = List.of(a);
        result.backward = () -> {
            for (int i = 0; i < a.gradient.length; i++) {
                if (result.gradient[i] != 0) {
                    a.gradient[i] += result.gradient[i] * derivative.applyAsDouble(a.values[i]);
                }
            }
        };
        result.tangent = (s, none) -> multiply(present(s), factor.apply(result));
        return result;
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
        result.operands = List.of(a, b);
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
