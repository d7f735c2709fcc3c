package org.leastaction.bench.study.process;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.leastaction.bench.study.process.Frame.Kind;

/**
 * Child processes that make units. A child makes one unit after another until its start-up cost is a small share of its
 * time; then the next unit gets a new child. Several threads may use a pool, each with a child of its own. A child ends
 * when its standard input is closed, therefore also when this process is killed.
 *
 * <p>Results do not pass through the child's standard output, on which native code may print anything, but through a
 * connection of the loopback interface, which the child opens with a secret.
 */
public final class ChildPool implements Closeable {

    /** The largest share of a child's time that its start-up may take. */
    public static final double START_UP_SHARE = 0.05;

    /** Time in which a signal to the whole study also reaches this process. */
    private static final long REQUEST_MILLIS = 2000;

    private static final int SECRET_BYTES = 16;

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
     * @param assignment what the children are for; they get it first
     * @param attempts   how often a unit is tried whose process ends, at least 1
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
     * What the children cost.
     *
     * @param processes number of processes started
     * @param starting  seconds until they were ready, summed over processes
     * @param working   seconds in which they made units, summed over processes
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
     * Receives what happens during a unit.
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

    /** A unit cannot be made; the message is a sentence for the user. */
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

    /** The process ended in the middle of something. */
    private static final class EndedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int status;

        EndedException(int status, String sentence) {
            super(sentence);
            this.status = status;
        }
    }

    /**
     * Makes a unit in a child.
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
     * Starts a child and lets it check that it can read what units need.
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

    /** What the children have cost so far. */
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
                if (ProcessEnd.isRequested(ended.status)) {
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
            Thread.interrupted(); // the exception takes the place of the flag
            throw new InterruptedException("stopped while a child process was at work");
        } catch (ClosedChannelException gone) {
            throw child.ended();
        } finally {
            if (!usable || child.isPaidOff(startUpShare) || !giveBack(child)) {
                child.close();
            }
        }
    }

    private synchronized Optional<Child> take() {
        return Optional.ofNullable(idle.pollFirst());
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

    /** A process and the connection to it; used by one thread at a time. */
    private static final class Child implements Closeable {

        private final ChildCommand command;
        private final ProcessEnd end = new ProcessEnd();
        private Optional<Process> process = Optional.empty();
        private Optional<SocketChannel> channel = Optional.empty();
        private Optional<Thread> printer = Optional.empty();
        private double startSeconds;
        private double workSeconds;

        Child(ChildCommand command) {
            this.command = command;
        }

        boolean isStarted() {
            return channel.isPresent();
        }

        /** Whether its start-up was a small enough share of its time. */
        boolean isPaidOff(double share) {
            return startSeconds <= share * (startSeconds + workSeconds);
        }

        /** Counts the time since an instant as work; returns it in seconds. */
        double worked(long begun) {
            double seconds = (System.nanoTime() - begun) * 1e-9;
            workSeconds += seconds;
            return seconds;
        }

        /** Starts the process; returns the seconds until it was ready. */
        double start(byte[] assignment) throws EndedException, RefusedException, IOException, InterruptedException {
            long begun = System.nanoTime();
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            try (ServerSocketChannel server = ServerSocketChannel.open()) {
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
                Process started = command.builder().start();
                process = Optional.of(started);
                printer = Optional.of(listenTo(started));
                // A process that ends before it connects must not be awaited.
                @SuppressWarnings("unused")
                CompletableFuture<Void> awaited = started.onExit().thenRun(() -> closeQuietly(server));
                try {
                    DataOutputStream out = new DataOutputStream(started.getOutputStream());
                    out.writeInt(((InetSocketAddress) server.getLocalAddress()).getPort());
                    out.write(secret);
                    new Frame(Kind.ASSIGNMENT, assignment).write(out);
                } catch (IOException gone) {
                    throw ended();
                }
                channel = Optional.of(accepted(server, secret));
            }
            awaitReady();
            startSeconds = (System.nanoTime() - begun) * 1e-9;
            return startSeconds;
        }

        /** The connection that knows the secret; others are closed. */
        private static SocketChannel accepted(ServerSocketChannel server, byte[] secret) throws IOException {
            while (true) {
                SocketChannel connected = server.accept();
                byte[] said = Channels.newInputStream(connected).readNBytes(SECRET_BYTES);
                if (MessageDigest.isEqual(said, secret)) {
                    return connected;
                }
                connected.close();
            }
        }

        private static void closeQuietly(Closeable resource) {
            try {
                resource.close();
            } catch (IOException alreadyUseless) {
                // Nothing depends on it any more.
            }
        }

        private Thread listenTo(Process started) {
            Thread thread = new Thread(() -> {
                try (BufferedReader lines = new BufferedReader(
                        new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        end.printed(line);
                    }
                } catch (IOException ended) {
                    // The stream of a process that was ended.
                }
            }, "output of a unit's process");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        void check(byte[] units) throws EndedException, RefusedException, IOException, InterruptedException {
            send(new Frame(Kind.CHECK, units));
            awaitReady();
        }

        byte[] make(byte[] unit, Listener listener)
                throws EndedException, UnitFailedException, RefusedException, IOException, InterruptedException {
            send(new Frame(Kind.UNIT, unit));
            while (true) {
                Frame frame = receive();
                switch (frame.kind()) {
                    case RESULT -> {
                        return frame.content();
                    }
                    case FAILED -> throw new UnitFailedException(frame.text());
                    case REFUSED -> throw new RefusedException(frame.text());
                    case STEPS -> listener.steps().accept(Long.parseLong(frame.text()));
                    case REMARK -> listener.remarks().accept(frame.text());
                    default -> throw new IOException("a process of the study answered " + frame.kind());
                }
            }
        }

        private void awaitReady() throws EndedException, RefusedException, IOException, InterruptedException {
            Frame frame = receive();
            if (frame.kind() != Kind.READY) {
                throw new RefusedException(frame.text());
            }
        }

        private void send(Frame frame) throws EndedException, InterruptedException {
            try {
                frame.write(new DataOutputStream(process.orElseThrow().getOutputStream()));
            } catch (IOException gone) {
                throw ended();
            }
        }

        private Frame receive() throws EndedException, IOException, InterruptedException {
            Optional<Frame> frame;
            try {
                frame = Frame.read(new DataInputStream(Channels.newInputStream(channel.orElseThrow())));
            } catch (ClosedByInterruptException stopped) {
                throw stopped;
            } catch (IOException gone) {
                throw ended();
            }
            if (frame.isEmpty()) {
                throw ended();
            }
            return frame.get();
        }

        /** The end of the process, which has ended or is about to. */
        EndedException ended() throws InterruptedException {
            Process ending = process.orElseThrow();
            int status = ending.waitFor();
            if (printer.isPresent()) {
                printer.get().join(REQUEST_MILLIS);
            }
            return new EndedException(status, end.inWords(status));
        }

        @Override
        public void close() {
            channel.ifPresent(Child::closeQuietly);
            process.ifPresent(Process::destroyForcibly);
        }
    }
}
