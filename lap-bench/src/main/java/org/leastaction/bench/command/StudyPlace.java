package org.leastaction.bench.command;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.leastaction.bench.command.input.InstalledBackends;
import org.leastaction.bench.command.options.ExecutorOptions;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.Terminal;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.study.LocalExecutor;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.StudyExecutor.Outcome;
import org.leastaction.bench.study.StudyRunner;
import org.leastaction.bench.study.WorkUnit;
import org.leastaction.bench.study.process.ChildAssignment;
import org.leastaction.bench.study.process.ChildCommand;
import org.leastaction.bench.study.process.ChildPool;
import org.leastaction.bench.study.process.ChildPool.Costs;
import org.leastaction.bench.study.process.ChildPool.Listener;
import org.leastaction.bench.study.process.ClusterEngine;
import org.leastaction.bench.study.process.ClusterEngine.Cluster;
import org.leastaction.bench.study.process.ClusterEngine.UnusableException;
import org.leastaction.bench.study.process.IsolatedWork;
import org.leastaction.bench.study.process.UnitBytes;
import org.leastaction.flow.backend.Services;

/** The place where the units of a study run: threads of this process, child processes, or a cluster. */
final class StudyPlace implements Closeable {

    private final ExecutorOptions options;
    private final ChildCommand command;
    private final ChildAssignment assignment;
    private final Terminal terminal;
    private final Optional<Cluster> cluster;

    private StudyPlace(
            ExecutorOptions options, ChildCommand command, ChildAssignment assignment, Terminal terminal,
            Optional<Cluster> cluster) {
        this.options = options;
        this.command = command;
        this.assignment = assignment;
        this.terminal = terminal;
        this.cluster = cluster;
    }

    /**
     * The place that the options select; a cluster is connected to and checked.
     *
     * @param units the units that will run there
     * @throws BadInput if there is no such engine, or the cluster cannot do the work; nothing was started
     */
    static StudyPlace of(
            ExecutorOptions options, Study study, List<WorkUnit> units, ChildAssignment assignment,
            Surroundings surroundings, Terminal terminal) throws IOException, InterruptedException {
        ChildCommand command = StudyUnitProcess.command(surroundings);
        if (options.isLocal() || units.isEmpty()) {
            return new StudyPlace(options, command, assignment, terminal, Optional.empty());
        }
        ChildAssignment elsewhere = options.shipped().isPresent() ? assignment.withDataDir(null) : assignment;
        try {
            Cluster cluster = engine(options.executor()).connect(new ClusterEngine.Request(
                    study.name(), options.master(), options.settings(), elsewhere.bytes(), command,
                    InstalledBackends.pluginJars(surroundings), options.home(), UnitBytes.sample(units),
                    assignment.threads(), options.attempts(), options.shipped(),
                    terminal::remark));
            return new StudyPlace(options, command, elsewhere, terminal, Optional.of(cluster));
        } catch (UnusableException unusable) {
            throw new BadInput(String.valueOf(unusable.getMessage()), unusable);
        } catch (LinkageError missing) {
            throw new BadInput("--executor " + options.executor() + ": its jars are incomplete: " + missing
                    + " is missing from the class path", missing);
        }
    }

    private static ClusterEngine engine(String name) {
        Map<String, ClusterEngine> engines = new TreeMap<>();
        List<String> faulty = new ArrayList<>();
        Services.load(ClusterEngine.class, Thread.currentThread().getContextClassLoader(),
                reason -> faulty.add("; one cannot be loaded: " + reason))
                .forEach(engine -> engines.put(engine.name(), engine));
        ClusterEngine engine = engines.get(name);
        if (engine == null) {
            throw new BadInput("--executor: there is no '" + name + "', only local"
                    + engines.keySet().stream().map(other -> ", " + other).collect(Collectors.joining())
                    + String.join("", faulty) + "; the jar of lap-spark brings 'spark' (docs/cluster.md)");
        }
        return engine;
    }

    /**
     * Runs the units that a folder lacks.
     *
     * @param here     the same work in this process
     * @param steps    the number of steps of units
     * @param listener receives the progress
     */
    void run(
            StudyDirectory directory, StudyRunner runner, StudyWork here, ToLongFunction<List<WorkUnit>> steps,
            Listener listener) throws IOException, InterruptedException {
        if (cluster.isPresent()) {
            if (options.shipped().isPresent() && !directory.study().prepared().isEmpty()) {
                cluster.get().ship(directory.runs().path().resolve("prepared"), ClusterEngine.PREPARED);
            }
            runner.withExecutor((units, work, outcome) -> cluster.get().execute(
                    units, work, counted(outcome, unit -> listener.steps().accept(steps.applyAsLong(List.of(unit))))))
                    .run(directory, here);
            return;
        }
        StudyRunner local = runner.withExecutor(new LocalExecutor(options.workers()));
        if (!options.isolated()) {
            local.run(directory, here.withListener(listener));
            return;
        }
        ChildPool children = new ChildPool(command, assignment.bytes(), options.attempts());
        try (IsolatedWork work = new IsolatedWork(children, listener)) {
            local.run(directory, work);
        }
        Costs costs = children.costs();
        if (costs.processes() > 0) {
            terminal.remark(String.format(Locale.ROOT,
                    "%d child process%s ready after %.1f s on average, which was %.1f %% of their time",
                    costs.processes(), costs.processes() == 1 ? "," : "es,", costs.starting() / costs.processes(),
                    100 * costs.share()));
        }
    }

    private static Outcome counted(Outcome outcome, Consumer<WorkUnit> ended) {
        return new Outcome() {
            @Override
            public void made(WorkUnit unit, List<RunResult> results) throws IOException {
                outcome.made(unit, results);
                ended.accept(unit);
            }

            @Override
            public void failed(WorkUnit unit, Exception reason) throws IOException {
                outcome.failed(unit, reason);
                ended.accept(unit);
            }
        };
    }

    @Override
    public void close() throws IOException {
        if (cluster.isPresent()) {
            cluster.get().close();
        }
    }
}
