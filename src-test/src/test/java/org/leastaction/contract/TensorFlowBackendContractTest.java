package org.leastaction.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.contract.FlowBackendContract;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.tf.TensorFlowBackend;

class TensorFlowBackendContractTest extends FlowBackendContract {

    @Override
    protected FlowBackend backend() {
        return new TensorFlowBackend();
    }

    @Override
    protected Path writeModel(Path directory) throws IOException {
        Path folder = directory.resolve("model");
        try (FlowModel model = TensorFlowModels.train(NetworkSpec.mlp(List.of(2), 2).withBlocks(2))) {
            model.role(Saver.class).orElseThrow().save(folder);
        }
        return folder;
    }
}
