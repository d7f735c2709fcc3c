package org.leastaction.flow.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.Role;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.training.FlowTrainer;

/** Opens and trains {@link AffineFlow}s. No services file names it: the test that wants it found says so. */
public final class AffineBackend implements FlowBackend {

    @Override
    public String id() {
        return "affine";
    }

    @Override
    public String version() {
        return "1 (Java " + Runtime.version().feature() + ")";
    }

    @Override
    public Set<Role> roles() {
        return EnumSet.complementOf(EnumSet.of(Role.INSPECT, Role.WRITE));
    }

    @Override
    public List<String> devices() {
        return List.of("cpu");
    }

    @Override
    public boolean recognises(Path model) {
        return Files.isRegularFile(model.resolve(AffineFile.NAME));
    }

    @Override
    public FlowModel open(Path model, Execution execution) throws IOException {
        return new AffineFlow(AffineFile.read(model));
    }

    @Override
    public Optional<FlowTrainer> trainer() {
        return Optional.of(new AffineTrainer());
    }
}
