package org.leastaction.onnx.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.onnx.proto.NodeProto.AttributeProto;
import org.leastaction.onnx.proto.GraphProto;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;

/**
 * The operations that compute distances between tensors of a subgraph, and the places of the results among its outputs.
 *
 * <p>Single precision; the sum over channels is left to the reader, in double precision. Results are joined into one
 * output for each form, as every output costs some microseconds per call.
 */
public final class DistanceSums {

    /** From this version of the operators on, axes are an input, not an attribute. */
    private static final long AXES_ARE_INPUT = 18;
    private static final String OWN = "#lap#distance";
    private static final String IMAGES = OWN + "#images";
    private static final String ROWS = OWN + "#rows";

    /**
     * The place of a distance: the sum of some numbers of a point, times a factor.
     *
     * @param output name of an output of the subgraph
     * @param from   the first of the numbers
     * @param count  how many
     */
    public record Place(String output, int from, int count, double factor) {}

    private final Map<String, TensorFact> facts;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<String, TensorProto> constants = new HashMap<>();
    private final Map<Distance, Place> places = new LinkedHashMap<>();
    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();
    private final long opset;

    /**
     * Operations for some distances.
     *
     * @param facts of their tensors
     * @param opset version of ONNX's operators
     */
    public DistanceSums(List<Distance> distances, Map<String, TensorFact> facts, long opset) {
        this.facts = facts;
        this.opset = opset;
        Map<String, List<String>> parts = new LinkedHashMap<>();
        for (Distance distance : distances) {
            if (!places.containsKey(distance)) {
                boolean images = distance.form() == Distance.Form.IMAGES;
                String output = images ? IMAGES : ROWS;
                String part = images ? images(distance) : rows(distance);
                parts.computeIfAbsent(output, name -> new ArrayList<>()).add(part);
                place(distance, output);
            }
        }
        parts.forEach(
                (output, all) -> nodes.add(NodeProto.of("Concat", all, output, AttributeProto.integer("axis", 1))));
    }

    /**
     * The subgraph with these operations.
     *
     * @param subgraph   which contains the tensors
     * @param outputs those of its own outputs that are kept
     */
    public ModelProto addedTo(ModelProto subgraph, List<String> outputs) {
        GraphProto graph = subgraph.graph();
        List<NodeProto> allNodes = new ArrayList<>(graph.nodes());
        allNodes.addAll(nodes);
        Map<String, TensorProto> allConstants = new HashMap<>(graph.initializers());
        allConstants.putAll(constants);
        List<String> allOutputs = new ArrayList<>(outputs);
        allOutputs.addAll(shapes.keySet());
        return new ModelProto(subgraph.irVersion(), subgraph.producer(), subgraph.opsets(),
                new GraphProto(allNodes, allConstants, graph.inputs(), allOutputs));
    }

    /** The added outputs, with their shapes at the batch of the tensors' facts. */
    public Map<String, List<Long>> outputs() {
        return shapes;
    }

    public Place place(Distance distance) {
        return Lookup.of(places, distance);
    }

    private void place(Distance distance, String output) {
        List<Long> shape = Lookup.of(facts, distance.from()).shape();
        boolean images = distance.form() == Distance.Form.IMAGES;
        int count = images ? Math.toIntExact(shape.get(1)) : 1;
        double factor = images ? shape.get(2) * shape.get(3) : 1;
        int from = shapes.containsKey(output) ? Math.toIntExact(shapes.get(output).get(1)) : 0;
        places.put(distance, new Place(output, from, count, factor));
        List<Long> joined = new ArrayList<>(List.of(shape.get(0), (long) from + count));
        if (images) {
            joined.addAll(List.of(1L, 1L));
        }
        shapes.put(output, joined);
    }

    private String images(Distance distance) {
        String own = own();
        long channels = Lookup.of(facts, distance.from()).shape().get(1);
        String minus = OWN + "#minus" + channels;
        constants.computeIfAbsent(minus,
                name -> TensorProto.ofFloats(name, List.of(channels, 1L, 1L, 1L), allEqual(channels, -1)));
        nodes.add(NodeProto.of("Conv", List.of(distance.from(), minus), own + "#less",
                AttributeProto.integer("group", channels)));
        nodes.add(NodeProto.of("Add", List.of(own + "#less", distance.to()), own + "#difference"));
        nodes.add(NodeProto.of("Mul", List.of(own + "#difference", own + "#difference"), own + "#squares"));
        nodes.add(NodeProto.of("GlobalAveragePool", List.of(own + "#squares"), own));
        return own;
    }

    private String rows(Distance distance) {
        String own = own();
        nodes.add(NodeProto.of("Sub", List.of(distance.to(), distance.from()), own + "#difference"));
        nodes.add(NodeProto.of("Flatten", List.of(own + "#difference"), own + "#flat"));
        if (opset < AXES_ARE_INPUT) {
            nodes.add(NodeProto.of("ReduceSumSquare", List.of(own + "#flat"), own,
                    AttributeProto.integers("axes", List.of(1L))));
        } else {
            String axes = OWN + "#axes";
            constants.computeIfAbsent(axes, name -> TensorProto.ofLongs(name, 1));
            nodes.add(NodeProto.of("ReduceSumSquare", List.of(own + "#flat", axes), own));
        }
        return own;
    }

    private static float[] allEqual(long size, float value) {
        float[] values = new float[Math.toIntExact(size)];
        Arrays.fill(values, value);
        return values;
    }

    private String own() {
        return OWN + places.size();
    }

    /**
     * A squared Euclidean distance for each point, computed inside a subgraph.
     *
     * @param from a tensor whose first axis is the batch
     * @param to   another of the same shape
     */
    public record Distance(String from, String to, Form form) {

        /** The operations that sum the squares. */
        public enum Form {
            /**
             * Operations in the runtime's own layout of images, so that no state is converted: the difference is a
             * convolution by −1 with an addition, the sum an average over the pixels of each channel.
             */
            IMAGES,
            /** A subtraction, and a sum over all numbers of a point. */
            ROWS
        }
    }
}
