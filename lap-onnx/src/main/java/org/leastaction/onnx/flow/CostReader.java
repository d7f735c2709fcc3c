package org.leastaction.onnx.flow;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.graph.Distance;
import org.leastaction.onnx.graph.DistanceSums;
import org.leastaction.onnx.runtime.IoBinding;
import org.leastaction.onnx.runtime.SubgraphSession;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

/** Reads the costs of one batch of a network that sums them itself: its outputs are scores and sums of squares, no states. */
final class CostReader implements BatchReader {

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
