package org.leastaction.onnx.proto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.leastaction.io.InputFileException;

/** Model files. */
public final class ModelFile {

    /** Protobuf's own bound: a message is shorter than 2 GiB. */
    private static final long GREATEST = Integer.MAX_VALUE - 64;

    private ModelFile() {}

    /**
     * Reads a model. O(its size).
     *
     * @throws InputFileException if it is missing, unreadable or no model; the message names it and says why
     */
    public static ModelProto read(Path file) throws InputFileException {
        InputFileException.requireReadable(file);
        return InputFileException.reading(file, () -> model(file));
    }

    private static ModelProto model(Path file) throws IOException {
        try {
            if (!Files.isRegularFile(file)) {
                throw new InputFileException(file, "is no plain file");
            }
            if (Files.size(file) > GREATEST) {
                throw new InputFileException(file, "is larger than 2 GiB, which no ONNX file is; its weights may lie"
                        + " in files beside it");
            }
            Path folder = file.toAbsolutePath().getParent();
            return new ModelReader(new ExternalData(folder)).read(Files.readAllBytes(file));
        } catch (MalformedModelException malformed) {
            throw new InputFileException(file, malformed.getMessage(), malformed);
        }
    }
}
