package org.leastaction.bench.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.leastaction.bench.command.input.InstalledBackends;
import org.leastaction.bench.command.input.StudyTrainings;
import org.leastaction.bench.command.process.BuildInfo;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.study.process.ChildAssignment;
import org.leastaction.bench.study.process.ChildCommand;
import org.leastaction.bench.study.process.ChildPool.Listener;
import org.leastaction.bench.study.process.ClusterEngine;
import org.leastaction.bench.study.process.UnitServer;
import org.leastaction.flow.backend.Supervision;

/** The process in which {@code lap study} runs units; {@link UnitServer} defines its protocol. */
public final class StudyUnitProcess {

    /** The exit status after an error of the virtual machine, e.g. when memory runs out. */
    private static final int BROKEN = 3;

    private StudyUnitProcess() {}

    /** Serves the parent process that is connected to standard input. */
    public static void main(String[] args) {
        InputStream orders = System.in;
        PrintStream printed = System.err;
        System.setIn(InputStream.nullInputStream());
        Surroundings surroundings = Surroundings.of(printed, printed);
        Thread.currentThread().setContextClassLoader(InstalledBackends.pluginLoader(surroundings));
        try {
            new UnitServer((assignment, listener) -> work(assignment, surroundings, listener),
                    Runtime.getRuntime()::halt).serve(orders);
        } catch (Throwable broken) {
            broken.printStackTrace(printed);
            printed.flush();
            Runtime.getRuntime().halt(BROKEN);
        }
    }

    /** The command that starts such a process with the settings and environment of the current one. */
    static ChildCommand command(Surroundings surroundings) {
        ChildCommand command = ChildCommand.likeThisProcess(StudyUnitProcess.class.getName());
        return command.withEnvironment(surroundings.environment())
                .withOption("-Duser.home=" + surroundings.home());
    }

    /** The version and commit of this program. */
    static String version() {
        BuildInfo build = BuildInfo.current();
        return build.version() + " (" + build.commit() + ")";
    }

    private static StudyWork work(ChildAssignment assignment, Surroundings surroundings, Listener listener)
            throws Exception {
        if (!assignment.version().equals(version())) {
            throw new IllegalStateException("LAP " + version() + " is installed here, and the study runs with LAP "
                    + assignment.version() + "; install the same version everywhere");
        }
        Supervision supervision = Supervision.of(listener.remarks()).withTimeout(
                Optional.of(Duration.ofMillis(assignment.timeoutMillis())).filter(limit -> !limit.isZero()));
        Map<String, String> encoders = new TreeMap<>(assignment.encoders());
        surroundings.variable(ClusterEngine.PREPARED)
                .ifPresent(folder -> encoders.replaceAll((name, elsewhere) -> Path.of(folder, name).toString()));
        return new StudyWork(assignment.withEncoders(encoders),
                StudyTrainings.of(surroundings, Optional.ofNullable(assignment.dataDir()).map(Path::of)),
                InstalledBackends.discover(surroundings, supervision), listener);
    }
}
