package org.leastaction.onnx.gradient;

import java.util.Map;
import java.util.stream.IntStream;

/** Operators that sum over axes. */
final class ReductionRules {

    private static final long SOFTMAX_IS_OF_ONE_AXIS = 13;

    private ReductionRules() {}

    static Map<String, Rule> all() {
        return Map.ofEntries(
                Map.entry("ReduceSum", op -> op.add(0, () -> spread(op, op.gradient()))),
                Map.entry("ReduceMean", op -> op.add(0, () -> op.builder().mul(
                        spread(op, op.gradient()), 1.0 / op.input(0).size(axes(op))))),
                Map.entry("GlobalAveragePool", op -> op.add(0, () -> op.builder().mul(
                        op.builder().expand(op.gradient(), op.shape()),
                        1.0 / op.input(0).size(op.input(0).axesFrom(2))))),
                Map.entry("ReduceSumSquare", op -> op.add(0, () -> op.builder().mul(
                        spread(op, op.gradient()), op.builder().mul(op.input(0), 2)))),
                Map.entry("ReduceL2", op -> op.add(0, () -> op.builder().mul(
                        spread(op, op.builder().div(op.gradient(), op.output())), op.input(0)))),
                Map.entry("ReduceL1", op -> op.add(0, () -> op.builder().mul(
                        spread(op, op.gradient()), op.builder().map("Sign", op.input(0))))),
                Map.entry("ReduceMax", ReductionRules::extremum),
                Map.entry("ReduceMin", ReductionRules::extremum),
                Map.entry("GlobalMaxPool", ReductionRules::extremum),
                Map.entry("ReduceLogSumExp", op -> op.add(0, () -> op.builder().mul(spread(op, op.gradient()),
                        op.builder().map("Exp", op.builder().sub(op.input(0), kept(op, op.output())))))),
                Map.entry("Softmax", ReductionRules::softmax),
                Map.entry("LogSoftmax", op -> op.add(0, () -> op.builder().sub(op.gradient(), op.builder().mul(
                        op.builder().map("Exp", op.output()),
                        op.builder().sum(op.gradient(), axesOfSoftmax(op)))))));
    }

    /** The axes that an operation sums over. */
    private static int[] axes(Operation op) {
        if (op.operator().startsWith("Global")) {
            return op.input(0).axesFrom(2);
        }
        long[] axes = op.constantLongs("axes", 1);
        if (axes.length > 0) {
            return op.axes(axes);
        }
        return op.number("noop_with_empty_axes", 0) == 0 ? op.input(0).axesFrom(0) : new int[0];
    }

    /** A result or its gradient, in the shape with extents of 1 along the axes. */
    private static Tensor kept(Operation op, Tensor reduced) {
        return op.builder().reshape(reduced, op.input(0).collapsed(axes(op)));
    }

    /** The gradient of a result at every number that is summed. */
    private static Tensor spread(Operation op, Tensor gradient) {
        return op.builder().expand(kept(op, gradient), op.shape());
    }

    /** Numbers that attain an extremum share its gradient equally. */
    private static void extremum(Operation op) {
        GraphBuilder b = op.builder();
        op.add(0, () -> {
            Tensor result = kept(op, op.output());
            Tensor attaining = op.operator().equals("ReduceMin")
                    ? b.notBelow(result, op.input(0))
                    : b.notBelow(op.input(0), result);
            Tensor share = b.div(kept(op, op.gradient()), b.sum(attaining, axes(op)));
            return b.mul(attaining, share);
        });
    }

    private static void softmax(Operation op) {
        GraphBuilder b = op.builder();
        op.add(0, () -> {
            Tensor mean = b.sum(b.mul(op.gradient(), op.output()), axesOfSoftmax(op));
            return b.mul(op.output(), b.sub(op.gradient(), mean));
        });
    }

    /** One axis; in older versions also all later axes. */
    private static int[] axesOfSoftmax(Operation op) {
        boolean one = op.builder().opset() >= SOFTMAX_IS_OF_ONE_AXIS;
        int axis = op.axis(op.number("axis", one ? -1 : 1));
        return one ? new int[] {axis} : IntStream.range(axis, op.input(0).rank()).toArray();
    }
}
