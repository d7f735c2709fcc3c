package org.leastaction.flow.layers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Role 'write': writes the layers of any backend's model as a file that this backend opens. */
public interface LayerWriter {

    /** Name of the format, e.g. "ONNX". */
    String format();

    /** What names of its files end with, e.g. ".onnx". */
    String suffix();

    /**
     * Writes a file whole or not at all; one that stands there is replaced. The same flow gives the same bytes.
     *
     * @param about what a reader may want to know beside it, by key, such as the mean that inputs were normalised by
     * @throws IOException if it cannot be written; the message names the file
     */
    void write(LayeredFlow flow, Map<String, String> about, Path file) throws IOException;
}
