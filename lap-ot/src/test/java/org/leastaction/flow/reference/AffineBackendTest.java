package org.leastaction.flow.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.contract.AffineBackend;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.FlowBackendContract;

class AffineBackendTest extends FlowBackendContract {

    @Override
    protected FlowBackend backend() {
        return new AffineBackend();
    }

    @Override
    protected Path writeModel(Path directory) throws IOException {
        Path folder = directory.resolve("model");
        new AffineFlow(AffineNetworks.segmented()).save(folder);
        return folder;
    }

    @Test
    void aServicesFileIsEnoughToBeFound(@TempDir Path directory) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(FlowBackend.class.getName()), AffineBackend.class.getName() + "\n");
        URL[] places = {directory.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(places, getClass().getClassLoader())) {
            assertThat(ServiceLoader.load(FlowBackend.class, loader)).extracting(FlowBackend::id).contains("affine");
        }
    }

    @Test
    void anAffineModelIsOneFile(@TempDir Path directory) throws IOException {
        try (Stream<Path> files = Files.list(writeModel(directory))) {
            assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("affine-flow.txt");
        }
    }

    @Test
    void aTruncatedModelIsCalledTruncated(@TempDir Path directory) throws IOException {
        Path folder = writeModel(directory);
        Path file = folder.resolve("affine-flow.txt");
        Files.writeString(file, Files.readString(file).replace("end", ""));
        assertThatThrownBy(() -> backend().open(folder, execution()))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is truncated: a whole one ends with 'end'");
    }
}
