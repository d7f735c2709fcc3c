package org.leastaction.onnx.cut;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;

/**
 * How a network answers.
 *
 * @param tensor  that is read: the output, or the logits before a softmax
 * @param classes that it tells apart, 0 for none; a network with a single logit tells 2 apart
 */
public record Head(String tensor, Ending ending, int classes) {

    private static final Set<String> RESHAPING = Set.of("Identity", "Reshape", "Flatten", "Squeeze", "Cast");

    /** Reads the end of a network whose facts are those of a batch. */
    static Head of(Graph graph, Map<String, TensorFact> facts, int batch) {
        List<Long> shape = facts.get(graph.output()).shape();
        long perPoint = facts.get(graph.output()).size() / batch;
        boolean rows = shape.size() == 2 && shape.get(0) == batch || shape.size() == 1 && batch == 1;
        if (!rows || perPoint > Integer.MAX_VALUE) {
            return new Head(graph.output(), Ending.POINTS, 0);
        }
        int classes = (int) Math.max(2, perPoint);
        String tensor = graph.output();
        Optional<NodeProto> last = graph.producer(tensor);
        while (last.isPresent() && RESHAPING.contains(last.get().operator())
                && graph.varies(last.get().inputs().get(0))) {
            tensor = last.get().inputs().get(0);
            last = graph.producer(tensor);
        }
        if (last.isPresent() && isOverAll(last.get(), facts, perPoint)) {
            Ending ending = last.get().is("LogSoftmax") ? Ending.LOG_SOFTMAX : Ending.SOFTMAX;
            return new Head(last.get().inputs().get(0), ending, classes);
        }
        return new Head(graph.output(), Ending.LOGITS, classes);
    }

    /** Whether an operation makes probabilities of all numbers of a point together. */
    private static boolean isOverAll(NodeProto node, Map<String, TensorFact> facts, long perPoint) {
        if (node.is("Sigmoid")) {
            return perPoint == 1;
        }
        if (!node.is("Softmax", "LogSoftmax") || perPoint == 1) {
            return false;
        }
        List<Long> shape = facts.get(node.inputs().get(0)).shape();
        long axis = node.number("axis", shape.size() == 2 ? 1 : -1);
        int counted = (int) (axis < 0 ? axis + shape.size() : axis);
        return counted >= 0 && counted < shape.size() && shape.get(counted) == perPoint;
    }
}
