package org.leastaction.bench.command.progress;

/** The timer threads of progress displays; they do not keep the process alive. */
public final class ProgressClock {

    private ProgressClock() {}

    static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    }
}
