package org.leastaction.flow.inspection;

import java.io.IOException;
import java.nio.file.Path;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;

/** Role 'inspect': finds the flow in a network from another framework. */
public interface FlowInspector {

    /** The length with which {@code inspect} cuts a network of several inputs whose file leaves lengths free. */
    int FREE_LENGTH = 8;

    /**
     * Reports how a model is cut.
     *
     * @throws IllegalArgumentException if a chosen operation does not end a block; the message lists those that do
     * @throws IOException              if the model cannot be read; the message names it and the reason
     */
    FlowCut inspect(Path model, BlockChoice choice) throws IOException;

    /**
     * Opens a model with chosen blocks.
     *
     * @throws IllegalArgumentException as {@link #inspect}
     * @throws IOException              as {@link #inspect}
     */
    FlowModel open(Path model, BlockChoice choice, Execution execution) throws IOException;

    /**
     * As {@link #inspect(Path, BlockChoice)}, for a model whose file leaves more choices.
     *
     * @throws IllegalArgumentException also if an option does not apply to this model; the default refuses all options
     *                                  but blocks
     */
    default FlowCut inspect(Path model, ReadingOptions options) throws IOException {
        return inspect(model, blocksAlone(options));
    }

    /**
     * As {@link #open(Path, BlockChoice, Execution)}, for a model whose file leaves more choices.
     *
     * @throws IllegalArgumentException as {@link #inspect(Path, ReadingOptions)}
     */
    default FlowModel open(Path model, ReadingOptions options, Execution execution) throws IOException {
        return open(model, blocksAlone(options), execution);
    }

    private static BlockChoice blocksAlone(ReadingOptions options) {
        if (!options.choosesBlocksAlone()) {
            throw new IllegalArgumentException("the backend lets its models' blocks be chosen, nothing else");
        }
        return options.blocks();
    }
}
