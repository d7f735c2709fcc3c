package org.leastaction.bench.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Lets a command that Ctrl-C ends unwind as if its thread were interrupted: it then takes its temporary files along. */
final class GentleEnd {

    /** More than any computation takes to notice; what cannot be interrupted ends without. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private GentleEnd() {}

    /** Runs a command on this thread; returns its exit code. */
    static int of(IntSupplier command) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread runner = Thread.currentThread();
        Thread hook = new Thread(() -> {
            runner.interrupt();
            await(ended);
        }, "gentle-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return command.getAsInt();
        } finally {
            ended.countDown();
            remove(hook);
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The virtual machine is shutting down: the hook is at work.
        }
    }
}
