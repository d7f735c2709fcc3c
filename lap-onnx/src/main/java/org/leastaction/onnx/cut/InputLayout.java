package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.proto.NodeProto;

/**
 * The order of axes of a network's inputs, in the network and in data sets.
 *
 * @param kind  order of its axes
 * @param shape of one input, in the network's order
 */
public record InputLayout(Kind kind, List<Integer> shape) {

    private static final Set<Integer> COLOURS = Set.of(1, 3, 4);

    /** Orders of axes. */
    public enum Kind {
        /** Images, volumes or films with channels first; data sets have them last. */
        NCHW,
        /** The order of data sets. */
        AS_IS
    }

    public InputLayout {
        shape = List.copyOf(shape);
    }

    /** "NCHW" or "NHWC" for images, "NCDHW" or "NDHWC" for volumes, else "rows". */
    public String name() {
        return switch (shape.size()) {
            case 3 -> kind == Kind.NCHW ? "NCHW" : "NHWC";
            case 4 -> kind == Kind.NCHW ? "NCDHW" : "NDHWC";
            default -> "rows";
        };
    }

    /** Shape of one input as data sets have it: height, width, channels; depth before them in volumes. */
    public List<Integer> dataShape() {
        if (kind == Kind.AS_IS) {
            return shape;
        }
        List<Integer> turned = new ArrayList<>(shape.subList(1, shape.size()));
        turned.add(shape.get(0));
        return turned;
    }

    /** Whether inputs are images, volumes or films. */
    public boolean isOfPixels() {
        return shape.size() == 3 || shape.size() == 4;
    }

    /** Numbers of one input. */
    public int dimension() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /**
     * The layout that the first operation with an order of axes implies, otherwise the extent that may be that of
     * colours.
     */
    static InputLayout of(Graph graph, List<Integer> point) {
        if (point.size() != 3 && point.size() != 4) {
            return new InputLayout(Kind.AS_IS, point);
        }
        boolean colourFirst = COLOURS.contains(point.get(0));
        boolean colourLast = COLOURS.contains(point.get(point.size() - 1));
        boolean first = decidingOperation(graph).map(InputLayout::wantsChannelsFirst)
                .orElse(colourFirst || !colourLast);
        return new InputLayout(first ? Kind.NCHW : Kind.AS_IS, point);
    }

    private static boolean wantsChannelsFirst(NodeProto node) {
        return !node.is("Transpose") || !Set.of(List.of(0L, 3L, 1L, 2L), List.of(0L, 4L, 1L, 2L, 3L))
                .contains(node.numbers("perm"));
    }

    private static Optional<NodeProto> decidingOperation(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.inputs().stream().anyMatch(graph::varies))
                .takeWhile(node -> !node.is("Reshape", "Flatten", "Gemm", "MatMul"))
                .filter(node -> node.is("Conv", "Transpose", "MaxPool", "AveragePool", "BatchNormalization"))
                .findFirst();
    }
}
