package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.leastaction.bench.command.Lap;

/** Commands that use TensorFlow, in processes of their own as {@code ./lap} starts them: native code stays silent. */
@EnabledOnOs(OS.LINUX)
class SilentTensorFlowTest {

    @TempDir
    Path folder;

    @Test
    void nothingIsPrintedButWhatTheCommandSays() throws Exception {
        String run = folder.resolve("run").toString();
        assertThat(errorsOf("train", "--data", "circles", "--train-size", "100", "--test-size", "20", "--model", "mlp",
                "--blocks", "1", "--epochs", "1", "--quiet", "--out", run)).isEmpty();
        assertThat(
                errorsOf("analyze", "--data", "circles", "--test-size", "20", "--model", run, "--metrics", "accuracy",
                        "--quiet", "--out", folder.resolve("analysis").toString()))
                .isEmpty();
        assertThat(errorsOf("export", "--model", run, "--out", folder.resolve("exported").toString())).isEmpty();
        assertThat(errorsOf("backends")).isEmpty();
    }

    private String errorsOf(String... arguments) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true", "-cp",
                System.getProperty("java.class.path"),
                Lap.class.getName()));
        command.addAll(Stream.of(arguments).toList());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(errors.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
        int exitCode = builder.start().waitFor();
        // The class path of tests has a library that looks for SLF4J; the program's has none.
        String told = Files.readString(errors).replaceAll("(?m)^SLF4J\\(W\\): .*\\R", "");
        assertThat(exitCode).as(told).isZero();
        return told;
    }
}
