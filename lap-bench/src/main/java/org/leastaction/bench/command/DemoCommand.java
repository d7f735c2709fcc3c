package org.leastaction.bench.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.EntropicBlur;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.command.input.StudyTrainings;
import org.leastaction.bench.command.options.PageOptions;
import org.leastaction.bench.command.options.TimeoutOption;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.output.VerdictLines;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.ProgressDisplay;
import org.leastaction.bench.record.Aggregate;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.record.Summary;
import org.leastaction.bench.report.Report;
import org.leastaction.bench.report.part.Wording;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.bench.study.StudyInstance;
import org.leastaction.bench.study.UnitTraining;
import org.leastaction.bench.study.WorkUnit;
import org.leastaction.bench.study.file.StudyReader;
import org.leastaction.bench.training.Run;
import org.leastaction.bench.training.RunTraining;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.io.Messages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lap demo}. */
@Command(name = "demo",
        description = "Trains small networks of the plane under three objectives (vanilla, fixed, lap) from good and"
                + " bad starts, measures them, and writes report.pdf and report.html. A stopped demo resumes where it"
                + " was.")
final class DemoCommand extends LapCommand {

    private static final Path USUAL_OUT = Path.of("lap-out", "demo");
    private static final String FAMILY = "mlp";
    private static final String FILE = "demo.yaml";
    private static final String EPOCHS = "epochs";
    private static final String MILESTONES = "milestones";
    private static final int QUICK_SEEDS = 2;
    private static final int QUICK_EPOCHS = 30;

    @Mixin
    private TimeoutOption timeout;

    @Mixin
    private PageOptions page;

    @Spec
    private CommandSpec spec;

    @Option(names = "--seeds", paramLabel = "N", description = "Networks of each kind (default: 5; quick: 2).")
    private Integer seeds;

    @Option(names = "--epochs", paramLabel = "E", description = "Epochs of each training (default: 100; quick: 30).")
    private Integer epochs;

    @Option(names = "--quick", description = "A smaller demo: fewer networks, trained more briefly.")
    private boolean quick;

    @Option(names = "--keep-models", description = "Keep the trained models under models/.")
    private boolean keepModels;

    DemoCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws Exception {
        StudyTrainings trainings = StudyTrainings.of(surroundings(), Optional.empty());
        Study study = study(trainings);
        Backends backends = backends(timeout);
        FlowBackend backend = BadInput.unless(() -> backends.forFamily(FAMILY));
        Execution execution = new Execution(options().threads(), "auto");
        Map<StudyInstance, Run> runs = new LinkedHashMap<>();
        for (StudyInstance instance : study.all()) {
            runs.put(instance, run(instance, trainings, execution));
        }
        try (RunDirectory directory = RunDirectory.create(options().out().orElse(USUAL_OUT))) {
            directory.remark().ifPresent(terminal()::remark);
            return answer(study, runs, directory, backend, execution);
        }
    }

    private Answer answer(
            Study study, Map<StudyInstance, Run> runs, RunDirectory directory, FlowBackend backend, Execution execution)
            throws Exception {
        Set<StudyInstance> missing = missing(runs, directory);
        int there = runs.size() - missing.size();
        terminal().remark(String.format(Locale.ROOT, "%d networks: %d objectives × %d initialisations × %d seed(s)%s",
                runs.size(), study.rows().size(), study.columns().size(), study.instances(),
                there == 0 ? "" : "; " + there + " exist already"));
        RunTraining training = RunTraining.on(backend, execution)
                // Dozens of small networks: Sinkhorn's iterations would take longer than everything else together.
                .withAnalysis(FlowAnalysis.defaults().withThreads(options().threads()).withBlur(EntropicBlur.none()));
        train(keepModels ? training.withModelsIn(directory) : training, study, missing, runs, directory);
        directory.write(RunManifest.of(spec, backend, execution, configuration(study)));
        Summary.write(directory);
        Report.write(directory, directory.reportFile());
        return answer(directory, page.write(directory));
    }

    /** Nothing to do: the run directory is complete. */
    @Override
    protected void keep(Answer answer) {}

    /** The study in the program's demo.yaml, as the options change it. */
    private Study study(StudyTrainings trainings) throws IOException {
        String text;
        try (InputStream file = Objects.requireNonNull(DemoCommand.class.getResourceAsStream(FILE), FILE)) {
            text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        Study whole = new StudyReader(trainings).parse(FILE, text);
        int wantedSeeds = seeds != null ? seeds : quick ? QUICK_SEEDS : whole.instances();
        if (wantedSeeds < 1) {
            throw new BadInput("there must be at least 1 seed, not " + wantedSeeds);
        }
        Study study = whole.withInstances(wantedSeeds);
        return epochs == null && !quick ? study : study.withCells(
                study.cells().stream().map(cell -> trained(cell, epochs == null ? QUICK_EPOCHS : epochs)).toList());
    }

    /** A cell with another number of epochs, whose learning rate is divided after the same shares of them. */
    private static StudyCell trained(StudyCell cell, int epochs) {
        if (epochs < 1) {
            throw new BadInput("there must be at least 1 epoch, not " + epochs);
        }
        int whole = (int) epochs(cell);
        List<Integer> milestones = new ArrayList<>();
        for (String milestone : setting(cell, MILESTONES).split(",", -1)) {
            int least = milestones.isEmpty() ? 1 : milestones.get(milestones.size() - 1) + 1;
            milestones.add(Math.max(least, (int) ((long) epochs * Integer.parseInt(milestone) / whole)));
        }
        String joined = milestones.stream().map(String::valueOf).collect(Collectors.joining(","));
        return cell.with(Map.of(EPOCHS, Integer.toString(epochs), MILESTONES, joined));
    }

    private Run run(StudyInstance instance, StudyTrainings trainings, Execution execution) throws IOException {
        Run run = trainings.run(instance, options().seed(), execution.precision());
        String name =
                String.format(Locale.ROOT, "%s-%s-%s-seed-%d", run.data().name(), run.training().objective().key(),
                        run.training().initialisation().label(), instance.seed(options().seed()));
        return Run.named(name, run.data(), run.training(), run.precision());
    }

    private static Set<StudyInstance> missing(Map<StudyInstance, Run> runs, RunDirectory directory) throws IOException {
        Set<StudyInstance> missing = new HashSet<>();
        Set<String> damaged = directory.isEmpty() ? Set.of() : directory.damagedFiles().keySet();
        for (Map.Entry<StudyInstance, Run> run : runs.entrySet()) {
            try {
                Optional<RunRecord> found = run.getValue().find(directory);
                if (found.isEmpty() || damaged.contains(found.get().id())) {
                    missing.add(run.getKey());
                }
            } catch (IllegalArgumentException other) {
                throw new BadInput(Messages.of(other), other);
            }
        }
        return missing;
    }

    private void train(
            RunTraining training,
            Study study,
            Set<StudyInstance> missing,
            Map<StudyInstance, Run> runs,
            RunDirectory directory) throws IOException, InterruptedException {
        ToLongFunction<StudyCell> epochs = DemoCommand::epochs;
        List<WorkUnit> units = study.units(missing::contains);
        long total = UnitTraining.steps(training, study.units(instance -> true), epochs);
        AtomicLong done = new AtomicLong(total - UnitTraining.steps(training, units, epochs));
        try (ProgressDisplay progress = terminal().progress("training and measuring", total)) {
            progress.resumedAt(done.get());
            UnitTraining work = new UnitTraining(
                    training.withProgress(steps -> progress.reached(done.addAndGet(steps)), terminal()::remark),
                    instance -> run(runs, instance),
                    unit -> Checkpointing.in(directory.checkpointFolder(group(unit, runs))));
            for (WorkUnit unit : units) {
                for (RunResult result : work.make(unit)) {
                    directory.keep(result);
                }
                directory.discardCheckpoints(group(unit, runs));
            }
        }
    }

    /** The name of a unit's checkpoints; units of another size (more seeds) have their own. */
    private static String group(WorkUnit unit, Map<StudyInstance, Run> runs) {
        return run(runs, unit.instances().get(0)).name() + "-of-" + unit.instances().size();
    }

    private static Run run(Map<StudyInstance, Run> runs, StudyInstance instance) {
        return Objects.requireNonNull(runs.get(instance), "every instance has a run");
    }

    private static long epochs(StudyCell cell) {
        return Long.parseLong(setting(cell, EPOCHS));
    }

    private static String setting(StudyCell cell, String key) {
        return Objects.requireNonNull(cell.settings().get(key), key);
    }

    private Map<String, Object> configuration(Study study) {
        StudyCell first = study.cells().get(0);
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("experiment", study.name());
        configuration.put("seeds", study.instances());
        configuration.put("first seed", options().seed());
        configuration.put("width", Integer.valueOf(setting(first, "width")));
        configuration.put("epochs", epochs(first));
        return configuration;
    }

    /** @param pages the interactive report, if there is one */
    private static Answer answer(RunDirectory directory, List<String> pages) throws Exception {
        JsonValues values = new JsonValues().put("report", directory.reportFile().toString());
        pages.forEach(file -> values.put("page", file));
        Answer answer = Answer.of(values);
        answer = answer.line(String.format("%-10s %-30s %12s %16s %12s",
                "objective", "initialisation", "accuracy %", "transport cost", "gap / D"));
        for (Comparison comparison : Comparison.of(directory.records().all())) {
            for (RunGroup group : comparison.groups()) {
                answer = answer.line(String.format(Locale.ROOT, "%-10s %-30s %12s %16s %12s",
                        group.method(), start(group),
                        number(group.mean(QualityMeasures.ACCURACY.key()), 100, "%.2f"),
                        number(group.mean(CostMeasures.TRANSPORT_COST.key()), 1, "%.4g"),
                        number(group.mean(GapMeasures.OT_GAP_RELATIVE.key()), 1, "%.3f")));
            }
        }
        return answer.line("").lines(VerdictLines.of(directory.records().all())).line("")
                .line("report: " + directory.reportFile())
                .lines(pages.stream().map(file -> "page:   " + file).toList());
    }

    private static String start(RunGroup group) {
        return Wording.initialisation(group.initialisation());
    }

    private static String number(Aggregate mean, double scale, String format) {
        return mean.isPresent() ? String.format(Locale.ROOT, format, scale * mean.estimate().value()) : "–";
    }
}
