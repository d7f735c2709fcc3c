package org.leastaction.onnx.gradient;

import java.util.Arrays;
import java.util.List;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.onnx.proto.NodeProto.AttributeProto;

/** Functions of the class probabilities behind the scores of a network. */
final class Losses {

    private Losses() {}

    /**
     * Numbers [n, classes] whose softmax is the probabilities, from scores. A single score is that of the second of two
     * classes.
     */
    static Tensor logits(GraphBuilder b, Tensor scores, Ending ending) {
        long free = scores.shape().stream().filter(extent -> extent == Tensor.FREE).count();
        if (free > 0 && scores.extent(0) != Tensor.FREE) {
            throw new NotDifferentiableException("the first axis of the scores is not that of the points");
        }
        long points = scores.extent(0);
        Tensor rows = b.reshape(scores, List.of(points, scores.size(scores.axesFrom(1))));
        if (rows.extent(1) > 1) {
            return switch (ending) {
                case SIGMOID -> b.mul(b.map("Softplus", b.mul(rows, -1)), -1);
                case PROBABILITIES -> b.map("Log", rows);
                default -> rows;
            };
        }
        return switch (ending) {
            case PROBABILITIES -> b.concat(
                    List.of(b.map("Log", b.sub(b.number(1), rows)), b.map("Log", rows)), 1);
            case LOG_PROBABILITIES -> b.concat(
                    List.of(b.map("Log", b.sub(b.number(1), b.map("Exp", rows))), rows), 1);
            default -> b.concat(List.of(b.mul(rows, 0), rows), 1);
        };
    }

    /**
     * The gradient of Σ w<sub>c</sub> ln p<sub>c</sub> with respect to z, p = softmax(z).
     *
     * <p>It is w<sub>c</sub> − p<sub>c</sub> Σ w, computed as w<sub>c</sub> times the other probabilities less
     * p<sub>c</sub> times the other weights: that loses no digits where a probability is near 1.
     *
     * @param logits  z, [n, classes]
     * @param weights w, [n, classes]
     */
    static Tensor gradient(GraphBuilder b, Tensor logits, Tensor weights) {
        int classes = Math.toIntExact(logits.extent(1));
        float[] others = new float[classes * classes];
        Arrays.fill(others, 1);
        for (int c = 0; c < classes; c++) {
            others[c * classes + c] = 0;
        }
        Tensor sumOfOthers = b.floats(List.of((long) classes, (long) classes), others);
        Tensor probabilities = b.map("Softmax", logits, AttributeProto.integer("axis", 1));
        return b.sub(b.mul(weights, b.matmul(probabilities, sumOfOthers)),
                b.mul(probabilities, b.matmul(weights, sumOfOthers)));
    }
}
