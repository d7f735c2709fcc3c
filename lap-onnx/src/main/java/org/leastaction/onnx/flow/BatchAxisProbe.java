package org.leastaction.onnx.flow;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.leastaction.flow.DiscreteInputs;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.NamedInputs.NamedInput;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.graph.BatchLayout.BatchAxis;
import org.leastaction.onnx.graph.BatchLayout;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.runtime.ProbeSession;
import org.leastaction.points.FloatPoints;

/**
 * Determines by runs of a few random points on which axis of each state the points of a batch are, whether batches of
 * other sizes than the network's own give the same states, and whether the states of a point depend on the rest of its
 * batch.
 *
 * <p>For a batch of one point, or a free one: two points, each alone and both together. For a fixed batch of n points:
 * the batch, and 2 ⌈log₂ n⌉ batches in which half of the points are replaced by others, those whose position has a
 * given binary digit. Any two positions differ in some digit, so each point is replaced once while the other is not:
 * every influence of a point on another is detected.
 */
final class BatchAxisProbe {

    private static final int TOGETHER = 2;
    /** Relative to the largest number, for runs of the same shape: an independent point does not change at all. */
    private static final double UNCHANGED = 1e-6;

    private final Cut cut;
    private final Execution execution;
    private final boolean declaredFree;
    private final StateAgreement agreement;
    private final List<String> targets = new ArrayList<>();

    BatchAxisProbe(Cut cut, Execution execution) {
        this.cut = cut;
        this.execution = execution;
        this.agreement = StateAgreement.of(cut);
        BatchLayout entering = cut.batchLayout(cut.graph().input().name());
        this.declaredFree = cut.graph().model().graph().inputs().stream()
                .filter(input -> input.name().equals(cut.graph().input().name()))
                .allMatch(input -> input.shape().isEmpty() || input.shape().get(entering.axis()) < 0);
        if (!cut.blocks().isEmpty()) {
            targets.addAll(StateReader.targets(cut));
        }
        if (!targets.contains(cut.head().tensor()) && !cut.head().tensor().equals(cut.graph().input().name())) {
            targets.add(cut.head().tensor());
        }
    }

    /**
     * The result of a probe.
     *
     * @param cut    with the layouts of its states
     * @param axis   whether batches of any size can be run
     * @param points two inputs, in the network's own order
     * @param alone  the states of each of these points when it is run alone, by tensor, [2, d]
     */
    record Result(Cut cut, BatchAxis axis, FloatPoints points, Map<String, FloatPoints> alone) {

        /** The two points in a tensor, each computed alone. */
        FloatPoints state(String tensor) {
            return Lookup.of(alone, tensor);
        }

        /** Whether the two points have these numbers in a tensor, up to rounding. */
        boolean agrees(String tensor, FloatPoints known) {
            return StateAgreement.of(cut).holds(state(tensor).toArray(), known.toArray());
        }
    }

    /**
     * Runs the probe.
     *
     * @throws MixedPointsException    if the states of a point depend on the rest of its batch
     * @throws MalformedModelException if the network does not run with its own batch
     */
    Result result() throws MalformedModelException {
        return cut.batch() == 1 ? ofSinglePoints() : ofBatch();
    }

    private Result ofSinglePoints() throws MalformedModelException {
        FloatPoints points = ProbePoints.of(cut, TOGETHER);
        Optional<Map<String, FloatPoints>> alone = Optional.empty();
        Optional<Map<String, ProbeSession.Result>> together = Optional.empty();
        try (ProbeSession free = new SubgraphSessions(cut, BatchAxis.FREE, execution).trial(targets)) {
            alone = declaredFree ? Optional.of(alone(free, points)) : Optional.empty();
            together = Optional.of(run(free, points));
        } catch (MalformedModelException tied) {
            // Points are then run one at a time.
        }
        if (alone.isEmpty()) {
            try (ProbeSession fixed = new SubgraphSessions(cut, BatchAxis.FIXED, execution).trial(targets)) {
                alone = Optional.of(alone(fixed, points));
            }
        }
        Result oneByOne = new Result(cut, BatchAxis.FIXED, points, alone.get());
        if (scalesByBatch() || together.isEmpty()
                || !together.get().entrySet().stream().allMatch(this::hasAxisOfPoints)) {
            return oneByOne;
        }
        Map<String, BatchLayout> layouts = entering();
        for (String target : targets) {
            Optional<BatchLayout> layout = layout(target, together.get(), alone.get());
            if (layout.isPresent()) {
                layouts.put(target, layout.get());
            } else if (declaredFree) {
                throw new MixedBatchException(target, -1);
            } else {
                return oneByOne;
            }
        }
        return new Result(cut.withLayouts(layouts), BatchAxis.FREE, points, alone.get());
    }

    private Result ofBatch() throws MalformedModelException {
        int batch = cut.batch();
        FloatPoints points = ProbePoints.of(cut, 2 * batch);
        FloatPoints first = points.rows(0, batch);
        Map<String, BatchLayout> layouts = entering();
        Map<String, FloatPoints> alone = new HashMap<>();
        try (ProbeSession trial = new SubgraphSessions(cut, BatchAxis.FIXED, execution).trial(targets)) {
            Map<String, ProbeSession.Result> plain = run(trial, first);
            Map<BitSet, Map<String, ProbeSession.Result>> exchanged = new LinkedHashMap<>();
            for (BitSet positions : halves(batch)) {
                exchanged.put(positions, run(trial, exchanged(points, batch, positions)));
            }
            for (String target : targets) {
                BatchLayout layout = layouts(Lookup.of(plain, target).shape(), Lookup.of(plain, target).shape(), batch)
                        .filter(tried -> exchanged.entrySet().stream().allMatch(one -> changesOnly(one.getKey(), tried,
                                Lookup.of(plain, target).numbers(), Lookup.of(one.getValue(), target).numbers())))
                        .findFirst().orElseThrow(() -> new MixedBatchException(target, batch));
                layouts.put(target, layout);
                alone.put(target, pick(Lookup.of(plain, target).numbers(), layout, batch));
            }
        }
        Cut known = cut.withLayouts(layouts);
        FloatPoints two = points.rows(0, TOGETHER);
        Result fixed = new Result(known, BatchAxis.FIXED, two, alone);
        try (ProbeSession free = new SubgraphSessions(known, BatchAxis.FREE, execution).trial(targets)) {
            Map<String, ProbeSession.Result> together = run(free, two);
            boolean same = targets.stream().allMatch(target -> {
                ProbeSession.Result result = Lookup.of(together, target);
                BatchLayout layout = Lookup.of(layouts, target);
                return result.shape().equals(layout.shape(TOGETHER))
                        && agreement.holds(Lookup.of(alone, target).toArray(),
                                pick(result.numbers(), layout, TOGETHER).toArray());
            });
            return same ? new Result(known, BatchAxis.FREE, two, alone) : fixed;
        } catch (MalformedModelException tied) {
            return fixed;
        }
    }

    private Map<String, BatchLayout> entering() {
        String input = cut.graph().input().name();
        return new HashMap<>(Map.of(input, cut.batchLayout(input)));
    }

    /** The states of two points, each run alone. */
    private Map<String, FloatPoints> alone(ProbeSession trial, FloatPoints points) throws MalformedModelException {
        Map<String, ProbeSession.Result> one = run(trial, points.rows(0, 1));
        Map<String, ProbeSession.Result> other = run(trial, points.rows(1, 2));
        Map<String, FloatPoints> alone = new HashMap<>();
        for (String target : targets) {
            float[] a = Lookup.of(one, target).numbers();
            float[] b = Lookup.of(other, target).numbers();
            if (a.length != b.length || a.length != cut.dimension(target)) {
                throw new MalformedModelException(
                        "the size of the tensor '" + target + "' depends on the input's numbers");
            }
            float[] both = new float[2 * a.length];
            System.arraycopy(a, 0, both, 0, a.length);
            System.arraycopy(b, 0, both, a.length, b.length);
            alone.put(target, FloatPoints.wrap(both, 2, a.length));
        }
        return alone;
    }

    private Map<String, ProbeSession.Result> run(ProbeSession trial, FloatPoints points)
            throws MalformedModelException {
        BatchLayout entering = cut.batchLayout(cut.graph().input().name());
        int n = points.size();
        int d = points.dimension();
        float[] numbers = new float[n * d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                numbers[entering.index(i, j, n)] = points.array()[points.offset() + i * d + j];
            }
        }
        SubgraphSessions names = new SubgraphSessions(cut, BatchAxis.FIXED, execution);
        Map<String, ProbeSession.Result> results = trial.run(names.inputName(), entering.shape(n), numbers);
        Map<String, ProbeSession.Result> byTarget = new HashMap<>();
        targets.forEach(target -> byTarget.put(target, results.get(names.outputName(target))));
        return byTarget;
    }

    private boolean hasAxisOfPoints(Map.Entry<String, ProbeSession.Result> together) {
        List<Long> shape = Lookup.of(cut.facts(), together.getKey()).shape();
        return layouts(shape, together.getValue().shape(), TOGETHER).findAny().isPresent();
    }

    /**
     * The layout, among those that the shapes allow, in which each point has the same numbers as when it is run alone.
     */
    private Optional<BatchLayout> layout(
            String target, Map<String, ProbeSession.Result> together, Map<String, FloatPoints> alone) {
        ProbeSession.Result both = Lookup.of(together, target);
        return layouts(Lookup.of(cut.facts(), target).shape(), both.shape(), TOGETHER)
                .filter(layout -> agreement.holds(Lookup.of(alone, target).toArray(),
                        pick(both.numbers(), layout, TOGETHER).toArray()))
                .findFirst();
    }

    /**
     * The layouts of a tensor that its shapes allow.
     *
     * @param shape at the network's own batch
     * @param other at n points
     */
    private Stream<BatchLayout> layouts(List<Long> shape, List<Long> other, int n) {
        List<BatchLayout> layouts = new ArrayList<>();
        for (int axis = 0; axis < shape.size(); axis++) {
            boolean divides = shape.get(axis) % cut.batch() == 0;
            if (divides && new BatchLayout(shape, cut.batch(), axis, 1).shape(n).equals(other)) {
                layouts.addAll(BatchLayout.along(axis, shape, cut.batch()));
            }
        }
        return layouts.stream();
    }

    /** Whether the network determines the scale of its integers from all points of a batch. */
    private boolean scalesByBatch() {
        return cut.graph().nodes().stream().anyMatch(node -> node.operator().startsWith("DynamicQuantize"));
    }

    /**
     * Sets of positions of a batch such that, for any two positions, each is in a set that does not contain the other.
     */
    static List<BitSet> halves(int batch) {
        List<BitSet> halves = new ArrayList<>();
        for (int digit = 0; 1 << digit < batch; digit++) {
            BitSet ones = new BitSet(batch);
            for (int i = 0; i < batch; i++) {
                ones.set(i, (i >> digit & 1) == 1);
            }
            BitSet zeros = (BitSet) ones.clone();
            zeros.flip(0, batch);
            halves.addAll(List.of(ones, zeros));
        }
        return halves;
    }

    /** The first half of the points, with those at some positions replaced by those of the second half. */
    private static FloatPoints exchanged(FloatPoints points, int batch, BitSet positions) {
        int d = points.dimension();
        float[] all = points.toArray();
        positions.stream().forEach(i -> System.arraycopy(all, (batch + i) * d, all, i * d, d));
        return FloatPoints.wrap(all, 2 * batch, d).rows(0, batch);
    }

    /** Whether numbers differ at some points alone. */
    private static boolean changesOnly(BitSet points, BatchLayout layout, float[] before, float[] after) {
        double least = UNCHANGED;
        for (float value : before) {
            least = Float.isFinite(value) ? Math.max(least, UNCHANGED * Math.abs(value)) : least;
        }
        int inner = layout.inner();
        for (int i = 0; i < before.length; i++) {
            boolean changed = Math.abs(before[i] - after[i]) > least;
            if (changed && !points.get(i / inner % layout.points())) {
                return false;
            }
        }
        return true;
    }

    /** The numbers of the first two points of n. */
    private static FloatPoints pick(float[] numbers, BatchLayout layout, int n) {
        int d = layout.dimension();
        float[] picked = new float[TOGETHER * d];
        for (int i = 0; i < TOGETHER; i++) {
            for (int j = 0; j < d; j++) {
                picked[i * d + j] = numbers[layout.index(i, j, n)];
            }
        }
        return FloatPoints.wrap(picked, TOGETHER, d);
    }

    /** The points of a batch influence one another. */
    static final class MixedBatchException extends MalformedModelException {

        private static final long serialVersionUID = 1;

        /** @param tensor in which a point depends on the rest of its batch */
        MixedBatchException(String tensor, long batch) {
            super("the points of a batch influence one another: in the tensor '" + tensor
                    + "' the numbers of a point depend on those "
                    + "of other points; " + (batch < 0
                            ? "if its first axis is not that of the points, export it with the axis of the points free, and to"
                                    + " measure points one at a time with a batch of 1"
                            : "the batch of " + batch
                                    + " is not on its first axis, or the network mixes it; export it with a"
                                    + " free batch, or a batch of 1"));
        }
    }

    /** Random inputs for probing a network. */
    static final class ProbePoints {

        private static final long SEED = 20201;

        private ProbePoints() {}

        /**
         * Inputs in the network's own order: standard Gaussian for real numbers, otherwise uniform among the network's
         * non-negative whole numbers.
         *
         * @return [n, input dimension]
         */
        static FloatPoints of(Cut cut, int n) {
            if (cut.packed().isPresent()) {
                return ofSeveral(cut.inputs(), n);
            }
            Optional<DiscreteInputs> discrete = cut.discreteInputs();
            long least = Math.max(0, discrete.map(DiscreteInputs::least).orElse(0L));
            long greatest = discrete.map(DiscreteInputs::greatest).orElse(0L);
            Random random = new Random(SEED);
            float[] numbers = new float[Math.multiplyExact(n, cut.dimension(cut.graph().input().name()))];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = discrete.isEmpty()
                        ? (float) random.nextGaussian()
                        : least + random.nextInt((int) Math.min(greatest - least + 1, 1 << 24));
            }
            return FloatPoints.wrap(numbers, n, numbers.length / n);
        }

        /** Inputs of which every second point ends with a token of padding. */
        private static FloatPoints ofSeveral(NamedInputs inputs, int n) {
            Random random = new Random(SEED);
            int d = inputs.dimension();
            float[] numbers = new float[Math.multiplyExact(n, d)];
            for (int i = 0; i < n; i++) {
                int at = i * d;
                for (NamedInput input : inputs.inputs()) {
                    int last = input.dimension() - 1;
                    long least = Math.max(0, input.least());
                    for (int j = 0; j <= last; j++) {
                        boolean token = i % 2 == 0 || j == 0 || j < last;
                        numbers[at++] = switch (input.kind()) {
                            case NUMBERS -> (float) random.nextGaussian();
                            case WHOLE_NUMBERS -> least
                                    + random.nextInt((int) Math.min(input.greatest() - least + 1, 1 << 24));
                            case MASK, UNDECIDED_MASK -> token ? 1 : 0;
                            case PADDING_MASK -> token ? 0 : 1;
                        };
                    }
                }
            }
            return FloatPoints.wrap(numbers, n, d);
        }
    }
}
