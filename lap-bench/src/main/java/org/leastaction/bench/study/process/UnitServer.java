package org.leastaction.bench.study.process;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntConsumer;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.study.StudyExecutor.UnitWork;
import org.leastaction.bench.study.WorkUnit;
import org.leastaction.bench.study.process.ChildPool.Listener;
import org.leastaction.bench.study.process.Frame.Kind;
import org.leastaction.io.Messages;

/**
 * The child's side: runs the units that arrive on its standard input. It halts its process as soon as standard input
 * ends, so that no child survives its parent.
 */
public final class UnitServer {

    private static final int SECRET_BYTES = 16;

    private final Workshop workshop;
    private final IntConsumer halt;

    /** @param halt ends this process immediately with an exit status */
    public UnitServer(Workshop workshop, IntConsumer halt) {
        this.workshop = workshop;
        this.halt = halt;
    }

    /** Creates the work of an assignment. */
    @FunctionalInterface
    public interface Workshop {

        /**
         * Opens the data that all units need.
         *
         * @param listener receives the progress of units
         * @throws Exception if this process cannot do the work; the message is for the user
         */
        Work open(ChildAssignment assignment, Listener listener) throws Exception;
    }

    /** The work of a child. */
    public interface Work extends UnitWork {

        /**
         * Checks that data and encoders of a unit's instances can be read.
         *
         * @throws Exception if not; the message is for the user
         */
        void check(WorkUnit unit) throws Exception;
    }

    /**
     * Serves the parent that is connected by a stream until the stream ends.
     *
     * @throws IOException if the connection to the parent breaks
     */
    public void serve(InputStream in) throws IOException, InterruptedException {
        DataInputStream orders = new DataInputStream(in);
        int port = orders.readInt();
        byte[] secret = orders.readNBytes(SECRET_BYTES);
        try (Socket parent = new Socket(InetAddress.getLoopbackAddress(), port)) {
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(parent.getOutputStream()));
            out.write(secret);
            out.flush();
            BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
            Thread reader = new Thread(() -> read(orders, frames), "orders");
            reader.setDaemon(true);
            reader.start();
            Optional<Work> work = opened(frames.take(), out);
            while (work.isPresent()) {
                answer(frames.take(), work.get(), out);
            }
        }
    }

    private void read(DataInputStream orders, BlockingQueue<Frame> frames) {
        try {
            for (Optional<Frame> next = Frame.read(orders); next.isPresent(); next = Frame.read(orders)) {
                frames.add(next.get());
            }
        } catch (IOException broken) {
            // Treated as the end of the stream.
        }
        halt.accept(0);
    }

    private Optional<Work> opened(Frame order, DataOutputStream out) {
        try {
            ChildAssignment assignment = ChildAssignment.of(order.content());
            Work work = workshop.open(assignment, new Listener(
                    steps -> tell(out, Frame.of(Kind.STEPS, Long.toString(steps))),
                    remark -> tell(out, Frame.of(Kind.REMARK, remark))));
            tell(out, Frame.of(Kind.READY, assignment.version()));
            return Optional.of(work);
        } catch (Exception | LinkageError refusal) {
            tell(out, Frame.of(Kind.REFUSED, sentence(refusal)));
            return Optional.empty();
        }
    }

    private static void answer(Frame order, Work work, DataOutputStream out) throws IOException {
        WorkUnit unit = UnitBytes.read(order.content());
        if (order.kind() == Kind.CHECK) {
            try {
                work.check(unit);
                tell(out, Frame.of(Kind.READY, ""));
            } catch (Exception | LinkageError unreadable) {
                tell(out, Frame.of(Kind.REFUSED, sentence(unreadable)));
            }
            return;
        }
        Frame result;
        try {
            result = new Frame(Kind.RESULT, RunResult.bytes(work.make(unit)));
        } catch (Exception | LinkageError failure) {
            result = Frame.of(Kind.FAILED, sentence(failure));
        }
        tell(out, result);
    }

    private static String sentence(Throwable failure) {
        return failure instanceof LinkageError ? "a jar is missing or of another version: " + failure
                : Messages.of(failure);
    }

    /** Units may report from several threads. The end of the parent is detected elsewhere. */
    private static void tell(DataOutputStream out, Frame frame) {
        synchronized (out) {
            try {
                frame.write(out);
            } catch (IOException parentIsGone) {
                // Standard input also ends, and ends this process.
            }
        }
    }

}
