package org.leastaction.onnx.flow;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.MalformedModelException;

/** The extents of a network's input: those of its file, and chosen ones where the file leaves them free. */
final class InputExtents {

    private static final long FREE = -1;

    private InputExtents() {}

    /**
     * The input's shape with its batch; a free batch becomes one of a single point.
     *
     * @param chosen extents for those that are free, in order, or all extents of one point; empty if none is chosen
     * @throws MalformedModelException  if extents remain free, or the shape is not that of inputs
     * @throws IllegalArgumentException if the chosen extents are too few or too many, or contradict the file
     */
    static List<Long> of(Graph graph, List<Integer> chosen) throws MalformedModelException {
        List<Long> shape = new ArrayList<>(graph.input().shape());
        if (shape.isEmpty() && !chosen.isEmpty()) {
            shape.add(FREE);
            chosen.forEach(extent -> shape.add(FREE));
        }
        String named = "its input '" + graph.input().name() + "' has the shape " + words(shape);
        if (shape.size() < 2 || shape.size() > 8) {
            throw new MalformedModelException(named + "; a batch and 1 to 7 further axes are needed");
        }
        int axis = axesOfPoints(graph, chosen).get(0);
        if (shape.get(axis) == FREE) {
            shape.set(axis, 1L);
        }
        if (!chosen.isEmpty()) {
            choose(shape, chosen, named);
        }
        long free = shape.stream().filter(extent -> extent == FREE).count();
        if (free > 0) {
            throw new MalformedModelException(named + "; all extents but the batch must be fixed in the export, or be"
                    + " chosen with --input-shape (here " + free
                    + (free == 1 ? " number)" : " numbers with commas between)"));
        }
        long size = 1;
        for (long extent : shape) {
            if (extent < 1 || extent > Integer.MAX_VALUE || (size *= extent) > Integer.MAX_VALUE / 8) {
                throw new MalformedModelException(named + ", which is not a possible size of an input");
            }
        }
        return shape;
    }

    /**
     * The axes on which the points may be, the most likely first: the first axis; if the first is fixed and another is
     * free, the free one; for sequences also the second, as in recurrent networks and transformers.
     *
     * @param graph  as in its file
     * @param chosen as above
     */
    static List<Integer> axesOfPoints(Graph graph, List<Integer> chosen) {
        List<Long> shape = graph.input().shape();
        ElementType type = graph.input().type();
        boolean ids = shape.size() == 2 && (type == ElementType.INT64 || type == ElementType.INT32);
        boolean sequences = (ids || shape.size() == 3) && shape.get(0) > 1;
        if (!sequences) {
            return List.of(0);
        }
        return shape.get(1) != FREE ? List.of(0, 1) : chosen.isEmpty() ? List.of(1) : List.of(0);
    }

    private static void choose(List<Long> shape, List<Integer> chosen, String named) {
        List<Integer> free = new ArrayList<>();
        for (int axis = 1; axis < shape.size(); axis++) {
            if (shape.get(axis) == FREE) {
                free.add(axis);
            }
        }
        boolean all = chosen.size() == shape.size() - 1;
        if (!all && chosen.size() != free.size()) {
            throw new IllegalArgumentException(named + ", so an input shape is " + free.size() + " or "
                    + (shape.size() - 1) + " numbers, not " + chosen);
        }
        for (int i = 0; i < chosen.size(); i++) {
            int axis = all ? i + 1 : free.get(i);
            if (shape.get(axis) != FREE && shape.get(axis) != chosen.get(i).longValue()) {
                throw new IllegalArgumentException(named + ", which the input shape " + chosen + " contradicts");
            }
            shape.set(axis, chosen.get(i).longValue());
        }
    }

    private static String words(List<Long> shape) {
        return shape.stream().map(extent -> extent == FREE ? "free" : Long.toString(extent)).toList().toString();
    }
}
