package org.leastaction.flow.backend;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.backend.GuardedFlow.NanWatch;
import org.leastaction.points.FloatPoints;

/**
 * Checks the steps of one transport or pass before they reach the observer: their order, their shapes, and, for some
 * points, that output = shortcut + residue and that an identity shortcut equals the output of the previous block.
 * Points that a model computes on request are requested in the first batch only; later their stated shape is checked.
 */
final class StepCheck {

    /** Number of points of the first batch whose values are checked. */
    private static final int LOOKED_AT = 4;

    /** Tolerance relative to the largest value of a step: the rounding of bfloat16. */
    private static final double ROUNDING = 1.0 / 128;

    private final String method;
    private final FlowShape shape;
    private final int size;
    private final int least;
    private final int most;
    private final Function<String, BackendFailure> failure;
    private final NanWatch watch;
    private int firstRow;
    private int rows;
    private int seen;
    private int segment;
    private float[] left = new float[0];
    private @Nullable Throwable own;

    /**
     * A check of one call.
     *
     * @param method name of the method called
     * @param size   number of points
     * @param least  minimum batch size while enough points remain
     * @param most   maximum batch size
     * @param watch  receives the particles that enter and leave
     */
    StepCheck(String method, FlowShape shape, int size, int least, int most,
            Function<String, BackendFailure> failure, NanWatch watch) {
        this.method = method;
        this.shape = shape;
        this.size = size;
        this.least = least;
        this.most = most;
        this.failure = failure;
        this.watch = watch;
    }

    BlockObserver before(BlockObserver observer) {
        return step -> passOn(0, step, () -> observer.observe(step));
    }

    BatchObserver before(BatchObserver observer) {
        return (row, step) -> passOn(row, step, () -> observer.observe(row, step));
    }

    /** Whether an exception comes from the observer or from this check. */
    boolean isOurs(Throwable thrown) {
        return thrown == own;
    }

    /** @throws BackendFailure if a block or point was left out */
    void end() {
        if (seen != 0) {
            throw failure.apply(method + " showed " + seen + " of " + shape.blocks() + " blocks" + place());
        }
        if (firstRow == 0) {
            throw failure.apply(method + " showed 0 of " + shape.blocks() + " blocks");
        }
        if (firstRow != size) {
            throw failure.apply(method + " showed " + firstRow + " of " + size + " points");
        }
    }

    private void passOn(int row, BlockStep step, Runnable observer) {
        try {
            check(row, step);
            observer.run();
        } catch (RuntimeException thrown) {
            own = thrown;
            throw thrown;
        }
    }

    private void check(int row, BlockStep step) {
        if (step == null || step.block() != seen || row != firstRow || firstRow == size) {
            throw failure.apply(method + " showed " + (step == null ? "nothing" : "block " + step.block())
                    + (row == firstRow ? "" : " of a batch from point " + row) + " where "
                    + (firstRow == size ? "no block" : "block " + seen + " of " + shape.blocks() + place()) + " comes");
        }
        if (seen == 0) {
            rows = rows(step);
        }
        if (firstRow == 0 || step instanceof BlockStep.Given) {
            check("shortcut", step.shortcut());
            check("residue", step.residue());
            check("output", step.output());
        } else {
            check("step", step.size(), step.dimension());
        }
        if (firstRow == 0) {
            checkMotion(step);
        }
        if (seen == 0) {
            watch.see(method, step.shortcut());
        }
        if (++seen == shape.blocks()) {
            watch.see(method, step.output());
            seen = 0;
            firstRow += rows;
        }
    }

    /** Number of points in the batch that begins with a step. */
    private int rows(BlockStep step) {
        int atLeast = Math.min(least, size - firstRow);
        int atMost = Math.min(most, size - firstRow);
        int own = least == size || (step instanceof BlockStep.Given && step.output() == null) ? size : step.size();
        if (own < atLeast || own > atMost) {
            throw failure.apply(method + " showed " + own + " points together" + place() + ", " + atLeast + " to "
                    + atMost + " are right");
        }
        return own;
    }

    private void check(String what, FloatPoints points) {
        if (points == null) {
            throw failure.apply("the " + what + " of block " + seen + " gave nothing");
        }
        check(what, points.size(), points.dimension());
    }

    private void check(String what, int n, int d) {
        int dimension = shape.leavingDimension(seen);
        if (n != rows || d != dimension) {
            throw failure.apply("the " + what + " of block " + seen + " gave [" + n + ", " + d + "], [" + rows + ", "
                    + dimension + "] is right");
        }
    }

    private void checkMotion(BlockStep step) {
        int length = Math.min(rows, LOOKED_AT) * shape.leavingDimension(seen);
        float[] shortcut = copy(step.shortcut(), length);
        float[] residue = copy(step.residue(), length);
        float[] output = copy(step.output(), length);
        double scale = Math.max(largest(shortcut), Math.max(largest(residue), largest(output)));
        for (int i = 0; i < length; i++) {
            if (Math.abs(shortcut[i] + residue[i] - output[i]) > ROUNDING * scale) {
                throw failure.apply("the residue of block " + seen + " is not its output less its shortcut: "
                        + output[i] + " - " + shortcut[i] + " was given as " + residue[i]);
            }
            if (seen > 0 && step.segment() == segment && Math.abs(shortcut[i] - left[i]) > ROUNDING * scale) {
                throw failure.apply("the shortcut of block " + seen + " is not the output of the block before it in its"
                        + " segment: " + shortcut[i] + " instead of " + left[i]);
            }
        }
        segment = step.segment();
        left = output;
    }

    private static float[] copy(FloatPoints points, int length) {
        return Arrays.copyOfRange(points.array(), points.offset(), points.offset() + length);
    }

    private static double largest(float[] numbers) {
        double largest = 0;
        for (float number : numbers) {
            largest = Float.isFinite(number) ? Math.max(largest, Math.abs(number)) : largest;
        }
        return largest;
    }

    private String place() {
        return firstRow == 0 ? "" : " from point " + firstRow;
    }
}
