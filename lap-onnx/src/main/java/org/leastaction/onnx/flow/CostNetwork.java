package org.leastaction.onnx.flow;

import java.util.Optional;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.graph.BatchAxis;
import org.leastaction.onnx.graph.DistanceSums;
import org.leastaction.onnx.proto.MalformedModelException;
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

    /** As {@link org.leastaction.flow.BlockCosts#costs}, for inputs of the right dimension; the network must be open. */
    FlowCosts costs(FloatPoints inputs, int batch) {
        int n = inputs.size();
        DoublePoints blocks = zeros(n, plan.blocks().size());
        DoublePoints segments = zeros(n, plan.segments().size());
        Optional<FloatPoints> logProbabilities = network.run(inputs, batch,
                (reader, firstRow) -> reader.writeTo(blocks, segments, firstRow), (reader, firstRow) -> { });
        return new FlowCosts(blocks, segments, logProbabilities);
    }

    private static DoublePoints zeros(int n, int d) {
        return DoublePoints.wrap(new double[Math.multiplyExact(n, d)], n, d);
    }

    @Override
    public void close() {
        network.close();
    }
}
