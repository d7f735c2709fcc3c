package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.experiment.BackendRecord;
import org.leastaction.bench.experiment.Instance;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.Summary;
import org.leastaction.flow.Role;
import org.leastaction.flow.Saver;
import org.leastaction.bench.training.TrainingSchema;
import org.leastaction.bench.training.TrainingSettings;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.backend.Objectives;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.EpochRecord;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.io.Messages;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lap train}. */
@Command(name = TrainCommand.NAME, description = "Trains one network, or an autoencoder; writes its model folder and its curve.")
final class TrainCommand extends LapCommand {

    static final String NAME = "train";

    private static final Path USUAL_OUT = Path.of("lap-out", "train");

    @Spec
    private CommandSpec spec;

    @Option(names = "--checkpoint-seconds", paramLabel = "S", defaultValue = "30",
            description = "Least time between two checkpoints; 0 for one after every step (default: ${DEFAULT-VALUE}).")
    private long checkpointSeconds;

    @Mixin
    private DataOptions dataOptions;

    private final SettingOptions settingOptions = new SettingOptions();
    private TrainingSchema schema = new TrainingSchema(List.of(), Objectives.ofThisLibrary());

    TrainCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /**
     * Adds the options of the families that backends train and of the objectives, if the arguments contain this
     * command.
     */
    static void addOptions(CommandLine command, String[] args, Surroundings surroundings) {
        if (!List.of(args).contains(NAME)) {
            return; // Other commands need not wait for the discovery of backends.
        }
        TrainCommand train = (TrainCommand) command.getCommand();
        train.schema = new TrainingSchema(
                InstalledBackends.families(surroundings), InstalledBackends.objectives(surroundings));
        train.settingOptions.addTo(command.getCommandSpec(), train.schema.settings());
    }

    @Override
    protected Answer answer() throws Exception {
        TrainingSettings settings = BadInput.unless(() -> schema.read(settingOptions.given()));
        if (settings.isAutoencoder()) {
            return new AutoencoderTraining(spec, settings, dataOptions, options(), surroundings(), terminal(),
                    checkpointInterval())
                    .answer(options().out().orElse(USUAL_OUT));
        }
        FlowBackend backend = backend(settings.family());
        DataSet data = dataOptions.load(options().seed(), surroundings());
        data.remarks().forEach(terminal()::remark);
        TrainingRun run = run(settings, data);
        Instance instance = Instance.named(RecordId.of(data, settings.label(), options().seed()), data, run, settings.precision());
        Path out = options().out().orElse(USUAL_OUT);
        RunDirectory directory = RunDirectory.planned(out);
        Execution execution = new Execution(options().threads(), "auto", settings.precision());
        Optional<RunRecord> there = finished(instance, BackendRecord.of(backend, execution), directory);
        if (there.isPresent()) {
            terminal().remark(out + " holds this training already; delete it to train again");
        }
        RunRecord record = there.isPresent() ? there.get() : trainAndKeep(backend, instance, execution, directory);
        // Also if the record exists: a process that was killed after writing it did not write these.
        Summary.write(directory);
        directory.discardCheckpoints(instance.name());
        directory.deleteLeftovers(record.id());
        return record.diverged() ? diverged(record, directory) : told(record, directory.modelFolder(record.id()));
    }

    /** Nothing to do: the run directory is complete. */
    @Override
    protected void keep(Answer answer) {}

    private TrainingRun run(TrainingSettings settings, DataSet data) throws IOException {
        Optional<Path> named = settings.encoder();
        Optional<Path> encoder = named.isPresent() ? Optional.of(ModelChoice.of(named.get()).path()) : Optional.empty();
        return BadInput.unless(() -> settings.run(data, encoder, options().seed()));
    }

    private FlowBackend backend(String family) throws IOException {
        Backends backends = backends();
        FlowBackend backend = BadInput.unless(() -> backends.forFamily(family));
        if (!backend.roles().contains(Role.SAVE)) {
            throw new BadInput("the backend " + backend.id() + " cannot save what it trains; train with another");
        }
        return backend;
    }

    private RunRecord trainAndKeep(
            FlowBackend backend, Instance instance, Execution execution, RunDirectory directory) throws Exception {
        Checkpointing checkpointing =
                Checkpointing.in(directory.checkpointFolder(instance.name())).withInterval(checkpointInterval());
        try (TrainedFlow trained = train(backend, instance.run(), execution, checkpointing)) {
            RunDirectory.create(directory.path());
            if (trained.curve().divergedAt().isEmpty()) {
                trained.model().role(Saver.class).orElseThrow().save(
                        directory.modelFolder(instance.id()), instance.data().normalisation().ofInputs());
            }
            RunManifest.of(spec, backend, execution, configuration(instance)).write(directory.manifestFile());
            RunRecord record = instance.record(trained, BackendRecord.of(backend, execution));
            directory.append(record);
            return record;
        }
    }

    /**
     * The record of this training, if the folder contains it and its model.
     *
     * @throws BadInput if the folder contains a record of the same name from other options, data or arithmetic; the
     *                  message lists what differs
     */
    private static Optional<RunRecord> finished(Instance instance, RunRecord.Backend backend, RunDirectory directory)
            throws IOException {
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        List<RunRecord> namesakes = directory.records().all().stream().filter(instance::shares).toList();
        if (namesakes.isEmpty()) {
            return Optional.empty();
        }
        RunRecord there = namesakes.stream().filter(instance::made).findFirst().orElseThrow(() -> {
            RunRecord other = namesakes.get(0);
            return new BadInput(directory.path() + " holds the record " + other.id() + " of another run: "
                    + String.join(", ", instance.differences(other)) + "; choose another folder or delete this one");
        });
        if (there.backend() != null && !there.backend().computesAs(backend)) {
            throw new BadInput(directory.path() + " holds the record " + there.id() + " computed "
                    + inWords(there.backend()) + ", this run would be " + inWords(backend)
                    + "; choose another folder or delete this one");
        }
        return Optional.of(there)
                .filter(record -> record.diverged() || Files.isDirectory(directory.modelFolder(record.id())));
    }

    private static String inWords(RunRecord.Backend backend) {
        return "in " + Objects.requireNonNullElse(backend.precision(), "float") + " precision on "
                + (backend.threads() == null ? "an unknown number of" : backend.threads()) + " threads";
    }

    private Duration checkpointInterval() {
        Duration interval = Duration.ofSeconds(checkpointSeconds);
        BadInput.unless(() -> Checkpointing.none().withInterval(interval));
        return interval;
    }

    private TrainedFlow train(
            FlowBackend backend, TrainingRun run, Execution execution, Checkpointing checkpointing)
            throws IOException, InterruptedException {
        try (Progress progress = terminal().progress("training", run.options().epochs())) {
            return backend.trainer().orElseThrow()
                    .train(List.of(run), execution, listener(progress), checkpointing)
                    .get(0);
        } catch (IllegalArgumentException refused) {
            throw new BadInput(Messages.of(refused), refused);
        } catch (ArithmeticException overflow) {
            throw new BadInput("the network " + run.network().family() + " has more weights at these sizes than can be"
                    + " numbered; lower --width, --filters or --blocks", overflow);
        }
    }

    private TrainingListener listener(Progress progress) {
        AtomicLong epochs = new AtomicLong();
        return new TrainingListener() {
            @Override
            public void epochEnded(int run, EpochRecord epoch) {
                progress.reached(epochs.incrementAndGet());
            }

            @Override
            public void remarked(String sentence) {
                terminal().remark(sentence);
            }
        };
    }

    private static Map<String, Object> configuration(Instance instance) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("data", instance.data().name());
        configuration.put("normalisation mean", instance.data().normalisation().mean());
        configuration.put("normalisation std", instance.data().normalisation().std());
        configuration.put("data sha256", instance.data().sha256());
        configuration.put("record", instance.id());
        return configuration;
    }

    private static Answer told(RunRecord record, Path folder) {
        RunRecord.Training training = record.requireTraining();
        JsonValues values = new JsonValues()
                .put("id", record.id())
                .put("model", folder.toString())
                .put("accuracy_highest", training.accuracyHighest())
                .put("accuracy_last", training.accuracyLast())
                .put("seconds", training.seconds());
        return Answer.of(values.putNull("diverged_at", "it did not"))
                .line("trained %s in %.1f s".formatted(record.id(), training.seconds()))
                .line("  test accuracy  %.2f %% after the last epoch, %.2f %% at its highest".formatted(
                        100 * training.accuracyLast(), 100 * training.accuracyHighest()))
                .line("  model          " + folder);
    }

    /** A network with non-finite numbers is not usable: its record and curve are kept, its weights are not. */
    private Answer diverged(RunRecord record, RunDirectory directory) {
        RunRecord.Training training = record.requireTraining();
        String when = "in epoch " + training.divergedAt()
                + (training.divergedAtStep() == null ? "" : ", at step " + training.divergedAtStep());
        surroundings().err().println("lap: the training diverged " + when + ": its numbers are not finite. No model is"
                + " written; the curve is in " + directory.recordsFile() + ". Try a lower --lr or a weaker penalty");
        String reason = "the training diverged";
        JsonValues values = new JsonValues()
                .put("id", record.id())
                .putNull("model", reason)
                .putNull("accuracy_highest", reason)
                .putNull("accuracy_last", reason)
                .put("seconds", training.seconds())
                .put("diverged_at", Objects.requireNonNull(training.divergedAt()));
        return Answer.of(values).withExitCode(ExitCode.FAILED);
    }
}
