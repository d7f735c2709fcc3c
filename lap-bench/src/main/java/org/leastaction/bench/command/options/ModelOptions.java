package org.leastaction.bench.command.options;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.progress.Terminal;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.model.ModelInputs;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.flow.inspection.FlowCut.CutModel;
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
     * A remark where nothing but its form says that the output of a network holds class scores, since there are neither
     * labels nor names of classes in the model.
     */
    public Optional<String> scoresAssumed(FlowModel flow, ModelInputs inputs, DataSet data) {
        boolean known = flow.shape().classes() == 0 || blocks.choosesEnding() || inputs.classNames().isPresent()
                || (labels.areWanted() && data.test().isLabelled()) || NamedInputs.areTokens(flow);
        return known ? Optional.empty() : flow.role(CutModel.class).map(CutModel::cut)
                .filter(cut -> cut.ending() == Ending.LOGITS)
                .map(cut -> "the output '" + cut.output() + "' is read as the scores of " + flow.shape().classes()
                        + " classes; if the network is a regression or an embedding, --ending points reads it as it is");
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
