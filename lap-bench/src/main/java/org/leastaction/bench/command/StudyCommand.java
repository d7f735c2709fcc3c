package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
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
import java.util.stream.Collectors;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.command.input.StudyTrainings;
import org.leastaction.bench.command.options.PageOptions;
import org.leastaction.bench.command.options.TimeoutOption;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.output.StudyOutput;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.AutoencoderProgress;
import org.leastaction.bench.command.progress.ProgressDisplay;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.study.LocalExecutor;
import org.leastaction.bench.study.Preparations;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.Study.Measure;
import org.leastaction.bench.study.Study.Preparation;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.StudyDirectory.InstanceFailure;
import org.leastaction.bench.study.StudyRunner;
import org.leastaction.bench.study.UnitTraining;
import org.leastaction.bench.study.file.StudyReader;
import org.leastaction.bench.study.table.StudyTable;
import org.leastaction.bench.study.table.StudyTable.CellResult;
import org.leastaction.bench.training.RunTraining;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lap study}. */
@Command(name = "study",
        description = "Runs a grid of trainings that a file describes, one record for each instance; writes its table"
                + " as"
                + " PDF, Markdown, LaTeX and CSV. A stopped study resumes where it was.")
final class StudyCommand extends LapCommand {

    private static final Path USUAL_OUT = Path.of("lap-out");

    @Mixin
    private TimeoutOption timeout;

    @Mixin
    private PageOptions page;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The study, e.g. studies/table-09.yaml.")
    private Path file;

    @Option(names = "--scale", paramLabel = "F", defaultValue = "1",
            description = "A small version: this share of instances, epochs and test size, at least one of each;"
                    + " labelled"
                    + " as such (default: ${DEFAULT-VALUE}).")
    private double scale;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "1",
            description = "Number of units of work at the same time; they share the threads (default:"
                    + " ${DEFAULT-VALUE}).")
    private int workers;

    @Option(names = "--rows", split = ",", paramLabel = "N",
            description = "Run only these rows of the table, counted from 1, e.g. 1,3; the others remain unchanged"
                    + " (default: all).")
    private List<Integer> rows = List.of();

    @Option(names = "--data-dir", paramLabel = "DIR",
            description = "Folder of data sets, searched before $LAP_DATA and ~/.cache/lap.")
    private String dataDir;

    StudyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws Exception {
        StudyTrainings trainings = StudyTrainings.of(surroundings(), Optional.ofNullable(dataDir).map(Path::of));
        if (file == null) {
            throw new BadInput("name a study file, e.g. studies/table-09.yaml, or 'status' and a folder");
        }
        Study whole = new StudyReader(trainings).read(file);
        Study study = BadInput.unless(() -> whole.scaled(scale));
        Predicate<StudyCell> wanted = wanted(study);
        LocalExecutor executor = BadInput.unless(() -> new LocalExecutor(workers));
        Path out = options().out().orElse(USUAL_OUT.resolve(study.name()));
        FlowBackend backend = backend(study);
        new StudyData(file, trainings).require(study, wanted, backend);
        try (StudyDirectory directory = StudyDirectory.of(out, study, file, options().seed())) {
            directory.runs().remark().ifPresent(terminal()::remark);
            return answer(directory, wanted, executor, trainings, backend);
        }
    }

    private Answer answer(
            StudyDirectory directory,
            Predicate<StudyCell> wanted,
            LocalExecutor executor,
            StudyTrainings trainings,
            FlowBackend backend) throws Exception {
        Preparations preparations = new Preparations(directory, trainings);
        // The workers share the threads, and preparations use as many: results depend on their number.
        Execution execution = new Execution(options().threads(), "auto");
        prepare(preparations, trainings, backend, execution);
        directory.runs().write(
                RunManifest.of(spec, backend, execution, configuration(directory.study(), preparations)));
        run(directory, new StudyRunner(executor).withCells(wanted), trainings.withEncoders(preparations.folders()),
                backend, execution);
        return StudyOutput.write(directory, page);
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

    private FlowBackend backend(Study study) throws IOException {
        Set<String> families = new TreeSet<>();
        study.cells().forEach(cell -> families.add(cell.settings().get("model")));
        Backends backends = backends(timeout);
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
            StudyDirectory directory,
            StudyRunner runner,
            StudyTrainings trainings,
            FlowBackend backend,
            Execution execution) throws Exception {
        Study study = directory.study();
        terminal().remark(String.format(Locale.ROOT, "%s: %d instances, %d of which exist already",
                study.label(), study.all().size(), directory.records().size()));
        if (!directory.runs().isEmpty()) {
            directory.runs().records().notes().forEach(terminal()::remark);
            directory.runs().damagedFiles().values().forEach(damage -> damage.forEach(sentence ->
                    terminal().remark(sentence + "; its instance is run again")));
        }
        RunTraining training = training(RunTraining.on(backend, execution), study.measure());
        ToLongFunction<StudyCell> epochs = cell -> trainings.epochs(cell.settings());
        long total = UnitTraining.steps(training, runner.wanted(study), epochs);
        AtomicLong done = new AtomicLong(total - UnitTraining.steps(training, runner.toDo(directory), epochs));
        try (ProgressDisplay progress = terminal().progress("training", total)) {
            progress.resumedAt(done.get());
            runner.run(directory, new UnitTraining(
                    training.withProgress(steps -> progress.reached(done.addAndGet(steps)), terminal()::remark),
                    instance -> trainings.run(instance, options().seed(), execution.precision()),
                    unit -> Checkpointing.none()));
        }
    }

    private RunTraining training(RunTraining training, Measure measure) {
        FlowAnalysis everything = FlowAnalysis.defaults().withThreads(Math.max(1, options().threads() / workers));
        return switch (measure) {
            case TRAINING -> training;
            case COST -> training.withAnalysis(everything.withMetrics(Set.of("accuracy", "cost")));
            case GEOMETRY -> training.withAnalysis(
                    everything.withMetrics(Set.of("accuracy", "cost", "geometry", "alignment")));
            case FLOW -> training.withAnalysis(everything);
        };
    }

    private static Map<String, Object> configuration(Study study, Preparations preparations)
            throws IOException {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("study", study.name());
        configuration.put("scale", study.scale());
        configuration.put("instances a cell", study.instances());
        preparations.sums().forEach((name, sum) -> configuration.put("prepared " + name + ", sha256", sum));
        return configuration;
    }

    /** Checks a study's data before anything starts: that they exist, are sufficient and fit the networks. */
    private static final class StudyData {

        private static final Set<String> ENCODER_SETTINGS = Set.of(Preparation.ENCODER, "freeze-encoder");

        private final Path file;
        private final StudyTrainings trainings;

        /** @param file the study's file, for messages */
        StudyData(Path file, StudyTrainings trainings) {
            this.file = file;
            this.trainings = trainings;
        }

        /**
         * Checks that every cell to be trained and every preparation can be trained.
         *
         * @throws BadInput    if a network does not fit its data, or an autoencoder not its network
         * @throws IOException if data are unknown, missing, damaged or too few
         */
        void require(Study study, Predicate<StudyCell> wanted, FlowBackend backend) throws IOException {
            Map<String, AutoencoderSpec> prepared = prepared(study, backend);
            Set<Map<String, String>> seen = new HashSet<>();
            for (StudyCell cell : study.cells()) {
                if (wanted.test(cell) && seen.add(trainings.fitting(cell))) {
                    require(study, cell, prepared);
                }
            }
        }

        private Map<String, AutoencoderSpec> prepared(Study study, FlowBackend backend) throws IOException {
            Map<String, AutoencoderSpec> prepared = new HashMap<>();
            for (Preparation preparation : study.prepared()) {
                if (backend.autoencoderTrainer().isEmpty()) {
                    throw new BadInput(file + ": the backend " + backend.id() + " trains no autoencoders, but '"
                            + preparation.name() + "' is one");
                }
                try {
                    DataSet data = trainings.data(preparation.settings(), 0);
                    prepared.put(preparation.name(), trainings.autoencoder(preparation, data, 0).network());
                } catch (IllegalArgumentException unfit) {
                    throw new BadInput(file + ": prepare, " + preparation.name() + ": " + unfit.getMessage(), unfit);
                }
            }
            return prepared;
        }

        private void require(Study study, StudyCell cell, Map<String, AutoencoderSpec> prepared) throws IOException {
            String place =
                    file + ": " + study.rows().get(cell.row()) + ", " + study.columns().get(cell.column()) + ": ";
            AutoencoderSpec encoder = prepared.get(cell.settings().get(Preparation.ENCODER));
            try {
                DataSet data = trainings.data(cell.settings(), 0);
                if (encoder == null) {
                    trainings.run(cell, data, 0);
                } else {
                    TrainingRun run = trainings.run(cell.without(ENCODER_SETTINGS), data, 0);
                    encoder.requireFit(run.network());
                }
            } catch (IllegalArgumentException unfit) {
                throw new BadInput(place + unfit.getMessage(), unfit);
            }
        }
    }

    /** {@code lap study status}. */
    @Command(name = "status",
            description = "Reports which instances of a study exist, are missing or failed; runs nothing.")
    static final class StudyStatusCommand extends LapCommand {

        @Parameters(paramLabel = "DIR", description = "The folder of a study.")
        private Path path;

        StudyStatusCommand(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        protected Answer answer() throws Exception {
            StudyTrainings trainings = StudyTrainings.of(surroundings(), Optional.empty());
            StudyDirectory directory = StudyDirectory.open(path, new StudyReader(trainings)::read);
            StudyTable table = StudyTable.of(directory);
            Study study = directory.study();
            List<InstanceFailure> failures = directory.failures();
            int made = table.cells().stream().mapToInt(CellResult::made).sum();
            JsonValues values = new JsonValues()
                    .put("study", study.name())
                    .put("scale", study.scale())
                    .put("instances", study.all().size())
                    .put("made", made)
                    .put("diverged", table.cells().stream().mapToInt(CellResult::diverged).sum())
                    .putStrings("failed", failures.stream().map(InstanceFailure::id).toList());
            Answer answer = Answer.of(values).line(study.label());
            for (int row = 0; row < study.rows().size(); row++) {
                for (int column = 0; column < study.columns().size(); column++) {
                    answer = answer.line(line(study, row, column, table.cell(row, column)));
                }
            }
            answer = answer.line(String.format(Locale.ROOT, "%d of %d instances exist", made, study.all().size()));
            return answer.lines(failures.stream()
                    .map(failure -> "failed: " + failure.id() + ": " + failure.reason()).collect(Collectors.toList()));
        }

        private static String line(Study study, int row, int column, CellResult cell) {
            String diverged = cell.diverged() == 0 ? "" : ", " + cell.diverged() + " diverged";
            String failed = cell.failed() == 0 ? "" : ", " + cell.failed() + " failed";
            return String.format(Locale.ROOT, "%4d of %d  %s, %s%s%s", cell.made(), cell.expected(),
                    study.rows().get(row), study.columns().get(column), diverged, failed);
        }
    }
}
