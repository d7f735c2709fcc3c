package org.leastaction.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.NodeProto.AttributeProto;

/**
 * The parts of {@code SkipLayerNormalization}, into which optimisers fuse the addition of a transformer's block
 * with the normalisation behind it. The sum is a state of the flow; unless the operation is expanded, it has no
 * tensor.
 *
 * <p><a href="https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md">Contrib operators</a>.
 */
final class SkipNormalisation {

    private static final String OWN = "#lap#sum";
    private static final float USUAL_EPSILON = 1e-12f;
    /** Place of the sum among the outputs, if the operation gives it. */
    private static final int SUM = 3;

    private SkipNormalisation() {}

    /** The additions and the normalisation of a fused operation; any other operation itself. */
    static List<NodeProto> expanded(NodeProto node) {
        boolean simplified = node.is("SkipSimplifiedLayerNormalization");
        int biasInput = simplified ? 3 : 4;
        if (!(simplified || node.is("SkipLayerNormalization")) || node.inputs().size() < 3
                || node.outputs().isEmpty()) {
            return List.of(node);
        }
        List<String> inputs = node.inputs();
        String output = node.outputs().get(0);
        boolean given = node.outputs().size() > SUM && !node.outputs().get(SUM).isEmpty();
        String sum = given ? node.outputs().get(SUM) : output + OWN;
        List<NodeProto> nodes = new ArrayList<>();
        boolean biased = inputs.size() > biasInput && !inputs.get(biasInput).isEmpty();
        String added = biased ? output + OWN + "#unbiased" : sum;
        nodes.add(NodeProto.of("Add", inputs.subList(0, 2), added).withName(node.name()));
        if (biased) {
            nodes.add(NodeProto.of("Add", List.of(added, inputs.get(biasInput)), sum));
        }
        List<String> normalised = new ArrayList<>(List.of(sum, inputs.get(2)));
        if (!simplified && inputs.size() > 3 && !inputs.get(3).isEmpty()) {
            normalised.add(inputs.get(3));
        }
        AttributeProto epsilon =
                node.attributes().getOrDefault("epsilon", AttributeProto.real("epsilon", USUAL_EPSILON));
        nodes.add(new NodeProto("", "", simplified ? "SimplifiedLayerNormalization" : "LayerNormalization", "",
                normalised,
                node.outputs().subList(0, Math.min(SUM, node.outputs().size())), Map.of("epsilon", epsilon)));
        return nodes;
    }
}
