package org.leastaction.bench.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a command found: values for programs, lines for people, and how it ends.
 *
 * @param values what {@code --json} prints
 * @param lines  what is printed without it
 */
public record Answer(JsonValues values, List<String> lines, ExitCode exitCode) {

    public Answer {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(exitCode, "exitCode");
        lines = List.copyOf(lines);
    }

    /** An answer without lines yet, done. */
    public static Answer of(JsonValues values) {
        return new Answer(values, List.of(), ExitCode.DONE);
    }

    /** This answer with one more line. */
    public Answer line(String line) {
        List<String> more = new ArrayList<>(lines);
        more.add(line);
        return new Answer(values, more, exitCode);
    }

    /** This answer with more lines. */
    public Answer lines(List<String> added) {
        List<String> more = new ArrayList<>(lines);
        more.addAll(added);
        return new Answer(values, more, exitCode);
    }

    public Answer withExitCode(ExitCode newExitCode) {
        return new Answer(values, lines, newExitCode);
    }
}
