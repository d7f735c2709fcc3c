package org.leastaction.onnx.flow;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.graph.Distance;
import org.leastaction.onnx.graph.DistanceSums;
import org.leastaction.onnx.runtime.Lane;
import org.leastaction.onnx.runtime.Piece;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

/** The costs of one batch; its memory is made once and serves one batch after another. */
final class BatchCosts {

    private final CostPlan plan;
    private final DistanceSums sums;
    private final Lane lane;
    private final List<String> outputs;
    private final List<float[]> arrays = new ArrayList<>();
    private final List<Integer> dimensions = new ArrayList<>();
    private int n;

    /** @param piece whose outputs are the network's answers, if it has classes, and those of the sums */
    BatchCosts(Cut cut, CostPlan plan, DistanceSums sums, Piece piece) {
        this.plan = plan;
        this.sums = sums;
        this.lane = piece.lane();
        this.outputs = new ArrayList<>(sums.outputs().keySet());
        sums.outputs().values().forEach(shape -> dimensions.add(Math.toIntExact(shape.get(1))));
        if (cut.head().classes() > 0) {
            outputs.add(0, cut.head().tensor());
            dimensions.add(0, cut.dimension(cut.head().tensor()));
        }
        dimensions.forEach(d -> arrays.add(new float[Math.multiplyExact(piece.batching().size(), d)]));
    }

    void run(FloatPoints points) {
        n = points.size();
        lane.run(points);
        for (int i = 0; i < arrays.size(); i++) {
            lane.read(i, arrays.get(i), 0);
        }
    }

    /** The logits of a network with classes; until the next run. */
    FloatPoints answers() {
        return FloatPoints.wrap(arrays.get(0), n, dimensions.get(0));
    }

    /**
     * Tells the costs of the last run.
     *
     * @param blocks   [n, blocks]. Modified.
     * @param segments [n, segments]. Modified.
     */
    void tell(DoublePoints blocks, DoublePoints segments) {
        tell(plan.blocks(), blocks);
        tell(plan.segments(), segments);
    }

    private void tell(List<Distance> distances, DoublePoints costs) {
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
