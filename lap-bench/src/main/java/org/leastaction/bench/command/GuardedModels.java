package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.BackendFailure;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.backend.GuardedFlow;
import org.leastaction.flow.layers.LayerDescriber;
import org.leastaction.flow.layers.LayeredFlow;

/** Models of backends that may be anybody's: what goes wrong in them is named after their backend. */
final class GuardedModels {

    /** How long a model may take to close. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private GuardedModels() {}

    /** Opens a model, guarded against what its backend does. */
    static FlowModel open(FlowBackend backend, Path model, Execution execution, Terminal terminal) throws IOException {
        return guarded(opened(backend, model, execution), backend, terminal);
    }

    static FlowModel guarded(FlowModel model, FlowBackend backend, Terminal terminal) {
        return new GuardedFlow(model, backend.id(), PATIENCE, terminal::remark);
    }

    /** The layers of a model. */
    static LayeredFlow described(LayerDescriber model, FlowBackend backend) {
        try {
            return Objects.requireNonNull(model.describe(), "no layers");
        } catch (RuntimeException | LinkageError failure) {
            throw new BackendFailure(
                    "the backend '" + backend.id() + "' failed to describe its model's layers: " + failure, failure);
        }
    }

    /** Opens a model, which is not guarded yet. */
    static FlowModel opened(FlowBackend backend, Path model, Execution execution) throws IOException {
        try {
            return backend.open(model, execution);
        } catch (RuntimeException | LinkageError failure) {
            throw new BackendFailure(
                    "the backend '" + backend.id() + "' failed to open " + model + ": " + failure, failure);
        }
    }
}
