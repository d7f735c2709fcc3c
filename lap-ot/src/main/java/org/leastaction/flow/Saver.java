package org.leastaction.flow;

import java.io.IOException;
import java.nio.file.Path;

/** Role 'save': keeps a model in a folder that its backend opens again, bit-equal. */
public interface Saver {

    /**
     * Writes the model folder whole or not at all; a model folder that stands there is replaced.
     *
     * @throws IOException if it cannot be written; the message names the folder
     */
    void save(Path folder) throws IOException;

    /**
     * As {@link #save(Path)}, and keeps how inputs were normalised: the model opened from the folder has the role
     * {@link Preprocessing}. A backend that has no place for it saves the model alone, as this default does.
     */
    default void save(Path folder, InputNormalisation normalisation) throws IOException {
        save(folder);
    }
}
