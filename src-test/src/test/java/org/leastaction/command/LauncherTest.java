package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The script ./lap: its text, not a run of it, which would build. */
class LauncherTest {

    private final Path launcher = Repository.root().resolve("lap");

    @Test
    void isExecutable() {
        assertThat(Files.isExecutable(launcher)).isTrue();
    }

    @Test
    void isAScriptThatTheShellReads() throws Exception {
        assumeInstalled("sh");
        assertThat(printed("sh", "-n", launcher.toString())).isEmpty();
    }

    @Test
    void shellcheckFindsNothing() throws Exception {
        assumeInstalled("shellcheck");
        assertThat(printed("shellcheck", launcher.toString())).isEmpty();
    }

    private static String printed(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }

    private static void assumeInstalled(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        assumeThat(Arrays.stream(path.split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))))
                .as(program + " is installed")
                .isTrue();
    }
}
