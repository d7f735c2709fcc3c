package org.leastaction.flow;

import java.io.IOException;
import java.nio.file.Path;

/** Role 'save': saves a model to a folder from which its backend restores it bit for bit. */
public interface Saver {

    /**
     * Writes the model folder atomically; an existing model folder is replaced.
     *
     * @throws IOException if it cannot be written; the message names the folder
     */
    void save(Path folder) throws IOException;

    /**
     * As {@link #save(Path)}, with the description of the inputs: the model opened from the folder has the role
     * {@link Preprocessing}. A backend that cannot store it saves the model alone, as this default does.
     */
    default void save(Path folder, InputDescription inputs) throws IOException {
        save(folder);
    }
}
