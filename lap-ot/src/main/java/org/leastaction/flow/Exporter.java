package org.leastaction.flow;

import java.io.IOException;
import java.nio.file.Path;

/** Role 'export': writes a model in a format of its framework, for other programs. */
public interface Exporter {

    /** Name of the format, e.g. "TensorFlow SavedModel". */
    String exportFormat();

    /**
     * Writes the model whole or not at all; what an earlier export wrote there is replaced.
     *
     * @throws IOException if it cannot be written; the message names the folder
     */
    void export(Path folder) throws IOException;

    /**
     * As {@link #export(Path)}, and keeps how inputs were normalised where the format has a place for it. The default has
     * none.
     */
    default void export(Path folder, InputNormalisation normalisation) throws IOException {
        export(folder);
    }
}
