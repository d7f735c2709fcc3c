package org.leastaction.bench.command.options;

import java.io.IOException;
import java.nio.file.Path;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.progress.Terminal;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import picocli.CommandLine.Mixin;

/** The options of commands that measure models: how a model is opened, the data, and their labels. */
public final class ModelOptions {

    @Mixin
    private BlockOptions blocks;

    @Mixin
    private DataOptions data;

    @Mixin
    private LabelOptions labels;

    @Mixin
    private TimeoutOption timeout;

    @Mixin
    private TrustOption trust;

    public BlockOptions blocks() {
        return blocks;
    }

    public DataOptions data() {
        return data;
    }

    public LabelOptions labels() {
        return labels;
    }

    public TimeoutOption timeout() {
        return timeout;
    }

    /** On any device; operations of a trusted model that may do more than compute are reported on the terminal. */
    public Execution execution(int threads, Terminal terminal) {
        return new Execution(threads, "auto").withTrust(trust.trust(terminal::remark));
    }

    /**
     * Opens a model with these options.
     *
     * @throws BadInput if an option does not fit the model, or the backend does not let models be read in different
     *                  ways
     */
    public FlowModel open(FlowBackend backend, Path model, Execution execution) throws IOException {
        return blocks.open(backend, model, data.arrays(), execution);
    }
}
