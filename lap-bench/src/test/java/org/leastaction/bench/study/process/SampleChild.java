package org.leastaction.bench.study.process;

import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.stream.Collectors;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.study.StudyInstance;
import org.leastaction.bench.study.WorkUnit;
import org.leastaction.bench.study.process.ChildPool.Listener;

/** A child whose behaviour is the setting "act" of a unit's first cell. */
final class SampleChild {

    private SampleChild() {}

    public static void main(String[] args) throws Exception {
        // Like native code, which prints where it likes.
        System.out.println("a line on standard output");
        new UnitServer((assignment, listener) -> new Acting(assignment, listener), Runtime.getRuntime()::halt)
                .serve(System.in);
    }

    /** A child that closes its connection and does not end. */
    static final class Deserter {

        private Deserter() {}

        public static void main(String[] args) throws Exception {
            DataInputStream orders = new DataInputStream(System.in);
            try (Socket parent = new Socket(InetAddress.getLoopbackAddress(), orders.readInt())) {
                parent.getOutputStream().write(orders.readNBytes(16));
            }
            System.out.println("gone");
            Thread.sleep(60_000);
        }
    }

    private record Acting(ChildAssignment assignment, Listener listener) implements UnitServer.Work {

        Acting {
            if (assignment.version().equals("other")) {
                throw new IllegalStateException("another version is here");
            }
        }

        @Override
        public void check(WorkUnit unit) {
            unit.instances().forEach(instance -> {
                if (instance.cell().settings().get("act").equals("unreadable")) {
                    throw new IllegalStateException("no such data");
                }
            });
        }

        @Override
        public List<RunResult> make(WorkUnit unit) throws Exception {
            String act = unit.instances().get(0).cell().settings().get("act");
            listener.steps().accept(3);
            System.out.println("noise on standard output");
            switch (act.replaceFirst(" .*", "")) {
                case "signal" -> {
                    System.out.println("about to abort");
                    new ProcessBuilder("kill", "-" + act.substring(7), "" + ProcessHandle.current().pid())
                            .start().waitFor();
                    Thread.sleep(60_000);
                }
                case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(act.substring(5)));
                case "sleep" -> Thread.sleep(Long.parseLong(act.substring(6)));
                case "memory" -> throw new OutOfMemoryError("Java heap space");
                case "fail" -> throw new IllegalArgumentException("the setting is wrong");
                default -> {}
            }
            String pid = Long.toString(ProcessHandle.current().pid());
            listener.remarks().accept("made by " + pid);
            return unit.instances().stream().filter(unit::lacks).map(StudyInstance::id)
                    .map(id -> RunResult.of(RunRecord.of(id, null)).withFile("particles/" + id + ".npz",
                            pid.getBytes()))
                    .collect(Collectors.toList());
        }
    }
}
