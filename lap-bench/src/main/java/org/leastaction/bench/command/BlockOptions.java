package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.inspection.BlockChoice;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowInspector;
import picocli.CommandLine.Option;

/** The option that specifies where the blocks of an external network end. */
final class BlockOptions {

    @Option(names = "--blocks", paramLabel = "NAME", split = ",",
            description = "Names of operations or tensors where blocks end, as 'lap inspect' lists them"
                    + " (default: the blocks that are found).")
    private List<String> names = List.of();

    /** The given names; empty to find the blocks automatically. */
    List<String> names() {
        return List.copyOf(names);
    }

    /** @throws BadInput if a named output cannot end a block */
    FlowCut inspect(FlowInspector inspector, Path model) throws IOException {
        try {
            return inspector.inspect(model, BlockChoice.named(names));
        } catch (IllegalArgumentException refused) {
            throw new BadInput("--blocks: " + refused.getMessage(), refused);
        }
    }

    /**
     * Opens a model with these blocks.
     *
     * @throws BadInput if a named output cannot end a block, or the backend cuts no models
     */
    FlowModel open(FlowBackend backend, Path model, Execution execution) throws IOException {
        if (names.isEmpty()) {
            return backend.open(model, execution);
        }
        FlowInspector inspector = backend.inspector().orElseThrow(() -> new BadInput(
                "--blocks: the backend " + backend.id() + " knows its models' blocks; leave the option out"));
        try {
            return inspector.open(model, BlockChoice.named(names), execution);
        } catch (IllegalArgumentException refused) {
            throw new BadInput("--blocks: " + refused.getMessage(), refused);
        }
    }
}
