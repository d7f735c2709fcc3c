package org.leastaction.flow.layers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Role 'write': writes the layers of any backend's model as a file that this backend opens. */
public interface LayerWriter {

    /** Name of the format, e.g. "ONNX". */
    String format();

    /** File extension, e.g. ".onnx". */
    String suffix();

    /**
     * Writes a file atomically; an existing file is replaced. Equal flows give equal bytes.
     *
     * @param about metadata by key, such as the mean of the input normalisation
     * @throws IOException if it cannot be written; the message names the file
     */
    void write(LayeredFlow flow, Map<String, String> about, Path file) throws IOException;
}
