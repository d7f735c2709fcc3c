package org.leastaction.bench.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a command sees of the machine. Tests give it another.
 *
 * @param out         standard output: results alone
 * @param err         standard error: everything else
 * @param errorStream what is at the end of standard error
 * @param environment environment variables
 * @param home        the user's home folder
 */
public record Surroundings(
        PrintStream out, PrintStream err, ErrorStream errorStream, Map<String, String> environment, Path home) {

    /** What is at the end of standard error. */
    public enum ErrorStream {
        /** A person watches: progress bars may redraw their line. */
        TERMINAL,
        /** A file or a pipe: lines only. */
        FILE
    }

    public Surroundings {
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(err, "err");
        Objects.requireNonNull(errorStream, "errorStream");
        environment = Map.copyOf(environment);
        Objects.requireNonNull(home, "home");
    }

    /** This process's, with other streams that are no terminal. */
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

    /** An environment variable that is set and not blank. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
