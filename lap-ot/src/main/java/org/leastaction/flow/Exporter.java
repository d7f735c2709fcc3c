package org.leastaction.flow;

import java.io.IOException;
import java.nio.file.Path;

/** Role 'export': writes a model in a format of its framework, for other programs. */
public interface Exporter {

    /** Name of the format, e.g. "TensorFlow SavedModel". */
    String exportFormat();

    /**
     * Writes the model atomically; an earlier export at the path is replaced.
     *
     * @throws IOException if it cannot be written; the message names the folder
     */
    void export(Path folder) throws IOException;

    /**
     * As {@link #export(Path)}, with the description of the inputs if the format can store it. This default ignores
     * it.
     */
    default void export(Path folder, InputDescription inputs) throws IOException {
        export(folder);
    }
}
