package org.leastaction.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.leastaction.bench.command.Lap;

/** The command in a process of its own, on one thread, quick to start. */
final class LapProcess {

    private LapProcess() {}

    /** @param log takes standard output and standard error */
    static Process start(Path log, List<String> arguments) throws IOException {
        return start(log, arguments, Map.of());
    }

    /** @param environment variables beside those of this process */
    static Process start(Path log, List<String> arguments, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true", "-cp",
                System.getProperty("java.class.path"),
                Lap.class.getName()));
        command.addAll(arguments);
        command.addAll(List.of("--threads", "1"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
