package org.leastaction.flow.inspection;

import java.io.IOException;
import java.nio.file.Path;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;

/** Role 'inspect': finds the flow in a network that was made elsewhere. */
public interface FlowInspector {

    /**
     * Says how a model is cut.
     *
     * @throws IllegalArgumentException if a chosen block cannot be one; the message says which could
     * @throws IOException              if the model cannot be read; the message names it and says why
     */
    FlowCut inspect(Path model, BlockChoice choice) throws IOException;

    /**
     * Opens a model with blocks of one's own choice.
     *
     * @throws IllegalArgumentException as {@link #inspect}
     * @throws IOException              as {@link #inspect}
     */
    FlowModel open(Path model, BlockChoice choice, Execution execution) throws IOException;
}
