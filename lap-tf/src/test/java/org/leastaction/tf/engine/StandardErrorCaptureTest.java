package org.leastaction.tf.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.leastaction.tf.engine.FirstSession.StandardErrorCapture;
import org.tensorflow.TensorFlow;

@EnabledOnOs({OS.LINUX, OS.MAC})
class StandardErrorCaptureTest {

    private static final String TEXT = "an error that must not be lost\nand a second line: ü\n";

    private static void write(String text) {
        try {
            new FileOutputStream(FileDescriptor.err).write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Test
    void whatIsWrittenIsReturnedWholeAndAgainAndAgain() {
        TensorFlow.version();

        assertThat(StandardErrorCapture.during(() -> {})).isEmpty();
        assertThat(StandardErrorCapture.during(() -> write(TEXT))).isEqualTo(TEXT);
        assertThat(StandardErrorCapture.during(() -> StandardErrorCapture.write(TEXT))).isEqualTo(TEXT);
    }

    @Test
    void afterAFailureStandardErrorIsWhatItWas() {
        TensorFlow.version();

        assertThatThrownBy(() -> StandardErrorCapture.during(() -> {
            throw new IllegalStateException("in the middle");
        })).hasMessage("in the middle");
        assertThat(StandardErrorCapture.during(() -> write(TEXT))).isEqualTo(TEXT);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void noDescriptorStaysOpen() throws IOException {
        TensorFlow.version();
        StandardErrorCapture.during(() -> write(TEXT));
        long before = openDescriptors();

        for (int i = 0; i < 20; i++) {
            StandardErrorCapture.during(() -> write(TEXT));
        }

        assertThat(openDescriptors()).isLessThan(before + 20);
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    @Test
    void onlyTheTwoKnownLinesAreNoise() {
        assertThat(FirstSession.isNoise(
                "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR")).isTrue();
        assertThat(FirstSession
                .isNoise("I0000 00:00:1795964602.590317   10994 mlir_graph_optimization_pass.cc:401] MLIR V1"
                        + " optimization pass is not enabled"))
                .isTrue();
        assertThat(FirstSession.isNoise("E0000 00:00:1795964602.590317   10994 cuda_dnn.cc:8310] Unable to register"))
                .isFalse();
        assertThat(FirstSession.isNoise("W0000 00:00:1795964602.590317   10994 x.cc:401] no memory")).isFalse();
    }
}
