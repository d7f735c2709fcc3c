package org.leastaction.onnx.proto;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.io.damage.DamagedFiles;

/** Damaged ONNX files are read or refused by one sentence. What reads further is in MutatedModelTest. */
class DamagedModelFileTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"plane.onnx", "inverted_bottlenecks.onnx", "vit_pre.onnx"})
    void models(String name) throws IOException, URISyntaxException {
        Path golden = Path.of(DamagedModelFileTest.class.getResource("/golden/" + name).toURI());
        Path file = folder.resolve("damaged.onnx");

        DamagedFiles.of(name, file, Files.readAllBytes(golden)).isReadOrRefused(() -> ModelFile.read(file));
    }
}
