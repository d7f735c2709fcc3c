package org.leastaction.onnx.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.leastaction.onnx.proto.NodeProto.AttributeProto;

/**
 * Convolutions and pooling.
 *
 * <p>A maximum's gradient goes to the first number of the window that attains it, row by row.
 */
final class WindowRules {

    private static final float OUTSIDE = -3e38f;
    private static final long COUNTS_CUT_WINDOWS = 19;

    private WindowRules() {}

    static Map<String, Rule> all() {
        return Map.of("Conv", WindowRules::convolution, "ConvTranspose", WindowRules::transposedConvolution,
                "MaxPool", WindowRules::maximum, "AveragePool", WindowRules::average);
    }

    private static void convolution(Operation op) {
        op.requireConstantFrom(1);
        Tensor weights = op.input(1);
        Windows windows = Windows.of(op, weights.from(2), op.input(0).from(2), op.output().from(2));
        op.add(0, () -> windows.spread(op.builder(), op.gradient(), weights, op.number("group", 1)));
    }

    private static void transposedConvolution(Operation op) {
        op.requireConstantFrom(1);
        Tensor weights = op.input(1);
        Windows windows = Windows.of(op, weights.from(2), op.output().from(2), op.input(0).from(2));
        op.add(0, () -> windows.convolve(op.builder(), op.gradient(), weights, op.number("group", 1)));
    }

    /** The numbers of each window are channels of a convolution by unit vectors; the first greatest is selected. */
    private static void maximum(Operation op) {
        GraphBuilder b = op.builder();
        Windows windows = windows(op);
        int size = windows.size();
        Tensor units = b.floats(kernelShape(size, windows), identity(size));
        op.add(0, () -> {
            Tensor numbers = windows.convolve(b, oneChannel(b, op.input(0)), units, 1);
            float[] outside = outside(windows);
            if (contains(outside, OUTSIDE)) {
                numbers = b.add(numbers, b.floats(numbers.with(0, 1), outside));
            }
            Tensor first = b.node("ArgMax", numbers.with(1, 1), List.of(numbers), AttributeProto.integer("axis", 1));
            Tensor selected = b.indicator(b.node("Equal", numbers.shape(), List.of(first, places(b, windows))));
            Tensor gradient = b.mul(selected, oneChannel(b, op.gradient()));
            return b.reshape(windows.spread(b, gradient, units, 1), op.shape());
        });
    }

    private static void average(Operation op) {
        GraphBuilder b = op.builder();
        Windows windows = windows(op);
        Tensor ones = b.floats(kernelShape(1, windows), filled(windows.size(), 1));
        op.add(0, () -> {
            float[] shares = counts(op, windows);
            for (int i = 0; i < shares.length; i++) {
                shares[i] = 1 / shares[i];
            }
            Tensor gradient = oneChannel(b, op.gradient());
            Tensor shared = b.mul(gradient, b.floats(gradient.with(0, 1), shares));
            return b.reshape(windows.spread(b, shared, ones, 1), op.shape());
        });
    }

    /** The number by which an average divides, for every window. */
    private static float[] counts(Operation op, Windows windows) {
        long[] zeros = new long[windows.axes()];
        if (op.number("count_include_pad", 0) == 0) {
            return windows.counts(zeros, windows.fine());
        }
        if (op.builder().opset() < COUNTS_CUT_WINDOWS) {
            return filled(Math.toIntExact(Windows.product(windows.coarse())), windows.size());
        }
        long[] from = Arrays.stream(windows.begin()).map(pad -> -pad).toArray();
        long[] to = windows.fine().clone();
        for (int i = 0; i < to.length; i++) {
            to[i] += windows.end()[i];
        }
        return windows.counts(from, to);
    }

    private static Windows windows(Operation op) {
        return Windows.of(op, op.numbers("kernel_shape"), op.input(0).from(2), op.output().from(2));
    }

    /** Images [n, c, …] as [n · c, 1, …]. */
    private static Tensor oneChannel(GraphBuilder b, Tensor images) {
        List<Long> shape = new ArrayList<>(images.shape());
        shape.set(0, images.extent(0) == Tensor.FREE ? Tensor.FREE : images.extent(0) * images.extent(1));
        shape.set(1, 1L);
        return b.reshape(images, shape);
    }

    /** The numbers of a window's places, [1, size, 1, …]. */
    private static Tensor places(GraphBuilder b, Windows windows) {
        List<Long> shape = new ArrayList<>(List.of(1L, (long) windows.size()));
        shape.addAll(Collections.nCopies(windows.axes(), 1L));
        return b.reshape(b.longs(LongStream.range(0, windows.size()).toArray()), shape);
    }

    /** [channels, 1, kernel…] */
    private static List<Long> kernelShape(long channels, Windows windows) {
        List<Long> shape = new ArrayList<>(List.of(channels, 1L));
        Arrays.stream(windows.kernel()).forEach(shape::add);
        return Collections.unmodifiableList(shape);
    }

    private static float[] identity(int size) {
        float[] matrix = new float[size * size];
        for (int i = 0; i < size; i++) {
            matrix[i * size + i] = 1;
        }
        return matrix;
    }

    /**
     * For every number of every window, [size, coarse…]: 0 if it is one of the fine numbers, otherwise less than any of
     * them.
     */
    private static float[] outside(Windows windows) {
        long[] zeros = new long[windows.axes()];
        int count = Math.toIntExact(Windows.product(windows.coarse()));
        float[] penalties = new float[windows.size() * count];
        for (int k = 0; k < windows.size(); k++) {
            float[] inside = windows.only(k).counts(zeros, windows.fine());
            for (int i = 0; i < count; i++) {
                penalties[k * count + i] = inside[i] > 0 ? 0 : OUTSIDE;
            }
        }
        return penalties;
    }

    private static boolean contains(float[] values, float wanted) {
        for (float value : values) {
            if (value == wanted) {
                return true;
            }
        }
        return false;
    }

    private static float[] filled(int size, float value) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        return values;
    }
}
