package org.leastaction.flow.defect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.contract.AffineBackend;
import org.leastaction.flow.training.FlowTrainer;

/** A correct backend as a base for defects. */
class WrappedBackend implements FlowBackend {

    private final FlowBackend sound = new AffineBackend();

    @Override
    public String id() {
        return sound.id();
    }

    @Override
    public String version() {
        return sound.version();
    }

    @Override
    public Set<Class<?>> roles() {
        return sound.roles();
    }

    @Override
    public List<String> devices() {
        return sound.devices();
    }

    @Override
    public boolean recognises(Path model) {
        return sound.recognises(model);
    }

    @Override
    public FlowModel open(Path model, Execution execution) throws IOException {
        return sound.open(model, execution);
    }

    @Override
    public Optional<FlowTrainer> trainer() {
        return sound.trainer();
    }
}
