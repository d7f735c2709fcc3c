package org.leastaction.onnx.gradient;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.NodeProto.AttributeProto;
import org.leastaction.onnx.proto.TensorProto;

/**
 * The windows of a convolution or pooling, by spatial axis: those of {@code coarse} numbers among {@code fine} ones.
 *
 * @param kernel numbers of a window
 * @param begin  zeros before the fine numbers
 * @param end    zeros behind them
 */
record Windows(long[] kernel, long[] strides, long[] dilations, long[] begin, long[] end, long[] fine, long[] coarse) {

    private static final String FLIPPED = "#lap#flipped";

    /** The windows of an operation, with the padding that its settings or its shapes imply. */
    static Windows of(Operation op, long[] kernel, long[] fine, long[] coarse) {
        if (LongStream.concat(Arrays.stream(fine), Arrays.stream(coarse)).anyMatch(extent -> extent == Tensor.FREE)) {
            throw new NotDifferentiableException("has windows along the axis of the points");
        }
        int axes = kernel.length;
        long[] strides = op.numbers("strides", axes, 1);
        long[] dilations = op.numbers("dilations", axes, 1);
        long[] pads = op.numbers("pads", 2 * axes, 0);
        long[] begin = Arrays.copyOf(pads, axes);
        long[] end = Arrays.copyOfRange(pads, axes, 2 * axes);
        String automatic = op.text("auto_pad", "NOTSET");
        if (automatic.startsWith("SAME") || op.isSet("output_shape")) {
            long[] more = op.numbers("output_padding", axes, 0);
            for (int i = 0; i < axes; i++) {
                long total = Math.max(0, (coarse[i] - 1) * strides[i] + dilations[i] * (kernel[i] - 1) + 1 + more[i]
                        - fine[i]);
                begin[i] = automatic.equals("SAME_UPPER") ? total / 2 : total - total / 2;
                end[i] = total - begin[i];
            }
        } else if (automatic.equals("VALID")) {
            Arrays.fill(begin, 0);
            Arrays.fill(end, 0);
        }
        return new Windows(kernel, strides, dilations, begin, end, fine, coarse);
    }

    int axes() {
        return kernel.length;
    }

    /** Numbers of one window. */
    int size() {
        return Math.toIntExact(product(kernel));
    }

    /** Numbers from the first to the last of a window along an axis. */
    private long span(int axis) {
        return dilations[axis] * (kernel[axis] - 1) + 1;
    }

    /** Whether the transpose of the convolution by these windows is itself a convolution of stride 1. */
    private boolean isDense() {
        return IntStream.range(0, axes()).allMatch(i -> strides[i] == 1 && begin[i] < span(i)
                && fine[i] - coarse[i] + span(i) - 1 - begin[i] >= 0);
    }

    /** The convolution of fine numbers [n, c, …] by weights [c′, c / group, kernel…]. */
    Tensor convolve(GraphBuilder b, Tensor x, Tensor weights, long group) {
        long[] last = new long[axes()];
        for (int i = 0; i < axes(); i++) {
            long needed = (coarse[i] - 1) * strides[i] + span(i) - fine[i] - begin[i];
            last[i] = Math.max(0, needed);
            if (last[i] - needed >= strides[i]) {
                throw new NotDifferentiableException("has an output padding of a whole stride");
            }
        }
        return b.node("Conv", shape(x, weights.extent(0), coarse), List.of(x, weights),
                integers("strides", strides), integers("dilations", dilations), pads(begin, last),
                AttributeProto.integer("group", group));
    }

    /** Its transpose: from coarse numbers [n, c′, …] to fine ones [n, c, …]. */
    Tensor spread(GraphBuilder b, Tensor y, Tensor weights, long group) {
        TensorProto known = b.constant(weights.name());
        if (isDense() && known != null && known.type() == ElementType.FLOAT) {
            long[] first = new long[axes()];
            for (int i = 0; i < axes(); i++) {
                first[i] = span(i) - 1 - begin[i];
            }
            long[] ones = new long[axes()];
            Arrays.fill(ones, 1);
            Windows back = new Windows(kernel, ones, dilations, first, first, /* fine= */ coarse, /* coarse= */ fine);
            return back.convolve(b, y, flipped(b, known, Math.toIntExact(group)), group);
        }
        long[] last = end.clone();
        long[] more = new long[axes()];
        for (int i = 0; i < axes(); i++) {
            more[i] = fine[i] - ((coarse[i] - 1) * strides[i] + span(i) - begin[i] - end[i]);
            last[i] -= Math.min(0, more[i]);
            more[i] = Math.max(0, more[i]);
        }
        return b.node("ConvTranspose", shape(y, weights.extent(1) * group, fine), List.of(y, weights),
                integers("strides", strides), integers("dilations", dilations), pads(begin, last),
                integers("output_padding", more), AttributeProto.integer("group", group));
    }

    /**
     * Weights [c′, c / group, …] of a convolution as those [c, c′ / group, …] of its transpose, if that is a
     * convolution: with channels exchanged in every group, and reversed along all spatial axes.
     */
    private static Tensor flipped(GraphBuilder b, TensorProto weights, int group) {
        String name = weights.name();
        if (name.endsWith(FLIPPED)) {
            return b.tensor(name.substring(0, name.length() - FLIPPED.length()));
        }
        String turned = name + FLIPPED;
        b.constants().computeIfAbsent(turned, key -> {
            int out = Math.toIntExact(weights.dims().get(0)) / group;
            int in = Math.toIntExact(weights.dims().get(1));
            float[] from = weights.floats();
            float[] to = new float[from.length];
            int size = from.length / (out * group * in);
            for (int g = 0; g < group; g++) {
                for (int o = 0; o < out; o++) {
                    for (int i = 0; i < in; i++) {
                        int source = ((g * out + o) * in + i) * size;
                        int target = ((g * in + i) * out + o) * size;
                        for (int k = 0; k < size; k++) {
                            to[target + size - 1 - k] = from[source + k];
                        }
                    }
                }
            }
            List<Long> dims = new Tensor(name, weights.dims()).with(0, (long) in * group);
            return TensorProto.ofFloats(key, new Tensor(name, dims).with(1, out), to);
        });
        return b.tensor(turned);
    }

    private static List<Long> shape(Tensor like, long channels, long[] extents) {
        return LongStream.concat(LongStream.of(like.extent(0), channels), Arrays.stream(extents)).boxed().toList();
    }

    private static AttributeProto pads(long[] begin, long[] end) {
        return integers("pads", LongStream.concat(Arrays.stream(begin), Arrays.stream(end)).toArray());
    }

    private static AttributeProto integers(String name, long[] values) {
        return AttributeProto.integers(name, Arrays.stream(values).boxed().toList());
    }

    /**
     * How many of a window's numbers lie in a range, for every window, [coarse…], row-major.
     *
     * @param from first index of the range by axis
     * @param to   the index behind its last by axis
     */
    float[] counts(long[] from, long[] to) {
        float[] counts = {1};
        for (int axis = 0; axis < axes(); axis++) {
            float[] next = new float[Math.toIntExact(counts.length * coarse[axis])];
            for (int o = 0; o < coarse[axis]; o++) {
                int inside = 0;
                for (int k = 0; k < kernel[axis]; k++) {
                    long index = o * strides[axis] - begin[axis] + k * dilations[axis];
                    inside += index >= from[axis] && index < to[axis] ? 1 : 0;
                }
                for (int before = 0; before < counts.length; before++) {
                    next[Math.toIntExact(before * coarse[axis]) + o] = counts[before] * inside;
                }
            }
            counts = next;
        }
        return counts;
    }

    /** The same windows, each reduced to its k-th number in row-major order. */
    Windows only(int k) {
        long[] first = begin.clone();
        long rest = k;
        for (int axis = axes() - 1; axis >= 0; axis--) {
            first[axis] -= rest % kernel[axis] * dilations[axis];
            rest /= kernel[axis];
        }
        long[] ones = new long[axes()];
        Arrays.fill(ones, 1);
        return new Windows(ones, strides, dilations, first, end, fine, coarse);
    }

    static long product(long[] extents) {
        return Arrays.stream(extents).reduce(1, Math::multiplyExact);
    }
}
