package org.leastaction.onnx.gradient;

import java.util.List;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.onnx.proto.NodeProto.AttributeProto;

/** The cross entropy behind the scores of a network. */
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
     * softmax(z) − y, where the entry of the label is minus the sum of the others: it loses no digits where the
     * probability of the label is near 1.
     *
     * @param logits z, [n, classes]
     * @param labels y, unit vectors [n, classes]
     */
    static Tensor gradient(GraphBuilder b, Tensor logits, Tensor labels) {
        Tensor probabilities = b.map("Softmax", logits, AttributeProto.integer("axis", 1));
        Tensor others = b.mul(probabilities, b.sub(b.number(1), labels));
        return b.sub(others, b.mul(labels, b.sum(others, 1)));
    }
}
