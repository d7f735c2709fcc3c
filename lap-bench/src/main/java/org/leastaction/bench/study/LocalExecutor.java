package org.leastaction.bench.study;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.study.StudyExecutor.UnitWork;

/**
 * Runs units on threads of this process.
 *
 * @param workers units that run at the same time, at least 1
 */
public record LocalExecutor(int workers) implements StudyExecutor {

    /** @throws IllegalArgumentException if there is no worker */
    public LocalExecutor {
        if (workers < 1) {
            throw new IllegalArgumentException("there must be at least 1 worker, not " + workers);
        }
    }

    private record Done(WorkUnit unit, List<RunResult> results, @Nullable Exception failure) {}

    @Override
    public void execute(List<WorkUnit> units, UnitWork work, Outcome outcome)
            throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            CompletionService<Done> running = new ExecutorCompletionService<>(threads);
            units.forEach(unit -> running.submit(() -> done(unit, work)));
            for (int i = 0; i < units.size(); i++) {
                deliver(running.take(), outcome);
            }
        } finally {
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    private static Done done(WorkUnit unit, UnitWork work) throws InterruptedException {
        try {
            return new Done(unit, work.make(unit), null);
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception failure) {
            return new Done(unit, List.of(), failure);
        }
    }

    private static void deliver(Future<Done> future, Outcome outcome) throws IOException, InterruptedException {
        try {
            Done done = future.get();
            if (done.failure() == null) {
                outcome.made(done.unit(), done.results());
            } else {
                outcome.failed(done.unit(), done.failure());
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof InterruptedException stopped) {
                throw stopped;
            }
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    /**
     * Waits for all threads. Native code finishes its step before it sees an interruption, and nothing may run after
     * the return.
     */
    private static void awaitEnd(ExecutorService threads) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
