package org.leastaction.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.contract.FlowBackendContract;

class OnnxBackendContractTest extends FlowBackendContract {

    @Override
    protected FlowBackend backend() {
        return new OnnxBackend();
    }

    @Override
    protected Path writeModel(Path directory) throws IOException {
        return Files.copy(GoldenNetworks.file("post_folded_static.onnx"), directory.resolve("model.onnx"));
    }
}
