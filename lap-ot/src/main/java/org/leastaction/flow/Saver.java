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
}
