package org.leastaction.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Saver;
import org.leastaction.flow.contract.FlowModelContract;
import org.leastaction.flow.contract.Tolerances;
import org.leastaction.flow.layers.LayerDescriber;
import org.leastaction.flow.training.EncoderStart;
import org.leastaction.flow.training.EncoderStart.Learning;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.points.FloatPoints;
import org.leastaction.tf.network.Networks;

/** A network on the frozen encoder of an autoencoder, which decodes. */
class TensorFlowDecodingContractTest extends FlowModelContract {

    private static final NetworkSpec NETWORK =
            Networks.family("resnet9").network(List.of(8, 8, 1), 3).with("blocks", 2).with("filters", 4);

    @TempDir
    static Path folder;

    @Override
    protected FlowModel open() throws IOException {
        Path autoencoder = folder.resolve("autoencoder");
        if (!Files.exists(autoencoder)) {
            TensorFlowModels.trainAutoencoder(NETWORK, autoencoder);
        }
        return TensorFlowModels.trainedOnce(NETWORK, new EncoderStart(autoencoder, Learning.FROZEN), folder);
    }

    @Override
    protected FlowModel reopen(Path saved) throws IOException {
        return TensorFlowModels.open(saved);
    }

    @Override
    protected FloatPoints inputs() {
        return TensorFlowModels.gaussian(13, 64);
    }

    @Override
    protected Set<Class<?>> roles() {
        return Set.of(FlowModel.class, JacobianProducts.class, BlockJacobianProducts.class,
                LossGradients.class, Saver.class, LayerDescriber.class, Decoder.class);
    }

    /** ReLU's kinks are dense: see the test of the network with an encoder of its own. */
    @Override
    protected Tolerances tolerances() {
        return Tolerances.defaults().withDerivative(0.02);
    }
}
