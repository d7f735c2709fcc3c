package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.leastaction.bench.command.input.StudyTrainings;
import org.leastaction.bench.command.options.ExecutorOptions;
import org.leastaction.bench.command.options.PageOptions;
import org.leastaction.bench.command.options.TimeoutOption;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.output.StudyOutput;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.AutoencoderProgress;
import org.leastaction.bench.command.progress.ProgressDisplay;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.study.DataSums;
import org.leastaction.bench.study.LocalExecutor;
import org.leastaction.bench.study.Preparations;
import org.leastaction.bench.study.Shard;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.Study.Preparation;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.StudyRunner;
import org.leastaction.bench.study.StudyScale;
import org.leastaction.bench.study.WorkUnit;
import org.leastaction.bench.study.file.StudyReader;
import org.leastaction.bench.study.process.ChildAssignment;
import org.leastaction.bench.study.process.ChildPool.Listener;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lap study}. */
@Command(name = "study",
        description = "Runs a grid of trainings that a file describes, one record for each instance; writes its table"
                + " as PDF, Markdown, LaTeX and CSV. A stopped study resumes where it was.")
final class StudyCommand extends LapCommand {

    private static final Path USUAL_OUT = Path.of("lap-out");

    @Mixin
    private TimeoutOption timeout;

    @Mixin
    private PageOptions page;

    @Mixin
    private ExecutorOptions executors;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The study, e.g. studies/table-09.yaml.")
    private Path file;

    @Option(names = "--scale", paramLabel = "F", defaultValue = "1",
            description = "A small version: this share of instances, epochs and test size, at least one of each;"
                    + " labelled as such (default: ${DEFAULT-VALUE}).")
    private double scale;

    @Option(names = "--scale-data",
            description = "Apply --scale also to the training sizes that the study states, at least one point each.")
    private boolean scaleData;

    @Option(names = "--rows", split = ",", paramLabel = "N",
            description = "Run only these rows of the table, counted from 1, e.g. 1,3; the others remain unchanged"
                    + " (default: all).")
    private List<Integer> rows = List.of();

    @Option(names = "--shard", paramLabel = "I/N",
            description = "Run only the part I of N, I from 0 to N - 1; 'lap study merge' joins the folders of all"
                    + " parts (default: the whole study).")
    private String shard;

    StudyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws Exception {
        StudyTrainings trainings = StudyTrainings.of(surroundings(), executors.dataDir());
        if (file == null) {
            throw new BadInput("name a study file, e.g. studies/table-09.yaml, or 'status' and a folder");
        }
        Study whole = new StudyReader(trainings).read(file);
        Study study = BadInput.unless(() -> whole.scaled(new StudyScale(scale, scaleData)));
        Predicate<StudyCell> wanted = wanted(study);
        executors.check();
        Optional<Shard> chosen = Optional.ofNullable(shard).map(text -> {
            try {
                return Shard.parse(text);
            } catch (IllegalArgumentException refused) {
                throw new BadInput("--shard: " + refused.getMessage(), refused);
            }
        });
        Path out = options().out().orElse(USUAL_OUT.resolve(study.name()
                + chosen.map(one -> "-" + one.index() + "of" + one.count()).orElse("")));
        Backends backends = backends(timeout);
        FlowBackend backend = backend(backends, study);
        StudyData.Known data = new StudyData(file, trainings).require(study, wanted, backend);
        StudyRunner all = new StudyRunner(new LocalExecutor(1)).withCells(wanted);
        Optional<Shard.Part> part = chosen.map(one -> one.of(all.wanted(study), unit -> unit.instances()
                .stream().mapToDouble(instance -> data.cost().applyAsDouble(instance.cell())).sum()));
        StudyRunner runner = all.withInstances(
                instance -> part.isEmpty() || part.get().instances().contains(instance.id()));
        StudyWork work = new StudyWork(assignment(study, out, data.sums()), trainings, backends, Listener.none());
        try (StudyPlace place = StudyPlace.of(executors, study, runner.wanted(study), work.assignment(), surroundings(),
                terminal());
                StudyDirectory directory = StudyDirectory.of(out, study, file, options().seed(), part)) {
            directory.runs().remark().ifPresent(terminal()::remark);
            DataSums sums = data.sums().continuing(directory);
            Preparations preparations = new Preparations(directory, trainings);
            Execution execution = StudyWork.execution(options().threads());
            prepare(preparations, trainings, backend, execution);
            directory.runs()
                    .write(RunManifest.of(spec, backend, execution, configuration(study, preparations, sums)));
            if (runner.wanted(study).isEmpty()) {
                return Answer.of(new JsonValues()).line("this shard has no unit of the study: there are fewer units"
                        + " than shards");
            }
            run(directory, runner, trainings, work, place);
            return StudyOutput.write(directory, page);
        }
    }

    /** Nothing to do: the run directory is complete. */
    @Override
    protected void keep(Answer answer) {}

    private Predicate<StudyCell> wanted(Study study) {
        for (int row : rows) {
            if (row < 1 || row > study.rows().size()) {
                throw new BadInput(
                        "--rows: " + study.name() + " has the rows 1 to " + study.rows().size() + ", not " + row);
            }
        }
        Set<Integer> chosen = Set.copyOf(rows);
        return cell -> chosen.isEmpty() || chosen.contains(cell.row() + 1);
    }

    private FlowBackend backend(Backends backends, Study study) {
        Set<String> families = new TreeSet<>();
        study.cells().forEach(cell -> families.add(cell.settings().get("model")));
        FlowBackend backend = null;
        for (String family : families) {
            FlowBackend trains = BadInput.unless(() -> backends.forFamily(family));
            if (backend != null && !backend.id().equals(trains.id())) {
                throw new BadInput(file + ": no single backend trains " + String.join(" and ", families));
            }
            backend = trains;
        }
        return Objects.requireNonNull(backend, "a study has cells");
    }

    private void prepare(
            Preparations preparations, StudyTrainings trainings, FlowBackend backend, Execution execution)
            throws Exception {
        long total = 0;
        for (Preparation preparation : preparations.missing(backend)) {
            total += trainings.epochs(preparation.settings());
        }
        if (total > 0) {
            try (ProgressDisplay progress = terminal().progress("preparation", total)) {
                preparations.make(backend, execution, new AutoencoderProgress(progress, terminal()));
            }
        }
    }

    private void run(
            StudyDirectory directory, StudyRunner runner, StudyTrainings trainings, StudyWork work, StudyPlace place)
            throws Exception {
        Study study = directory.study();
        Set<String> there = directory.records().keySet();
        List<String> wanted = runner.wanted(study).stream().flatMap(unit -> unit.missing().stream()).toList();
        terminal().remark(String.format(Locale.ROOT, "%s: %s%d instances, %d of which exist already",
                study.label(), directory.shard().map(one -> one.inWords() + ": ").orElse(""), wanted.size(),
                wanted.stream().filter(there::contains).count()));
        if (!directory.runs().isEmpty()) {
            directory.runs().records().notes().forEach(terminal()::remark);
            directory.runs().damagedFiles().values().forEach(
                    damage -> damage.forEach(sentence -> terminal().remark(sentence + "; its instance is run again")));
        }
        ToLongFunction<List<WorkUnit>> steps =
                units -> work.steps(units, cell -> trainings.epochs(cell.settings()));
        long total = steps.applyAsLong(runner.wanted(study));
        AtomicLong done = new AtomicLong(total - steps.applyAsLong(runner.toDo(directory)));
        try (ProgressDisplay progress = terminal().progress("training", total)) {
            progress.resumedAt(done.get());
            // The steps of a retried unit count again.
            Listener listener = new Listener(
                    more -> progress.reached(Math.min(total, done.addAndGet(more))), terminal()::remark);
            place.run(directory, runner, work, steps, listener);
        }
    }

    private ChildAssignment assignment(Study study, Path out, DataSums data) {
        RunDirectory runs = RunDirectory.reading(out.toAbsolutePath());
        Map<String, String> encoders = new LinkedHashMap<>();
        study.prepared().forEach(
                one -> encoders.put(one.name(), StudyDirectory.preparedFolder(runs.path(), one).toString()));
        return new ChildAssignment(StudyUnitProcess.version(), options().seed(), options().threads(),
                Math.max(1, options().threads() / executors.workers()), study.measure().name(),
                executors.dataDir().map(folder -> folder.toAbsolutePath().toString()).orElse(null), encoders, data,
                runs.checkpointFolder("").toString(), timeout.duration().map(Duration::toMillis).orElse(0L));
    }

    private static Map<String, Object> configuration(Study study, Preparations preparations, DataSums data)
            throws IOException {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("study", study.name());
        configuration.put("scale", study.scale().share());
        if (study.scale().trainingSets()) {
            configuration.put("scale of training sets", study.scale().share());
        }
        configuration.put("instances a cell", study.instances());
        data.addTo(configuration);
        preparations.sums().forEach((name, sum) -> configuration.put("prepared " + name + ", sha256", sum));
        return configuration;
    }
}
