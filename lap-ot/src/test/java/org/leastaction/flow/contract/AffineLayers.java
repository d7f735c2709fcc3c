package org.leastaction.flow.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.flow.layers.Layer.Addition;
import org.leastaction.flow.layers.Layer.Dense;
import org.leastaction.flow.layers.FlowTensor;
import org.leastaction.flow.layers.Layer;
import org.leastaction.flow.layers.LayeredFlow;
import org.leastaction.flow.layers.LayerWeights;

/** An affine network as layers. */
final class AffineLayers {

    private AffineLayers() {}

    static LayeredFlow of(AffineNetwork network) {
        List<Layer> layers = new ArrayList<>();
        layers.add(dense(FlowTensor.INPUT, FlowTensor.ENCODED, network.encoder()));
        List<String> states = new ArrayList<>();
        String state = FlowTensor.ENCODED;
        for (int segment = 0; segment < network.segments().size(); segment++) {
            for (AffineBlock block : network.segments().get(segment)) {
                FlowTensor.OfBlock names = new FlowTensor.OfBlock(segment + 1, states.size() + 1);
                String entering = state;
                block.projection().ifPresent(map -> layers.add(dense(entering, names.shortcut(), map)));
                layers.add(dense(entering, names.residue(), block.residue()));
                layers.add(new Addition(
                        block.projection().isPresent() ? names.shortcut() : entering, names.residue(), names.output()));
                state = names.output();
                states.add(state);
            }
        }
        layers.add(dense(state, FlowTensor.LOGITS, network.classifier()));
        return new LayeredFlow(
                network.shape(), layers, FlowTensor.INPUT, FlowTensor.ENCODED, states, FlowTensor.LOGITS);
    }

    private static Dense dense(String input, String output, AffineMap map) {
        int outputs = map.outputDimension();
        double[][] matrix = map.matrix();
        float[] kernel = new float[map.inputDimension() * outputs];
        float[] bias = new float[outputs];
        for (int o = 0; o < outputs; o++) {
            bias[o] = (float) map.offset()[o];
            for (int i = 0; i < map.inputDimension(); i++) {
                kernel[i * outputs + o] = (float) matrix[o][i];
            }
        }
        return new Dense(input, output, LayerWeights.wrap(List.of(map.inputDimension(), outputs), kernel),
                Optional.of(LayerWeights.wrap(List.of(outputs), bias)));
    }
}
