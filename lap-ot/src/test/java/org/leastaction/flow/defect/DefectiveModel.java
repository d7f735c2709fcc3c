package org.leastaction.flow.defect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Saver;
import org.leastaction.flow.contract.AffineBackend;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.AffineMap;
import org.leastaction.flow.contract.AffineNetwork;
import org.leastaction.flow.contract.FlowModelContract;
import org.leastaction.flow.layers.LayerDescriber;
import org.leastaction.flow.reference.AffineNetworks;
import org.leastaction.points.FloatPoints;

/** The contract on a flow of three segments, all roles and one defect; run by {@link FlowModelContractTest} alone. */
@ExtendWith(DefectResolver.class)
class DefectiveModel extends FlowModelContract {

    private final ModelDefect defect;

    DefectiveModel(ModelDefect defect) {
        this.defect = defect;
    }

    @Override
    protected FlowModel open() {
        return defect.buildInto(new AffineFlow(network()));
    }

    @Override
    protected FloatPoints inputs() {
        return AffineNetworks.inputsOfSpace();
    }

    @Override
    protected Set<Class<?>> roles() {
        return Set.of(FlowModel.class, JacobianProducts.class, BlockJacobianProducts.class, LossGradients.class,
                Saver.class, LayerDescriber.class, Decoder.class, BlockCosts.class);
    }

    @Override
    protected FlowModel reopen(Path folder) throws IOException {
        AffineFlow saved = (AffineFlow) new AffineBackend().open(folder, null);
        return defect.buildInto(saved);
    }

    private static AffineNetwork network() {
        AffineNetwork segmented = AffineNetworks.segmented();
        AffineMap decoder = AffineMap.linear(new double[][] {{1, 0}, {0, -0.2}, {0, 0.4}});
        return new AffineNetwork(
                segmented.encoder(), Optional.of(decoder), segmented.segments(), segmented.classifier());
    }
}
