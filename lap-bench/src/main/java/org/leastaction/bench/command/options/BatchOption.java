package org.leastaction.bench.command.options;

import org.leastaction.bench.command.process.BadInput;
import picocli.CommandLine.Option;

/** The size of the batches in which points pass through a model. */
public final class BatchOption {

    @Option(names = "--batch", paramLabel = "B", defaultValue = "256",
            description = "Number of points that pass through a model together (default: ${DEFAULT-VALUE}).")
    private int size;

    /**
     * Number of points that pass through a model together.
     *
     * @throws BadInput if it is below 1
     */
    public int size() {
        if (size < 1) {
            throw new BadInput("--batch must be at least 1, not " + size);
        }
        return size;
    }
}
