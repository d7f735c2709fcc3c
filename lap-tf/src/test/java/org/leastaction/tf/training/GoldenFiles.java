package org.leastaction.tf.training;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** The files that the generators under {@code golden/} wrote. */
final class GoldenFiles {

    private GoldenFiles() {}

    static Map<String, NpyArray> read(String name) throws IOException {
        Path file = Files.createTempFile(name, ".npz");
        try (InputStream in = GoldenFiles.class.getResourceAsStream("/golden/" + name + ".npz")) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return Npz.read(file);
        } finally {
            Files.delete(file);
        }
    }
}
