package org.leastaction.onnx.flow;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.graph.BatchAxis;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.runtime.Piece;
import org.leastaction.points.FloatPoints;

/**
 * Tries whether a network gives the same results with a free batch as with its own: three random points, all block
 * states and answers.
 */
final class BatchTrial {

    private static final int POINTS = 3;
    private static final double TOLERANCE = 1e-4;

    private final Cut cut;
    private final Execution execution;
    private final List<String> targets = new ArrayList<>();

    BatchTrial(Cut cut, Execution execution) {
        this.cut = cut;
        this.execution = execution;
        if (!cut.blocks().isEmpty()) {
            StagePlan all = new StagePlan(cut.blocks().get(0).input(), cut.blocks());
            targets.addAll(all.targets());
        }
        if (!targets.contains(cut.head().tensor()) && !cut.head().tensor().equals(cut.graph().input().name())) {
            targets.add(cut.head().tensor());
        }
    }

    /**
     * Runs the trial.
     *
     * @throws MalformedModelException if the network does not even run with its own batch
     */
    BatchAxis result() throws MalformedModelException {
        FloatPoints points = ProbePoints.of(cut, POINTS);
        List<float[]> expected = run(BatchAxis.FIXED, points);
        try {
            return agree(expected, run(BatchAxis.FREE, points)) ? BatchAxis.FREE : BatchAxis.FIXED;
        } catch (MalformedModelException tied) {
            return BatchAxis.FIXED;
        }
    }

    private List<float[]> run(BatchAxis axis, FloatPoints points) throws MalformedModelException {
        String input = cut.graph().input().name();
        List<float[]> results = targets.stream()
                .map(target -> new float[Math.multiplyExact(POINTS, cut.dimension(target))]).toList();
        try (Piece piece = new Pieces(cut, axis, execution).between(input, targets)) {
            piece.run(points, results);
            return results;
        } catch (IllegalStateException failure) {
            throw new MalformedModelException(failure.getMessage(), failure);
        }
    }

    private static boolean agree(List<float[]> expected, List<float[]> actual) {
        for (int i = 0; i < expected.size(); i++) {
            double scale = 1;
            for (float value : expected.get(i)) {
                scale = Float.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
            }
            for (int j = 0; j < expected.get(i).length; j++) {
                double difference = Math.abs(expected.get(i)[j] - actual.get(i)[j]);
                if (Float.isFinite(expected.get(i)[j]) && !(difference <= TOLERANCE * scale)) {
                    return false;
                }
            }
        }
        return true;
    }
}
