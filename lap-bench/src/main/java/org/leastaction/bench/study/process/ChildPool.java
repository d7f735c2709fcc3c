package org.leastaction.bench.study.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.leastaction.bench.study.process.Child.EndedException;

/**
 * Child processes that run units. A child runs one unit after another until its start-up is a small share of its time;
 * the next unit then gets a new child. Several threads may use a pool, each with its own child. A child ends when its
 * standard input is closed, and therefore also when this process is killed.
 *
 * <p>Results pass through a loopback connection, which the child opens with a secret, because native code may print
 * anything on standard output.
 */
public final class ChildPool implements Closeable {

    /** The largest share of a child's time that its start-up may take. */
    static final double START_UP_SHARE = 0.05;

    /** Time in which a signal to the whole study also reaches this process. */
    private static final long REQUEST_MILLIS = 2000;

    private final ChildCommand command;
    private final byte[] assignment;
    private final int attempts;
    private final double startUpShare;
    private final Deque<Child> idle = new ArrayDeque<>();
    private boolean closed;
    private Costs costs = new Costs(0, 0, 0);

    /**
     * No child is started yet.
     *
     * @param assignment the data that the children need besides their units
     * @param attempts   maximum number of attempts at a unit whose process ends, at least 1
     */
    public ChildPool(ChildCommand command, byte[] assignment, int attempts) {
        this(command, assignment, attempts, START_UP_SHARE);
    }

    /** @param startUpShare the largest share of a child's time that its start-up may take, in (0, 1] */
    ChildPool(ChildCommand command, byte[] assignment, int attempts, double startUpShare) {
        if (attempts < 1) {
            throw new IllegalArgumentException("there must be at least 1 attempt, not " + attempts);
        }
        this.command = command;
        this.assignment = assignment.clone();
        this.attempts = attempts;
        this.startUpShare = startUpShare;
    }

    /**
     * The cost of the children.
     *
     * @param processes number of processes started
     * @param starting  seconds until they were ready, summed over processes
     * @param working   seconds in which they ran units, summed over processes
     */
    public record Costs(int processes, double starting, double working) {

        Costs plus(int moreProcesses, double moreStarting, double moreWorking) {
            return new Costs(processes + moreProcesses, starting + moreStarting, working + moreWorking);
        }

        /** Share of the processes' time that their start took, in [0, 1]. */
        public double share() {
            return starting == 0 ? 0 : starting / (starting + working);
        }
    }

    /**
     * Receives the progress and remarks of a unit.
     *
     * @param steps   numbers of steps that were just completed
     * @param remarks remarks, without a full stop
     */
    public record Listener(LongConsumer steps, Consumer<String> remarks) {

        /** Ignores everything. */
        public static Listener none() {
            return new Listener(steps -> {}, sentence -> {});
        }
    }

    /** A unit failed; the message is a sentence for the user. */
    public static final class UnitFailedException extends Exception {

        private static final long serialVersionUID = 1L;

        UnitFailedException(String sentence) {
            super(sentence);
        }
    }

    /** A child cannot work on this machine; the message is a sentence for the user. */
    public static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException(String sentence) {
            super(sentence);
        }
    }

    /**
     * Runs a unit in a child.
     *
     * @param unit the bytes of a unit
     * @return the bytes of its results
     * @throws UnitFailedException  if it failed, or its process ended in every attempt
     * @throws RefusedException     if children cannot work here
     * @throws IOException          if no process can be started
     * @throws InterruptedException if the thread was interrupted; the child is ended
     */
    public byte[] make(byte[] unit, Listener listener)
            throws UnitFailedException, RefusedException, IOException, InterruptedException {
        return attempted(child -> child.make(unit, listener));
    }

    /**
     * Starts a child, which checks that it can read the data that units need.
     *
     * @param units the bytes of the units
     * @throws RefusedException if it cannot; as {@link #make} otherwise
     */
    public void check(byte[] units) throws UnitFailedException, RefusedException, IOException, InterruptedException {
        attempted(child -> {
            child.check(units);
            return new byte[0];
        });
    }

    /** The cost of the children so far. */
    public synchronized Costs costs() {
        return costs;
    }

    @FunctionalInterface
    private interface Use {
        byte[] of(Child child)
                throws UnitFailedException, RefusedException, EndedException, IOException, InterruptedException;
    }

    private byte[] attempted(Use use) throws UnitFailedException, RefusedException, IOException, InterruptedException {
        String sentence = "";
        for (int attempt = 1; attempt <= attempts; attempt++) {
            try {
                return used(use);
            } catch (EndedException ended) {
                if (ended.isRequested()) {
                    Thread.sleep(REQUEST_MILLIS); // interrupted if the signal was for this process, too
                }
                sentence = String.valueOf(ended.getMessage());
            }
        }
        String often = attempts == 1 ? "its process " : "in the last of " + attempts + " attempts its process ";
        throw new UnitFailedException(often + sentence);
    }

    private byte[] used(Use use)
            throws UnitFailedException, RefusedException, EndedException, IOException, InterruptedException {
        Child child = take().orElseGet(() -> new Child(command));
        boolean usable = false;
        try {
            if (!child.isStarted()) {
                double seconds = child.start(assignment);
                count(1, seconds, 0);
            }
            long begun = System.nanoTime();
            try {
                byte[] made = use.of(child);
                usable = true;
                return made;
            } catch (UnitFailedException failed) {
                usable = true;
                throw failed;
            } finally {
                count(0, 0, child.worked(begun));
            }
        } catch (ClosedByInterruptException stopped) {
            Thread.interrupted(); // reported by the exception
            throw new InterruptedException("stopped while a child process was running");
        } catch (ClosedChannelException gone) {
            throw child.ended();
        } finally {
            if (!usable || child.isPaidOff(startUpShare) || !giveBack(child)) {
                child.close();
            }
        }
    }

    private synchronized Optional<Child> take() {
        Child child = idle.pollFirst();
        while (child != null && !child.isAlive()) { // not caused by a unit
            child.close();
            child = idle.pollFirst();
        }
        return Optional.ofNullable(child);
    }

    private synchronized boolean giveBack(Child child) {
        if (!closed) {
            idle.addFirst(child);
        }
        return !closed;
    }

    private synchronized void count(int processes, double starting, double working) {
        costs = costs.plus(processes, starting, working);
    }

    /** Ends the idle children. */
    @Override
    public void close() {
        List<Child> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(idle);
            idle.clear();
        }
        left.forEach(Child::close);
    }
}
