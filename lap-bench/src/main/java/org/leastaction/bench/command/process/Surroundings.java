package org.leastaction.bench.command.process;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of a command, which tests can replace.
 *
 * @param out         standard output: only results
 * @param err         standard error: everything else
 * @param errorStream the kind of standard error
 * @param environment environment variables
 * @param home        the user's home folder
 */
public record Surroundings(
        PrintStream out, PrintStream err, ErrorStream errorStream, Map<String, String> environment, Path home) {

    /** The kind of standard error. */
    public enum ErrorStream {
        /** A terminal: progress bars may redraw their line. */
        TERMINAL,
        /** A file or a pipe: lines only. */
        FILE
    }

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** The environment of this process with other streams, which are not terminals. */
    public static Surroundings of(PrintStream out, PrintStream err) {
        return new Surroundings(
                out, err, ErrorStream.FILE, System.getenv(), Path.of(System.getProperty("user.home")));
    }

    public Surroundings withErrorStream(ErrorStream newErrorStream) {
        return new Surroundings(out, err, newErrorStream, environment, home);
    }

    public Surroundings withEnvironment(Map<String, String> newEnvironment) {
        return new Surroundings(out, err, errorStream, newEnvironment, home);
    }

    public Surroundings withHome(Path newHome) {
        return new Surroundings(out, err, errorStream, environment, newHome);
    }

    /** The value of an environment variable; empty if it is not set or blank. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
