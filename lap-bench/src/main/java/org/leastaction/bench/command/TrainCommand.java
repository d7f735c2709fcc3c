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
import java.util.concurrent.atomic.AtomicLong;
import org.leastaction.bench.command.input.InstalledBackends;
import org.leastaction.bench.command.input.ModelChoice;
import org.leastaction.bench.command.input.ModelChoice.RecordId;
import org.leastaction.bench.command.options.DataOptions;
import org.leastaction.bench.command.options.SettingOptions;
import org.leastaction.bench.command.options.TimeoutOption;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.ExitCode;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.AutoencoderProgress;
import org.leastaction.bench.command.progress.ProgressDisplay;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.record.Summary;
import org.leastaction.bench.training.AutoencoderTraining;
import org.leastaction.bench.training.Run;
import org.leastaction.bench.training.RunTraining;
import org.leastaction.bench.training.TrainingSchema;
import org.leastaction.bench.training.TrainingSettings;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.BackendFailure;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.backend.Objectives;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.AutoencoderTrainer;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.Messages;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lap train}. */
@Command(name = TrainCommand.NAME,
        description = "Trains one network, or an autoencoder; writes its model folder and its curve.")
final class TrainCommand extends LapCommand {

    static final String NAME = "train";

    private static final Path USUAL_OUT = Path.of("lap-out", "train");

    @Mixin
    private TimeoutOption timeout;

    @Spec
    private CommandSpec spec;

    @Option(names = "--checkpoint-seconds", paramLabel = "S", defaultValue = "30",
            description = "Minimum time between two checkpoints; 0 for one after every step (default:"
                    + " ${DEFAULT-VALUE}).")
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
            return autoencoder(settings);
        }
        FlowBackend backend = backend(settings.family());
        DataSet data = dataOptions.load(options().seed(), surroundings());
        data.remarks().forEach(terminal()::remark);
        Run run = Run.named(
                RecordId.of(data, settings.label(), options().seed()), data, training(settings, data),
                settings.precision());
        Path out = options().out().orElse(USUAL_OUT);
        Execution execution = new Execution(options().threads(), "auto", settings.precision());
        try (RunDirectory directory = RunDirectory.create(out)) {
            directory.remark().ifPresent(terminal()::remark);
            Optional<RunRecord> there = finished(run, backend, execution, directory);
            if (there.isPresent()) {
                terminal().remark(out + " already contains this training; delete it to train again");
            }
            RunRecord record = there.isPresent() ? there.get() : train(backend, run, execution, directory);
            // Also if the record exists: a process that was killed after writing it did not write these.
            Summary.write(directory);
            directory.discardCheckpoints(run.name());
            return record.diverged() ? diverged(record, directory)
                    : trained(record, directory.modelFolder(record.id()));
        }
    }

    /** Nothing to do: the run directory is complete. */
    @Override
    protected void keep(Answer answer) {}

    private TrainingRun training(TrainingSettings settings, DataSet data) throws IOException {
        Optional<Path> named = settings.encoder();
        Optional<Path> encoder = named.isPresent() ? Optional.of(ModelChoice.of(named.get()).path()) : Optional.empty();
        return BadInput.unless(() -> settings.run(data, encoder, options().seed()));
    }

    private FlowBackend backend(String family) throws IOException {
        Backends backends = backends(timeout);
        FlowBackend backend = BadInput.unless(() -> backends.forFamily(family));
        if (!backend.roles().contains(Saver.class)) {
            throw new BadInput(
                    "the backend " + backend.id() + " cannot save the models that it trains; use another backend");
        }
        return backend;
    }

    private RunRecord train(FlowBackend backend, Run run, Execution execution, RunDirectory directory)
            throws Exception {
        Checkpointing checkpointing =
                Checkpointing.in(directory.checkpointFolder(run.name())).withInterval(checkpointInterval());
        RunResult result;
        try (ProgressDisplay progress = terminal().progress("training", run.training().options().epochs())) {
            AtomicLong epochs = new AtomicLong();
            result = RunTraining.on(backend, execution)
                    .withModelsIn(directory)
                    .withParticlesOf(Set.of(run.id()))
                    .withProgress(steps -> progress.reached(epochs.addAndGet(steps)), terminal()::remark)
                    .train(List.of(run), Set.of(run.id()), checkpointing)
                    .get(0);
        } catch (IllegalArgumentException refused) {
            throw new BadInput(Messages.of(refused), refused);
        } catch (ArithmeticException overflow) {
            throw new BadInput(
                    "the network " + run.training().network().family().key() + " has too many weights at these"
                            + " sizes; lower --width, --filters or --blocks",
                    overflow);
        }
        directory.write(RunManifest.of(spec, backend, execution, configuration(run.data(), "record", run.id())));
        directory.keep(result);
        return result.record();
    }

    /**
     * The record of this training, if the folder contains it and its undamaged model.
     *
     * @throws BadInput if the folder contains a record of the same name from other options, data or arithmetic; the
     *                  message lists what differs
     */
    private Optional<RunRecord> finished(Run run, FlowBackend backend, Execution execution, RunDirectory directory)
            throws IOException {
        RunRecord.Backend now = RunRecord.Backend.of(backend, execution);
        Optional<RunRecord> found;
        try {
            found = run.find(directory);
        } catch (IllegalArgumentException other) {
            throw new BadInput(Messages.of(other), other);
        }
        Optional<RunRecord.Backend> before = found.map(RunRecord::backend);
        if (before.isPresent() && !before.get().computesAs(now)) {
            throw new BadInput(directory.path() + " contains the record " + found.get().id() + " computed "
                    + inWords(before.get()) + ", this run would be " + inWords(now)
                    + "; choose another folder or delete this one");
        }
        if (found.isEmpty()) {
            return found;
        }
        List<String> damage = damage(found.get(), backend, directory);
        damage.forEach(sentence -> terminal().remark(sentence + "; the network is trained again"));
        return damage.isEmpty() ? found : Optional.empty();
    }

    private static List<String> damage(RunRecord record, FlowBackend backend, RunDirectory directory)
            throws IOException {
        List<String> known = directory.damagedFiles().getOrDefault(record.id(), List.of());
        if (!known.isEmpty() || record.diverged()) {
            return known;
        }
        // Records of earlier versions have no hashes.
        Path model = directory.modelFolder(record.id());
        return !backend.recognises(model) ? List.of(model + " is missing or no model") : backend.damage(model);
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

    private static Map<String, Object> configuration(DataSet data, String key, String id) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("data", data.name());
        configuration.put("normalisation mean", data.normalisation().mean());
        configuration.put("normalisation std", data.normalisation().std());
        configuration.put("data sha256", data.sha256());
        configuration.put(key, id);
        return configuration;
    }

    private static Answer trained(RunRecord record, Path folder) {
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

    /** Trains an autoencoder: a model folder, curve.csv and the manifest. */
    private Answer autoencoder(TrainingSettings settings) throws IOException, InterruptedException {
        FlowBackend backend = backends(timeout).found().stream().map(found -> found.backend())
                .filter(this::trainsAutoencoders).findFirst()
                .orElseThrow(() -> new BadInput("no installed backend trains autoencoders"));
        DataSet data = dataOptions.load(options().seed(), surroundings());
        data.remarks().forEach(terminal()::remark);
        AutoencoderRun run =
                BadInput.unless(() -> settings.autoencoder(data.train(), data.test(), options().seed()));
        String id = RecordId.of(data, settings.label(), options().seed())
                + "-" + AutoencoderTraining.fingerprint(run, data);
        Path out = options().out().orElse(USUAL_OUT);
        Execution execution = new Execution(options().threads(), "auto");
        Path curve = out.resolve("curve.csv");
        Path model;
        AutoencoderTraining.Outcome outcome;
        try (RunDirectory directory = RunDirectory.create(out);
                ProgressDisplay progress = terminal().progress("training", run.options().epochs())) {
            directory.remark().ifPresent(terminal()::remark);
            model = directory.modelFolder(id);
            if (!backend.recognises(model)) {
                AtomicFiles.delete(model);
            }
            Checkpointing checkpointing =
                    Checkpointing.in(directory.checkpointFolder(id)).withInterval(checkpointInterval());
            AutoencoderTrainer trainer = backend.autoencoderTrainer().orElseThrow();
            outcome = new AutoencoderTraining(trainer, data, execution, new AutoencoderProgress(progress, terminal()))
                    .train(run, checkpointing, curve, model);
            directory.write(RunManifest.of(spec, backend, execution, configuration(data, "model", id)));
            directory.discardCheckpoints(id);
        }
        JsonValues values = new JsonValues().put("id", id);
        if (outcome.diverged()) {
            surroundings().err().println("lap: the training diverged in epoch " + outcome.last().epoch()
                    + ": its numbers are not finite. No model is written; the curve is in " + curve
                    + ". Try a lower --lr");
            String reason = "the training diverged";
            return Answer.of(values.putNull("model", reason).putNull("training_error", reason)
                    .putNull("test_error", reason).put("seconds", outcome.seconds())).withExitCode(ExitCode.FAILED);
        }
        return Answer.of(values.put("model", model.toString())
                .put("training_error", outcome.last().trainingError())
                .put("test_error", outcome.last().testError())
                .put("seconds", outcome.seconds()))
                .line(String.format(Locale.ROOT, "trained %s in %.1f s", id, outcome.seconds()))
                .line(String.format(Locale.ROOT, "  mean squared error  %.4f on training, %.4f on test images",
                        outcome.last().trainingError(), outcome.last().testError()))
                .line("  model               " + model);
    }

    /** A backend that fails here is named and skipped, so that the others remain usable. */
    private boolean trainsAutoencoders(FlowBackend backend) {
        try {
            return backend.autoencoderTrainer().isPresent();
        } catch (BackendFailure failure) {
            terminal().remark(Messages.of(failure));
            return false;
        }
    }
}
