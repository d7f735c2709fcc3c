package org.leastaction.tf.training;

import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.leastaction.flow.objective.Arithmetic;
import org.leastaction.tf.graph.Layers.Layout;
import org.leastaction.tf.graph.Tangents;
import org.leastaction.tf.training.TensorArithmetic.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The arithmetic of objectives on the tensors of a training graph.
 *
 * <table>
 * <caption>Shapes by extent</caption>
 * <tr><th></th><th>stacked</th><th>single</th></tr>
 * <tr><td>elements</td><td>[instances, batch, d]</td><td>[batch, …], d elements per sample</td></tr>
 * <tr><td>samples</td><td>[instances, batch]</td><td>[batch]</td></tr>
 * <tr><td>number</td><td>[instances], or a scalar</td><td>[1], or a scalar</td></tr>
 * </table>
 */
final class TensorArithmetic implements Arithmetic<Value> {

    private enum Extent {
        NUMBER,
        SAMPLES,
        ELEMENTS
    }

    private final Ops tf;
    private final Layout layout;
    private final ObjectiveInputs inputs;
    private final Supplier<List<Operand<TFloat32>>> statistics;

    /** A value of some extent. */
    static final class Value {

        private final Operand<TFloat32> tensor;
        private final Extent extent;
        /** Elements per sample; 1 unless the extent is elements. */
        private final int dimension;

        private Value(Operand<TFloat32> tensor, Extent extent, int dimension) {
            this.tensor = tensor;
            this.extent = extent;
            this.dimension = dimension;
        }

        private Value with(Operand<TFloat32> other) {
            return new Value(other, extent, dimension);
        }
    }

    /**
     * @param inputs     receives the inputs that operations need for each batch in addition to its points
     * @param statistics the statistics of the batch that derivatives count as constants
     */
    TensorArithmetic(
            Ops tf, Layout layout, ObjectiveInputs inputs, Supplier<List<Operand<TFloat32>>> statistics) {
        this.tf = tf;
        this.layout = layout;
        this.inputs = inputs;
        this.statistics = statistics;
    }

    /** The elements of a tensor of the shape above. */
    Value elements(Operand<TFloat32> tensor, int dimension) {
        return new Value(tensor, Extent.ELEMENTS, dimension);
    }

    /** One number per instance, [instances]. */
    Value number(Operand<TFloat32> tensor) {
        return new Value(tensor, Extent.NUMBER, 1);
    }

    /**
     * The tensor of a number, [instances].
     *
     * @param what name of the value in error messages
     * @throws IllegalArgumentException if the value is null or not a number
     */
    Operand<TFloat32> number(Value value, String what, int instances) {
        if (value == null || value.extent != Extent.NUMBER) {
            throw new IllegalArgumentException(
                    what + " must be a number, not " + (value == null ? "null" : inWords(value)));
        }
        return value.tensor.shape().numDimensions() == 0
                ? tf.broadcastTo(value.tensor, tf.constant(new int[] {instances}))
                : value.tensor;
    }

    @Override
    public Value constant(double value) {
        return number(tf.constant((float) value));
    }

    @Override
    public Value add(Value a, Value b) {
        return a.extent == b.extent ? sum(a, b, tf.math::add) : binary(a, b, tf.math::add);
    }

    @Override
    public Value subtract(Value a, Value b) {
        return a.extent == b.extent ? sum(a, b, tf.math::sub) : binary(a, b, tf.math::sub);
    }

    @Override
    public Value multiply(Value a, Value b) {
        return binary(a, b, tf.math::mul);
    }

    @Override
    public Value divide(Value a, Value b) {
        return binary(a, b, tf.math::div);
    }

    @Override
    public Value maximum(Value a, Value b) {
        return binary(a, b, tf.math::maximum);
    }

    @Override
    public Value abs(Value a) {
        return a.with(tf.math.abs(a.tensor));
    }

    @Override
    public Value square(Value a) {
        return a.with(tf.math.square(a.tensor));
    }

    @Override
    public Value sqrt(Value a) {
        return a.with(tf.math.sqrt(a.tensor));
    }

    @Override
    public Value power(Value a, double exponent) {
        return a.with(tf.math.pow(a.tensor, tf.constant((float) exponent)));
    }

    @Override
    public Value exp(Value a) {
        return a.with(tf.math.exp(a.tensor));
    }

    @Override
    public Value log(Value a) {
        return a.with(tf.math.log(a.tensor));
    }

    @Override
    public Value tanh(Value a) {
        return a.with(tf.math.tanh(a.tensor));
    }

    @Override
    public Value relu(Value a) {
        return a.with(tf.nn.relu(a.tensor));
    }

    @Override
    public Value sumOfElements(Value elements) {
        if (elements.extent != Extent.ELEMENTS) {
            throw new IllegalArgumentException("a sum over elements needs elements, not " + inWords(elements));
        }
        int first = layout == Layout.STACKED ? 2 : 1;
        int[] axes = IntStream.range(first, rank(elements)).toArray();
        return new Value(tf.sum(elements.tensor, tf.constant(axes)), Extent.SAMPLES, 1);
    }

    @Override
    public Value mean(Value a) {
        if (a.extent == Extent.NUMBER) {
            return a;
        }
        if (layout == Layout.STACKED) {
            return number(tf.math.mean(a.tensor, tf.constant(IntStream.range(1, rank(a)).toArray())));
        }
        return number(oneInstance(tf.math.mean(flat(a), tf.constant(0))));
    }

    @Override
    public Value meanOfPowers(Value a, double exponent) {
        if (layout == Layout.STACKED || a.extent == Extent.NUMBER) {
            return Arithmetic.super.meanOfPowers(a, exponent);
        }
        if (exponent != 2) {
            Operand<TFloat32> powers = tf.math.pow(tf.math.abs(flat(a)), tf.constant((float) exponent));
            return number(oneInstance(tf.math.mean(powers, tf.constant(0))));
        }
        // One pass over the elements forward and one backward, instead of three each for the mean of squares.
        Operand<TFloat32> size = tf.dtypes.cast(tf.size(a.tensor), TFloat32.class);
        return number(oneInstance(tf.math.div(tf.math.mul(tf.nn.l2Loss(a.tensor), tf.constant(2f)), size)));
    }

    private Operand<TFloat32> flat(Value value) {
        return tf.reshape(value.tensor, tf.constant(new int[] {-1}));
    }

    private Operand<TFloat32> oneInstance(Operand<TFloat32> scalar) {
        return tf.reshape(scalar, tf.constant(new int[] {1}));
    }

    @Override
    public Value total(List<Value> summands) {
        if (summands.isEmpty()) {
            throw new IllegalArgumentException("a total needs at least one value");
        }
        Value first = summands.get(0);
        summands.forEach(summand -> {
            if (summand.extent != first.extent || !isSameShape(summand, first)) {
                throw new IllegalArgumentException("a total needs values of one extent, not " + inWords(first) + " and "
                        + inWords(summand));
            }
        });
        if (summands.stream().anyMatch(TensorArithmetic::isScalar)) {
            return summands.stream().reduce(this::add).orElseThrow();
        }
        return first.with(tf.math.addN(summands.stream().map(summand -> summand.tensor).toList()));
    }

    @Override
    public Value detached(Value a) {
        return a.with(tf.stopGradient(a.tensor));
    }

    @Override
    public Value assigned(Value from, Value to) {
        requireElements(from, from.dimension);
        requireElements(to, from.dimension);
        Operand<TInt32> order = inputs.assignment(rows(from), rows(to), from.dimension);
        return to.with(tf.reshape(tf.gatherNd(rows(to), order), shapeOf(to)));
    }

    @Override
    public Value sorted(Value elements) {
        requireElements(elements, elements.dimension);
        int[] exchange = layout == Layout.STACKED ? new int[] {0, 2, 1} : new int[] {1, 0};
        Operand<TFloat32> flat = layout == Layout.STACKED ? elements.tensor : rows(elements);
        Operand<TFloat32> columns = tf.linalg.transpose(flat, tf.constant(exchange));
        Operand<TInt32> sizes = tf.shape(columns);
        Operand<TInt32> n = tf.reshape(
                tf.shape.size(tf.shape(columns), tf.constant(exchange.length - 1)), tf.constant(new int[0]));
        Operand<TInt32> ranks = tf.reshape(
                tf.nn.topK(tf.stopGradient(columns), n, TInt32.class).indices(),
                tf.stack(List.of(tf.constant(-1), n)));
        Operand<TInt32> count = tf.math.div(tf.size(ranks), n);
        Operand<TInt32> starts = tf.math.mul(tf.range(tf.constant(0), count, tf.constant(1)), n);
        Operand<TInt32> places = tf.reshape(
                tf.math.add(ranks, tf.expandDims(starts, tf.constant(1))), tf.constant(new int[] {-1, 1}));
        Operand<TFloat32> ordered = tf.gatherNd(tf.reshape(columns, tf.constant(new int[] {-1})), places);
        Operand<TFloat32> back = tf.linalg.transpose(tf.reshape(ordered, sizes), tf.constant(exchange));
        return elements.with(tf.reshape(back, shapeOf(elements)));
    }

    @Override
    public List<Value> projected(List<Value> elements, int directions) {
        int d = elements.get(0).dimension;
        elements.forEach(value -> requireElements(value, d));
        Operand<TFloat32> drawn = inputs.directions(d, directions);
        return elements.stream()
                .map(value -> new Value(
                        layout == Layout.STACKED
                                ? tf.train.batchMatMul(value.tensor, drawn, TFloat32.class)
                                : tf.linalg.matMul(rows(value),
                                        tf.reshape(drawn, tf.constant(new int[] {d, directions}))),
                        Extent.ELEMENTS,
                        directions))
                .toList();
    }

    @Override
    public Value signs(Value elements) {
        requireElements(elements, elements.dimension);
        return elements.with(tf.reshape(inputs.signs(elements.dimension), shapeOf(elements)));
    }

    @Override
    public Value derivative(Value from, Value to, Value direction) {
        requireElements(from, from.dimension);
        requireElements(direction, from.dimension);
        return to.with(Tangents.differentiable(tf, from.tensor, direction.tensor, to.tensor, statistics.get()));
    }

    private static void requireElements(Value value, int dimension) {
        if (value.extent != Extent.ELEMENTS || value.dimension != dimension) {
            throw new IllegalArgumentException("needs elements, all of one number a sample, not " + inWords(value));
        }
    }

    /** All samples of all instances, [instances · batch, d]. */
    private Operand<TFloat32> rows(Value elements) {
        return tf.reshape(elements.tensor, tf.constant(new int[] {-1, elements.dimension}));
    }

    /** The shape of a value, with −1 for the batch. */
    private Operand<TInt32> shapeOf(Value value) {
        return tf.constant(LongStream.of(value.tensor.shape().asArray()).mapToInt(Math::toIntExact).toArray());
    }

    /** A sum: gradients pass through it unchanged, even if one operand depends on the other. */
    private Value sum(Value a, Value b, BinaryOperator<Operand<TFloat32>> operation) {
        requireFit(a, b);
        return (isScalar(a) ? b : a).with(operation.apply(a.tensor, b.tensor));
    }

    private Value binary(Value a, Value b, BinaryOperator<Operand<TFloat32>> operation) {
        requireFit(a, b);
        Value larger = a.extent.compareTo(b.extent) >= 0 ? a : b;
        Operand<TFloat32> first = shaped(a, larger);
        Operand<TFloat32> second = shaped(b, larger);
        if (layout == Layout.SINGLE && !isConstant(a) && !isConstant(b)) {
            // Under other names: gradients are not supported through operations whose inputs depend on one another.
            return larger.with(operation.apply(tf.identity(first), tf.identity(second)));
        }
        return larger.with(operation.apply(first, second));
    }

    /** A tensor that broadcasts to the shape of a value of the same or a larger extent. */
    private Operand<TFloat32> shaped(Value value, Value larger) {
        if (value.extent == larger.extent || isScalar(value)) {
            return value.tensor;
        }
        int[] shape = new int[rank(larger)];
        Arrays.fill(shape, 1);
        shape[0] = -1;
        if (layout == Layout.STACKED && value.extent == Extent.SAMPLES) {
            shape = new int[] {(int) value.tensor.shape().get(0), -1, 1};
        }
        return tf.reshape(value.tensor, tf.constant(shape));
    }

    private static boolean isScalar(Value value) {
        return rank(value) == 0;
    }

    /** Whether no gradient can flow through a value. */
    private static boolean isConstant(Value value) {
        String type = value.tensor.op().type();
        return type.equals("Const") || type.equals("StopGradient");
    }

    private static void requireFit(Value a, Value b) {
        if (a.extent == b.extent && !isSameShape(a, b)) {
            throw new IllegalArgumentException(inWords(a) + " and " + inWords(b) + " do not fit each other");
        }
    }

    /** Scalars, which are constants, fit any number. */
    private static boolean isSameShape(Value a, Value b) {
        return a.extent != Extent.ELEMENTS
                || Arrays.equals(a.tensor.shape().asArray(), b.tensor.shape().asArray());
    }

    private static int rank(Value value) {
        return value.tensor.shape().numDimensions();
    }

    private static String inWords(Value value) {
        return switch (value.extent) {
            case NUMBER -> "a number";
            case SAMPLES -> "one number a sample";
            case ELEMENTS -> value.dimension + " elements a sample";
        };
    }
}
