package org.leastaction.flow.defect;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.FlowBackendContract;
import org.leastaction.flow.reference.AffineNetworks;

/** The contract on a backend with one defect; run by {@link FlowBackendContractTest} alone. */
@ExtendWith(DefectResolver.class)
class DefectiveBackend extends FlowBackendContract {

    private final BackendDefect defect;

    DefectiveBackend(BackendDefect defect) {
        this.defect = defect;
    }

    @Override
    protected FlowBackend backend() {
        return defect.backend();
    }

    @Override
    protected Path writeModel(Path directory) throws IOException {
        Path folder = directory.resolve("model");
        new AffineFlow(AffineNetworks.plane()).save(folder);
        return folder;
    }
}
