package org.leastaction.bench.command.process;

/** The exit codes of commands. */
public enum ExitCode {
    DONE(0),
    FAILED(1),
    BAD_INPUT(2);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The exit code of the process. */
    public int number() {
        return number;
    }
}
