package org.leastaction.onnx.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators that return the numbers of their input in other positions. */
final class RearrangementRules {

    private static final long AXES_OF_SLICES_ARE_INPUT = 10;

    private RearrangementRules() {}

    static Map<String, Rule> all() {
        Rule reshape = op -> op.add(0, () -> op.builder().reshape(op.gradient(), op.shape()));
        Rule repeat = op -> op.add(0, op::gradient);
        return Map.ofEntries(Map.entry("Reshape", reshape), Map.entry("Flatten", reshape),
                Map.entry("Squeeze", reshape), Map.entry("Unsqueeze", reshape), Map.entry("Expand", repeat),
                Map.entry("Transpose", RearrangementRules::transpose), Map.entry("Concat", RearrangementRules::concat),
                Map.entry("Split", RearrangementRules::split), Map.entry("Slice", RearrangementRules::slice),
                Map.entry("Pad", RearrangementRules::pad), Map.entry("Gather", RearrangementRules::gather),
                Map.entry("Tile", RearrangementRules::tile), Map.entry("Resize", RearrangementRules::enlarge),
                Map.entry("Upsample", RearrangementRules::enlarge));
    }

    private static void transpose(Operation op) {
        int rank = op.input(0).rank();
        long[] order = op.numbers("perm");
        int[] inverse = new int[rank];
        for (int i = 0; i < rank; i++) {
            inverse[order.length == 0 ? rank - 1 - i : (int) order[i]] = i;
        }
        op.add(0, () -> op.builder().transpose(op.gradient(), inverse));
    }

    private static void concat(Operation op) {
        int axis = op.axis(op.number("axis", 1));
        long from = 0;
        for (int i = 0; i < op.inputs(); i++) {
            long start = from;
            long end = start + op.input(i).extent(axis);
            op.add(i, () -> op.builder().slice(op.gradient(), axis, start, end));
            from = end;
        }
    }

    private static void split(Operation op) {
        GraphBuilder b = op.builder();
        int axis = op.axis(op.number("axis", 0));
        List<Tensor> parts = new ArrayList<>();
        List<Tensor> placed = new ArrayList<>();
        long from = 0;
        for (int i = 0; i < op.outputs(); i++) {
            long start = from;
            long end = start + op.output(i).extent(axis);
            op.gradient(i).ifPresent(part -> parts.add(part));
            op.gradient(i).ifPresent(
                    part -> placed.add(b.pad(part, axis, start, op.input(0).extent(axis) - end)));
            from = end;
        }
        op.add(0, () -> parts.size() == op.outputs()
                ? b.concat(parts, axis)
                : placed.stream().reduce(b::add).orElseThrow());
    }

    private static void slice(Operation op) {
        boolean settings = op.builder().opset() < AXES_OF_SLICES_ARE_INPUT;
        long[] starts = settings ? op.numbers("starts") : op.constantLongs(1);
        long[] axes = settings ? op.numbers("axes") : op.constantLongs(3);
        long[] steps = settings ? new long[0] : op.constantLongs(4);
        op.add(0, () -> {
            Tensor gradient = op.gradient();
            for (int i = 0; i < starts.length; i++) {
                int axis = axes.length == 0 ? i : op.axis(axes[i]);
                long step = steps.length == 0 ? 1 : steps[i];
                gradient = behindSlice(op, gradient, axis, starts[i], step);
            }
            return gradient;
        });
    }

    private static Tensor behindSlice(Operation op, Tensor gradient, int axis, long start, long step) {
        long extent = op.input(0).extent(axis);
        long count = op.output().extent(axis);
        if (extent == Tensor.FREE) {
            if (start != 0 || step != 1) {
                throw new NotDifferentiableException("selects points of the batch");
            }
            return gradient;
        }
        long counted = start < 0 ? start + extent : start;
        long first = Math.max(0, Math.min(step < 0 ? extent - 1 : extent, counted));
        return step == 1
                ? op.builder().pad(gradient, axis, first, extent - first - count)
                : op.builder().scatter(gradient, axis, extent,
                        LongStream.range(0, count).map(i -> first + i * step).toArray());
    }

    private static void pad(Operation op) {
        GraphBuilder b = op.builder();
        String mode = op.text("mode", "constant");
        long[] pads = op.constantLongs("pads", 1);
        long[] chosen = op.constantLongs(3);
        int[] axes = chosen.length > 0 ? op.axes(chosen) : op.input(0).axesFrom(0);
        op.add(0, () -> {
            Tensor gradient = op.gradient();
            for (int i = 0; i < axes.length; i++) {
                long before = pads[i];
                long after = pads[axes.length + i];
                long extent = op.input(0).extent(axes[i]);
                if (before == 0 && after == 0) {
                    continue;
                }
                if (mode.equals("constant")) {
                    long from = Math.max(0, before);
                    long to = gradient.extent(axes[i]) - Math.max(0, after);
                    gradient = b.pad(b.slice(gradient, axes[i], from, to), axes[i],
                            Math.max(0, -before), Math.max(0, -after));
                } else {
                    gradient = b.scatter(gradient, axes[i], extent,
                            LongStream.range(-before, extent + after).map(at -> source(mode, at, extent)).toArray());
                }
            }
            return gradient;
        });
    }

    /** The index inside a tensor whose number a padded index repeats. */
    private static long source(String mode, long at, long extent) {
        return switch (mode) {
            case "edge" -> Math.max(0, Math.min(extent - 1, at));
            case "reflect" -> at < 0 ? -at : at < extent ? at : 2 * (extent - 1) - at;
            case "wrap" -> Math.floorMod(at, extent);
            default -> throw new NotDifferentiableException("has the mode '" + mode + "'");
        };
    }

    private static void gather(Operation op) {
        GraphBuilder b = op.builder();
        int axis = op.axis(op.number("axis", 0));
        op.requireConstantFrom(1);
        long extent = op.input(0).extent(axis);
        if (extent == Tensor.FREE) {
            throw new NotDifferentiableException("selects points of the batch");
        }
        long[] indices = Arrays.stream(op.constantLongs(1)).map(at -> at < 0 ? at + extent : at).toArray();
        op.add(0, () -> b.scatter(
                b.reshape(op.gradient(), op.input(0).with(axis, indices.length)), axis, extent, indices));
    }

    private static void tile(Operation op) {
        long[] repeats = op.constantLongs(1);
        op.add(0, () -> repeated(op, repeats, true));
    }

    /** Resizing by whole factors, where each number is repeated. */
    private static void enlarge(Operation op) {
        Tensor from = op.input(0);
        Tensor to = op.output();
        long[] factors = IntStream.range(0, from.rank()).mapToLong(i -> from.extent(i) == Tensor.FREE
                ? 1 : to.extent(i) / from.extent(i)).toArray();
        boolean whole = IntStream.range(0, from.rank())
                .allMatch(i -> from.extent(i) == Tensor.FREE || from.extent(i) * factors[i] == to.extent(i));
        String rounding = op.operator().equals("Upsample") || op.builder().opset() < 11
                ? "asymmetric floor"
                : op.text("coordinate_transformation_mode", "half_pixel") + " "
                        + op.text("nearest_mode", "round_prefer_floor");
        boolean plain = switch (rounding) {
            case "asymmetric floor", "half_pixel round_prefer_floor", "half_pixel_symmetric round_prefer_floor",
                    "pytorch_half_pixel round_prefer_floor" -> true;
            case "asymmetric round_prefer_floor" -> Arrays.stream(factors).allMatch(factor -> factor <= 2);
            default -> false;
        };
        if (!op.text("mode", "nearest").equals("nearest") || !whole || !plain) {
            throw new NotDifferentiableException("resizes otherwise than by repeating each number");
        }
        op.add(0, () -> repeated(op, factors, false));
    }

    /** The sum over repetitions: of the whole tensor along an axis, or of each number. */
    private static Tensor repeated(Operation op, long[] repeats, boolean wholes) {
        GraphBuilder b = op.builder();
        List<Long> divided = new ArrayList<>();
        List<Integer> copies = new ArrayList<>();
        for (int axis = 0; axis < repeats.length; axis++) {
            long extent = op.input(0).extent(axis);
            if (repeats[axis] == 1) {
                divided.add(extent);
            } else if (extent == Tensor.FREE) {
                throw new NotDifferentiableException("repeats points of the batch");
            } else {
                copies.add(divided.size() + (wholes ? 0 : 1));
                divided.addAll(wholes ? List.of(repeats[axis], extent) : List.of(extent, repeats[axis]));
            }
        }
        int[] axes = copies.stream().mapToInt(Integer::intValue).toArray();
        return b.reshape(b.sum(b.reshape(op.gradient(), divided), axes), op.shape());
    }
}
