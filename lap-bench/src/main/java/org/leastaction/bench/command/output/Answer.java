package org.leastaction.bench.command.output;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.bench.command.process.ExitCode;

/**
 * The result of a command: values for programs, lines for people, and the exit code.
 *
 * @param values the output with {@code --json}
 * @param lines  the output without {@code --json}
 */
public record Answer(JsonValues values, List<String> lines, ExitCode exitCode) {

    public Answer {
        lines = List.copyOf(lines);
    }

    /** A successful answer without lines. */
    public static Answer of(JsonValues values) {
        return new Answer(values, List.of(), ExitCode.DONE);
    }

    /** A copy with one more line. */
    public Answer line(String line) {
        List<String> more = new ArrayList<>(lines);
        more.add(line);
        return new Answer(values, more, exitCode);
    }

    /** A copy with more lines. */
    public Answer lines(List<String> added) {
        List<String> more = new ArrayList<>(lines);
        more.addAll(added);
        return new Answer(values, more, exitCode);
    }

    public Answer withExitCode(ExitCode newExitCode) {
        return new Answer(values, lines, newExitCode);
    }
}
