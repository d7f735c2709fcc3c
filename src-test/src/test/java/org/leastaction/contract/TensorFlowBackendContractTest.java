package org.leastaction.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.contract.FlowBackendContract;
import org.leastaction.tf.TensorFlowBackend;
import org.leastaction.tf.network.Networks;

class TensorFlowBackendContractTest extends FlowBackendContract {

    @Override
    protected FlowBackend backend() {
        return new TensorFlowBackend();
    }

    @Override
    protected Path writeModel(Path directory) throws IOException {
        Path folder = directory.resolve("model");
        try (FlowModel model = TensorFlowModels.train(Networks.family("mlp").network(List.of(2), 2)
                .with("blocks", 2))) {
            model.role(Saver.class).orElseThrow().save(folder);
        }
        return folder;
    }
}
