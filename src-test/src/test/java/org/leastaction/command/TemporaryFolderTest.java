package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The temporary folder, into which ONNX Runtime unpacks its library. */
class TemporaryFolderTest {

    @TempDir
    Path folder;

    private String inspect(Path temporary, int exitCode) throws IOException, InterruptedException {
        Path model = Repository.root().resolve("lap-onnx/src/test/resources/golden/plane.onnx");
        Path log = folder.resolve("log");
        Process process = LapProcess.start(log, List.of("inspect", model.toString()),
                Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary));
        assertThat(process.waitFor()).as(Files.readString(log)).isEqualTo(exitCode);
        return Files.readString(log);
    }

    @Test
    void nothingIsLeftInIt() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));

        inspect(temporary, 0);

        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(path -> path.getFileName().toString().contains("onnx"))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "file"})
    void oneThatIsOfNoUseIsNamed(String kind) throws Exception {
        Path temporary = folder.resolve(kind);
        if (kind.equals("file")) {
            Files.createFile(temporary);
        }

        assertThat(inspect(temporary, 1)).contains("it is unpacked into the temporary folder " + temporary + ", and "
                + (kind.equals("file") ? "that is a file" : "there is no such folder"))
                .contains("-Djava.io.tmpdir=FOLDER").doesNotContain("ExceptionInInitializerError");
    }
}
