package org.leastaction.onnx.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.ResidualBlock;
import org.leastaction.onnx.flow.BatchedNetwork.BatchReader;
import org.leastaction.onnx.graph.BatchLayout.BatchAxis;
import org.leastaction.onnx.graph.DistanceSums.Distance;
import org.leastaction.onnx.graph.DistanceSums;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.runtime.IoBinding;
import org.leastaction.onnx.runtime.SubgraphSession;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

/** A network that sums its costs itself. */
final class CostNetwork implements AutoCloseable {

    private final CostPlan plan;
    private final BatchedNetwork<CostReader> network;
    private boolean refused;

    private CostNetwork(Cut cut, CostPlan plan, BatchAxis axis, Execution execution) {
        this.plan = plan;
        DistanceSums sums = new DistanceSums(plan.distances(), cut.facts(), cut.graph().model().opset());
        this.network = new BatchedNetwork<>(cut, axis, execution,
                (sessions, most) -> sessions.summing(StateReader.targets(cut), sums, most),
                session -> new CostReader(cut, plan, sums, session));
    }

    /** Empty if its states cannot be compared in the network. */
    static Optional<CostNetwork> of(Cut cut, BatchAxis axis, Execution execution) {
        return CostPlan.of(cut).map(plan -> new CostNetwork(cut, plan, axis, execution));
    }

    /** Opens it if it is not open; false if the runtime refuses it. */
    boolean opens() {
        try {
            if (!refused) {
                network.open();
            }
        } catch (MalformedModelException refusal) {
            refused = true;
        }
        return !refused;
    }

    /**
     * As {@link org.leastaction.flow.BlockCosts#costs}, for inputs of the right dimension; the network must be open.
     */
    FlowCosts costs(FloatPoints inputs, int batch) {
        int n = inputs.size();
        DoublePoints blocks = zeros(n, plan.blocks().size());
        DoublePoints segments = zeros(n, plan.segments().size());
        Optional<FloatPoints> logProbabilities = network.run(inputs, batch,
                (reader, firstRow) -> reader.writeTo(blocks, segments, firstRow), (reader, firstRow) -> {});
        return new FlowCosts(blocks, segments, logProbabilities);
    }

    private static DoublePoints zeros(int n, int d) {
        return DoublePoints.wrap(new double[Math.multiplyExact(n, d)], n, d);
    }

    @Override
    public void close() {
        network.close();
    }

    /**
     * Reads the costs of one batch of a network that sums them itself: its outputs are scores and sums of squares, no
     * states.
     */
    private static final class CostReader implements BatchReader {

        private final CostPlan plan;
        private final DistanceSums sums;
        private final IoBinding binding;
        private final List<String> outputs;
        private final List<float[]> arrays = new ArrayList<>();
        private final List<Integer> dimensions = new ArrayList<>();
        private int n;

        /** @param session whose outputs are the network's scores, if it has classes, and those of the sums */
        CostReader(Cut cut, CostPlan plan, DistanceSums sums, SubgraphSession session) {
            this.plan = plan;
            this.sums = sums;
            this.binding = session.binding();
            this.outputs = new ArrayList<>(sums.outputs().keySet());
            sums.outputs().values().forEach(shape -> dimensions.add(Math.toIntExact(shape.get(1))));
            if (cut.head().classes() > 0) {
                outputs.add(0, cut.head().tensor());
                dimensions.add(0, cut.dimension(cut.head().tensor()));
            }
            dimensions.forEach(d -> arrays.add(new float[Math.multiplyExact(session.batching().size(), d)]));
        }

        @Override
        public void run(FloatPoints points) {
            n = points.size();
            binding.run(points);
            for (int i = 0; i < arrays.size(); i++) {
                binding.read(i, arrays.get(i), 0);
            }
        }

        @Override
        public FloatPoints scores() {
            return FloatPoints.wrap(arrays.get(0), n, dimensions.get(0));
        }

        /**
         * Writes the costs of the last run.
         *
         * @param blocks   [·, blocks]. Modified.
         * @param segments [·, segments]. Modified.
         * @param firstRow row of the first point
         */
        void writeTo(DoublePoints blocks, DoublePoints segments, int firstRow) {
            write(plan.blocks(), blocks.rows(firstRow, firstRow + n));
            write(plan.segments(), segments.rows(firstRow, firstRow + n));
        }

        private void write(List<Distance> distances, DoublePoints costs) {
            for (int k = 0; k < distances.size(); k++) {
                DistanceSums.Place place = sums.place(distances.get(k));
                int output = outputs.indexOf(place.output());
                for (int i = 0; i < n; i++) {
                    int from = i * dimensions.get(output) + place.from();
                    double sum = 0;
                    for (int j = from; j < from + place.count(); j++) {
                        sum += arrays.get(output)[j];
                    }
                    costs.array()[costs.offset() + i * costs.dimension() + k] = place.factor() * sum;
                }
            }
        }
    }

    /**
     * The distances between tensors that are the costs of a network.
     *
     * @param blocks   the squared displacement of each block
     * @param segments from the start to the end of each
     */
    private record CostPlan(List<Distance> blocks, List<Distance> segments) {

        /** The minimum number of channels that the runtime's layout groups. */
        private static final int TOGETHER = 8;

        /** The maximum number of squares that are added in single precision. */
        private static final long MOST_PIXELS = 1 << 16;

        CostPlan {
            blocks = List.copyOf(blocks);
            segments = List.copyOf(segments);
        }

        /** Empty if a state is not a tensor of single-precision points. */
        static Optional<CostPlan> of(Cut cut) {
            CostPlan plan = new CostPlan(
                    cut.blocks().stream().map(block -> distance(cut, block, block)).toList(),
                    cut.segments().stream()
                            .map(all -> distance(cut, all.get(0), all.get(all.size() - 1))).toList());
            return plan.distances().stream().allMatch(distance -> isPossible(cut, distance))
                    ? Optional.of(plan)
                    : Optional.empty();
        }

        List<Distance> distances() {
            List<Distance> all = new ArrayList<>(blocks);
            all.addAll(segments);
            return all;
        }

        private static Distance distance(Cut cut, ResidualBlock first, ResidualBlock last) {
            List<Long> shape = Lookup.of(cut.facts(), last.output()).shape();
            boolean images = shape.size() == 4 && shape.get(1) % TOGETHER == 0
                    && shape.get(2) * shape.get(3) <= MOST_PIXELS && isConvolutional(last);
            return new Distance(first.shortcutTensor(), last.output(),
                    images ? Distance.Form.IMAGES : Distance.Form.ROWS);
        }

        /** Whether the states are likely to be in the runtime's layout, which a transposition leaves. */
        private static boolean isConvolutional(ResidualBlock block) {
            return block.operators().contains("Conv") && !block.operators().contains("Transpose");
        }

        private static boolean isPossible(Cut cut, Distance distance) {
            TensorFact from = Lookup.of(cut.facts(), distance.from());
            TensorFact to = Lookup.of(cut.facts(), distance.to());
            return from.type() == ElementType.FLOAT && to.type() == ElementType.FLOAT
                    && from.shape().equals(to.shape()) && from.shape().size() >= 2
                    && cut.batchLayout(distance.from()).isFirstAxis() && cut.batchLayout(distance.to()).isFirstAxis();
        }
    }
}
