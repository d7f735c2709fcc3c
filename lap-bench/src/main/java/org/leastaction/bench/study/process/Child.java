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
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.leastaction.bench.study.process.ChildPool.Listener;
import org.leastaction.bench.study.process.ChildPool.RefusedException;
import org.leastaction.bench.study.process.ChildPool.UnitFailedException;
import org.leastaction.bench.study.process.Frame.Kind;

/** A process and the connection to it; used by one thread at a time. */
final class Child implements Closeable {

    /** Time limit for the end of a process whose connection has ended, and for a new connection to send the secret. */
    private static final int END_MILLIS = 5000;

    /** Time limit for the last lines of a process that has ended. */
    private static final int LINES_MILLIS = 2000;

    private static final int SECRET_BYTES = 16;

    private final ChildCommand command;
    private final ProcessEnd end = new ProcessEnd(System.getProperty("os.name"));
    private Optional<Process> process = Optional.empty();
    private Optional<SocketChannel> channel = Optional.empty();
    private Optional<Thread> printer = Optional.empty();
    private double startSeconds;
    private double workSeconds;

    /** The process ended during a request. */
    static final class EndedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean requested;

        EndedException(String sentence, boolean requested) {
            super(sentence);
            this.requested = requested;
        }

        /** Whether the process was asked to end, as all processes of a command are by Ctrl-C. */
        boolean isRequested() {
            return requested;
        }
    }

    Child(ChildCommand command) {
        this.command = command;
    }

    boolean isStarted() {
        return channel.isPresent();
    }

    boolean isAlive() {
        return process.isPresent() && process.get().isAlive();
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

    /** The connection that sends the secret; others are closed, also silent ones. */
    private static SocketChannel accepted(ServerSocketChannel server, byte[] secret) throws IOException {
        while (true) {
            SocketChannel connected = server.accept();
            boolean known = false;
            try {
                connected.socket().setSoTimeout(END_MILLIS);
                byte[] said = connected.socket().getInputStream().readNBytes(SECRET_BYTES);
                known = MessageDigest.isEqual(said, secret);
                if (known) {
                    return connected;
                }
            } catch (IOException stranger) {
                // The child may still connect; after an interruption, accept throws.
            } finally {
                if (!known) {
                    closeQuietly(connected);
                }
            }
        }
    }

    private static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException alreadyUseless) {
            // No longer needed.
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
                // The stream of a process that was destroyed.
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

    /** The end of the process, which has ended or is about to end; it is killed if it does not. */
    EndedException ended() throws InterruptedException {
        Process ending = process.orElseThrow();
        if (!ending.waitFor(END_MILLIS, TimeUnit.MILLISECONDS)) {
            ending.destroyForcibly();
        }
        int status = ending.waitFor();
        if (printer.isPresent()) {
            printer.get().join(LINES_MILLIS);
        }
        return new EndedException(end.inWords(status), end.isRequested(status));
    }

    @Override
    public void close() {
        channel.ifPresent(Child::closeQuietly);
        process.ifPresent(Process::destroyForcibly);
    }
}
