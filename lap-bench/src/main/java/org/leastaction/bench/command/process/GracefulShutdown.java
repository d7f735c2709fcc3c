package org.leastaction.bench.command.process;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * Handles an end of the process before the command completes. After a signal such as Ctrl-C, the command unwinds as if
 * its thread were interrupted, and deletes its temporary files. If a plug-in calls {@link System#exit}, the command has
 * failed, whatever exit status the plug-in chose.
 *
 * <p>{@link Runtime#halt} runs no hooks and cannot be detected from inside the process.
 */
public final class GracefulShutdown {

    /**
     * Time for a training step to end and its state to be written; anything that cannot be interrupted is then
     * abandoned.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private GracefulShutdown() {}

    /**
     * Runs a command on this thread; returns its exit code.
     *
     * @param err  receives a sentence if something in the command ends the process
     * @param halt ends the process immediately with an exit status
     */
    public static int of(IntSupplier command, PrintStream err, IntConsumer halt) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread runner = Thread.currentThread();
        Thread hook = new Thread(() -> {
            Optional<StackTraceElement> caller = callerOfExit();
            if (caller.isPresent()) {
                err.println("lap: " + caller.get().getClassName() + "." + caller.get().getMethodName()
                        + " called System.exit before the command was complete; a plug-in must not do this");
                err.flush();
                halt.accept(ExitCode.FAILED.number());
            }
            runner.interrupt();
            await(ended);
        }, "graceful-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return command.getAsInt();
        } finally {
            ended.countDown();
            remove(hook);
        }
    }

    /** The caller of {@link System#exit}; empty after a signal, whose handler calls something else. */
    private static Optional<StackTraceElement> callerOfExit() {
        for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
            boolean exiting = false;
            for (StackTraceElement frame : stack) {
                boolean exit = frame.getMethodName().equals("exit")
                        && (frame.getClassName().equals("java.lang.Runtime")
                                || frame.getClassName().equals("java.lang.System"));
                if (exiting && !exit) {
                    return Optional.of(frame);
                }
                exiting |= exit;
            }
        }
        return Optional.empty();
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
            // The virtual machine is shutting down: the hook is already running.
        }
    }
}
