package org.leastaction.bench.command;

/** The threads that wake progress: they never keep the program alive. */
final class ProgressClock {

    private ProgressClock() {}

    static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    }
}
