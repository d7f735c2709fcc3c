package org.leastaction.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A runtime with telemetry (1.29) reads the command line, overflows the stack on a long one, and writes its own files.
 */
class OnnxRuntimeStartTest {

    private static final int LONG_CLASS_PATH = 20_000;

    @Test
    void startsBehindALongCommandLineAndLeavesNothingBehind(@TempDir Path folder) throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path log = folder.resolve("log.txt");
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary, "-Dpadding=" + "x".repeat(LONG_CLASS_PATH),
                "-cp", System.getProperty("java.class.path"), Start.class.getName());
        child.environment().put("HOME", home.toString());
        child.environment().remove("XDG_CACHE_HOME");
        child.environment().remove("CI"); // the runtime keeps still where it sees this
        Process process = child.redirectErrorStream(true).redirectOutput(log.toFile()).start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).describedAs(Files.readString(log)).isZero();
        assertThat(home).isEmptyDirectory();
    }

    /** Starts the runtime in a process of its own. */
    static final class Start {

        private Start() {}

        public static void main(String[] arguments) throws IOException {
            if (!OnnxRuntime.devices().contains("cpu")) {
                throw new IOException("no processor");
            }
        }
    }
}
