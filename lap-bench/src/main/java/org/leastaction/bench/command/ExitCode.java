package org.leastaction.bench.command;

/** How a command ends. */
public enum ExitCode {
    DONE(0),
    FAILED(1),
    BAD_INPUT(2);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** What the process returns. */
    public int number() {
        return number;
    }
}
