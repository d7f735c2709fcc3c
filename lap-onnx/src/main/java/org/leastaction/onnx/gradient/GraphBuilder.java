package org.leastaction.onnx.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.NodeProto.AttributeProto;
import org.leastaction.onnx.proto.TensorProto;

/**
 * Adds operations to a graph, with the shapes of their results, in the form that the graph's operator set version
 * requires. Every operation that it adds has a rule in {@link Rules}, unless its result is constant between kinks.
 */
final class GraphBuilder {

    private static final String OWN = "#lap#d";
    private static final long AXES_OF_SUMS_ARE_INPUT = 13;
    private static final long AXES_OF_MEANS_ARE_INPUT = 18;
    private static final long SLICES_ARE_INPUT = 10;
    private static final long PADS_ARE_INPUT = 11;
    private static final long HAS_EXPAND = 8;

    private final long opset;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<String, TensorProto> constants;
    private final Map<String, TensorProto> computed;
    private final Map<String, List<Long>> shapes;
    private int made;

    /**
     * An empty graph.
     *
     * @param opset     version of ONNX's operators
     * @param constants of the graph
     * @param computed  known values of tensors that its operations will compute
     * @param shapes    of the tensors that its operations will compute
     */
    GraphBuilder(long opset, Map<String, TensorProto> constants, Map<String, TensorProto> computed,
            Map<String, List<Long>> shapes) {
        this.opset = opset;
        this.constants = new HashMap<>(constants);
        this.computed = computed;
        this.shapes = new HashMap<>(shapes);
    }

    long opset() {
        return opset;
    }

    List<NodeProto> nodes() {
        return nodes;
    }

    Map<String, TensorProto> constants() {
        return constants;
    }

    /** The value of a constant, or of a tensor that is computed from shapes alone; null for others. */
    @Nullable
    TensorProto constant(String name) {
        TensorProto constant = constants.get(name);
        return constant == null ? computed.get(name) : constant;
    }

    /** A tensor of the graph. */
    Tensor tensor(String name) {
        TensorProto constant = constants.get(name);
        List<Long> shape = constant != null ? constant.dims() : shapes.get(name);
        if (shape == null) {
            throw new NotDifferentiableException("reads the tensor '" + name + "', whose shape is not known");
        }
        return new Tensor(name, shape);
    }

    /** Adds an operation of the graph itself. */
    void add(NodeProto node) {
        nodes.add(node);
    }

    /** Gives a result the name of a tensor of the graph. */
    void assign(Tensor result, String name) {
        nodes.add(NodeProto.of("Identity", List.of(result.name()), name));
    }

    Tensor input(String name, List<Long> shape) {
        shapes.put(name, shape);
        return new Tensor(name, shape);
    }

    // Constants

    Tensor floats(List<Long> shape, float... values) {
        String name = OWN + made++;
        constants.put(name, TensorProto.ofFloats(name, shape, values));
        return new Tensor(name, shape);
    }

    Tensor longs(long... values) {
        String name = OWN + "#longs" + Arrays.toString(values);
        constants.computeIfAbsent(name, key -> TensorProto.ofLongs(key, values));
        return new Tensor(name, List.of((long) values.length));
    }

    Tensor number(double value) {
        String name = OWN + "#number" + (float) value;
        constants.computeIfAbsent(name, key -> TensorProto.ofFloats(key, List.of(), (float) value));
        return new Tensor(name, List.of());
    }

    // Elementwise operations

    Tensor add(Tensor a, Tensor b) {
        return elementwise("Add", a, b);
    }

    Tensor sub(Tensor a, Tensor b) {
        return elementwise("Sub", a, b);
    }

    Tensor mul(Tensor a, Tensor b) {
        return elementwise("Mul", a, b);
    }

    Tensor div(Tensor a, Tensor b) {
        return elementwise("Div", a, b);
    }

    Tensor mul(Tensor a, double factor) {
        return factor == 1 ? a : mul(a, number(factor));
    }

    Tensor add(Tensor a, double summand) {
        return summand == 0 ? a : add(a, number(summand));
    }

    Tensor square(Tensor a) {
        return mul(a, a);
    }

    /** An operation on each number, such as "Exp". */
    Tensor map(String operator, Tensor a, AttributeProto... settings) {
        return node(operator, a.shape(), List.of(a), settings);
    }

    /** 1 where a > b, else 0. */
    Tensor above(Tensor a, Tensor b) {
        return indicator(elementwise("Greater", a, b));
    }

    /** 1 where a ≥ b, else 0; also for NaN. */
    Tensor notBelow(Tensor a, Tensor b) {
        return indicator(map("Not", elementwise("Less", a, b)));
    }

    Tensor indicator(Tensor condition) {
        return map("Cast", condition, AttributeProto.integer("to", 1));
    }

    /** a + mask · (b − a): b where a mask is 1, a where it is 0. */
    Tensor chosen(Tensor mask, Tensor b, Tensor a) {
        return add(mul(mask, b), mul(sub(number(1), mask), a));
    }

    private Tensor elementwise(String operator, Tensor a, Tensor b) {
        return node(operator, Tensor.broadcast(a.shape(), b.shape()), List.of(a, b));
    }

    // Sums

    /** The sum over axes, which keep the extent 1. */
    Tensor sum(Tensor a, int... axes) {
        return reduced("ReduceSum", AXES_OF_SUMS_ARE_INPUT, a, axes);
    }

    /** The mean over axes, which keep the extent 1. */
    Tensor mean(Tensor a, int... axes) {
        return reduced("ReduceMean", AXES_OF_MEANS_ARE_INPUT, a, axes);
    }

    private Tensor reduced(String operator, long axesAreInput, Tensor a, int... axes) {
        if (axes.length == 0) {
            return a;
        }
        long[] numbers = Arrays.stream(axes).asLongStream().toArray();
        List<Long> shape = a.collapsed(axes);
        return opset < axesAreInput
                ? node(operator, shape, List.of(a), AttributeProto.integers("axes", boxed(numbers)))
                : node(operator, shape, List.of(a, longs(numbers)));
    }

    /** The sum over the axes along which a tensor of some shape was repeated. */
    Tensor summedTo(List<Long> shape, Tensor a) {
        int more = a.rank() - shape.size();
        int[] repeated = IntStream.range(0, a.rank())
                .filter(axis -> axis < more || (shape.get(axis - more) == 1 && a.extent(axis) != 1)).toArray();
        return reshape(sum(a, repeated), shape);
    }

    /** A tensor, repeated along axes where its extent is 1. The extent of the batch cannot be repeated. */
    Tensor expand(Tensor a, List<Long> shape) {
        if (a.shape().equals(shape)) {
            return a;
        }
        long[] extents = shape.stream().mapToLong(extent -> extent == Tensor.FREE ? 1 : extent).toArray();
        if (opset < HAS_EXPAND) {
            float[] ones = new float[Math.toIntExact(Arrays.stream(extents).reduce(1, Math::multiplyExact))];
            Arrays.fill(ones, 1);
            return mul(a, floats(boxed(extents), ones));
        }
        return node("Expand", shape, List.of(a, longs(extents)));
    }

    // Rearrangements

    Tensor reshape(Tensor a, List<Long> shape) {
        if (a.shape().equals(shape)) {
            return a;
        }
        if (shape.stream().filter(extent -> extent == Tensor.FREE).count() > 1) {
            throw new NotDifferentiableException("has several axes that grow with the batch");
        }
        return node("Reshape", shape, List.of(a, longs(shape.stream().mapToLong(Long::longValue).toArray())));
    }

    Tensor transpose(Tensor a, int... order) {
        List<Long> shape = Arrays.stream(order).mapToObj(a.shape()::get).toList();
        List<Long> numbers = Arrays.stream(order).mapToObj(axis -> (long) axis).toList();
        return node("Transpose", shape, List.of(a), AttributeProto.integers("perm", numbers));
    }

    /** The matrices of the last two axes, transposed. */
    Tensor transposed(Tensor a) {
        int[] order = IntStream.range(0, a.rank()).toArray();
        order[a.rank() - 1] = a.rank() - 2;
        order[a.rank() - 2] = a.rank() - 1;
        return transpose(a, order);
    }

    /** The entries from one index (inclusive) to another (exclusive) along an axis. */
    Tensor slice(Tensor a, int axis, long from, long to) {
        if (from == 0 && to == a.extent(axis)) {
            return a;
        }
        List<Long> shape = a.with(axis, to - from);
        return opset < SLICES_ARE_INPUT
                ? node("Slice", shape, List.of(a), AttributeProto.integers("axes", List.of((long) axis)),
                        AttributeProto.integers("starts", List.of(from)), AttributeProto.integers("ends", List.of(to)))
                : node("Slice", shape, List.of(a, longs(from), longs(to), longs(axis)));
    }

    /** A tensor with zeros before and after its entries along an axis. */
    Tensor pad(Tensor a, int axis, long before, long after) {
        if (before == 0 && after == 0) {
            return a;
        }
        long[] pads = new long[2 * a.rank()];
        pads[axis] = before;
        pads[a.rank() + axis] = after;
        List<Long> shape = a.with(axis, a.extent(axis) + before + after);
        return opset < PADS_ARE_INPUT
                ? node("Pad", shape, List.of(a), AttributeProto.integers("pads", boxed(pads)))
                : node("Pad", shape, List.of(a, longs(pads)));
    }

    /** Entries along an axis, in a given order. */
    Tensor gather(Tensor a, int axis, long... indices) {
        return node("Gather", a.with(axis, indices.length), List.of(a, longs(indices)),
                AttributeProto.integer("axis", axis));
    }

    /** The transpose of {@link #gather}: the sums of the entries that were read from the same place. */
    Tensor scatter(Tensor a, int axis, long extent, long... indices) {
        List<List<Integer>> readers =
                LongStream.range(0, extent).mapToObj(index -> (List<Integer>) new ArrayList<Integer>()).toList();
        for (int i = 0; i < indices.length; i++) {
            readers.get((int) indices[i]).add(i);
        }
        int most = readers.stream().mapToInt(List::size).max().orElse(0);
        Tensor padded = pad(a, axis, 0, 1); // where nothing is to be added, the zero behind the entries is
        Tensor total = gather(padded, axis, places(readers, 0, indices.length));
        for (int k = 1; k < most; k++) {
            total = add(total, gather(padded, axis, places(readers, k, indices.length)));
        }
        return total;
    }

    private static long[] places(List<List<Integer>> readers, int k, int none) {
        return readers.stream().mapToLong(all -> k < all.size() ? all.get(k) : none).toArray();
    }

    Tensor concat(List<Tensor> parts, int axis) {
        long extent = parts.stream().mapToLong(part -> part.extent(axis)).sum();
        return node("Concat", parts.get(0).with(axis, extent), parts, AttributeProto.integer("axis", axis));
    }

    // Products

    Tensor matmul(Tensor a, Tensor b) {
        List<Long> batches = Tensor.broadcast(
                a.shape().subList(0, a.rank() - 2), b.shape().subList(0, b.rank() - 2));
        List<Long> shape = new ArrayList<>(batches);
        shape.add(a.extent(a.rank() - 2));
        shape.add(b.extent(b.rank() - 1));
        return node("MatMul", shape, List.of(a, b));
    }

    /** Any operation. */
    Tensor node(String operator, List<Long> shape, List<Tensor> inputs, AttributeProto... settings) {
        String name = OWN + made++;
        nodes.add(NodeProto.of(operator, inputs.stream().map(Tensor::name).toList(), name, settings));
        shapes.put(name, List.copyOf(shape));
        return new Tensor(name, shape);
    }

    private static List<Long> boxed(long... numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }
}
