package org.leastaction.tf.savedmodel;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.leastaction.flow.backend.Execution;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** The network that {@code golden/generate_savedmodel.py} saved, and what Python's TensorFlow gave for its inputs. */
final class GoldenSavedModel {

    static final Execution ONE_THREAD = new Execution(1, "cpu");

    private GoldenSavedModel() {}

    static Path folder() {
        return resource("/golden/savedmodel");
    }

    /** Copies the model into an empty folder. */
    static void copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            for (Path from : files.filter(Files::isRegularFile).toList()) {
                Path to = target.resolve(folder().relativize(from).toString());
                Files.createDirectories(to.getParent());
                Files.copy(from, to);
            }
        }
    }

    static Map<String, NpyArray> values() throws IOException {
        return Npz.read(resource("/golden/savedmodel.npz"));
    }

    static FloatPoints points(Map<String, NpyArray> values, String name) {
        float[] array = values.get(name).floats();
        int n = values.get(name).shape().get(0);
        return FloatPoints.wrap(array, n, array.length / n);
    }

    private static Path resource(String name) {
        try {
            return Path.of(GoldenSavedModel.class.getResource(name).toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("class paths are URIs", impossible);
        }
    }
}
