package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.leastaction.bench.command.input.ModelChoice.RecordId;
import org.leastaction.bench.command.options.CommonOptions;
import org.leastaction.bench.command.options.DataOptions;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.ExitCode;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.AutoencoderProgress;
import org.leastaction.bench.command.progress.ProgressDisplay;
import org.leastaction.bench.command.progress.Terminal;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.study.Preparations;
import org.leastaction.bench.training.TrainingSettings;
import org.leastaction.flow.backend.BackendFailure;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.training.AutoencoderListener.AutoencoderEpoch;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.AutoencoderTrainer;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.TrainedAutoencoder;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.Messages;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code lap train --model autoencoder}: writes its folder, curve.csv and the manifest; no record, as an autoencoder
 * has no flow.
 */
final class AutoencoderTraining {

    private final CommandSpec spec;
    private final TrainingSettings settings;
    private final DataOptions dataOptions;
    private final CommonOptions options;
    private final Surroundings surroundings;
    private final Terminal terminal;
    private final Backends backends;
    private final Duration checkpointInterval;

    AutoencoderTraining(
            CommandSpec spec,
            TrainingSettings settings,
            DataOptions dataOptions,
            CommonOptions options,
            Surroundings surroundings,
            Terminal terminal,
            Backends backends,
            Duration checkpointInterval) {
        this.spec = spec;
        this.settings = settings;
        this.dataOptions = dataOptions;
        this.options = options;
        this.surroundings = surroundings;
        this.terminal = terminal;
        this.backends = backends;
        this.checkpointInterval = checkpointInterval;
    }

    Answer answer(Path out) throws IOException, InterruptedException {
        FlowBackend backend = backend();
        AutoencoderTrainer trainer = backend.autoencoderTrainer().orElseThrow();
        DataSet data = dataOptions.load(options.seed(), surroundings);
        data.remarks().forEach(terminal::remark);
        AutoencoderRun run =
                BadInput.unless(() -> settings.autoencoder(data.train(), data.test(), options.seed()));
        String id = RecordId.of(data, settings.label(), options.seed());
        Execution execution = new Execution(options.threads(), "auto");
        try (RunDirectory directory = RunDirectory.create(out)) {
            directory.remark().ifPresent(terminal::remark);
            Checkpointing checkpointing =
                    Checkpointing.in(directory.checkpointFolder(id)).withInterval(checkpointInterval);
            try (TrainedAutoencoder trained = train(trainer, run, execution, checkpointing)) {
                Path folder = directory.modelFolder(id);
                if (isSound(trained)) {
                    if (!backend.recognises(folder)) {
                        AtomicFiles.delete(folder);
                    }
                    trained.model().save(folder, data.normalisation().ofInputs());
                }
                writeCurve(out.resolve("curve.csv"), trained.epochs());
                directory.write(RunManifest.of(spec, backend, execution, configuration(data, id)));
                directory.discardCheckpoints(id);
                return isSound(trained) ? answer(id, trained, folder) : diverged(id, trained, out.resolve("curve.csv"));
            }
        }
    }

    private FlowBackend backend() {
        Optional<FlowBackend> able = backends.found().stream()
                .map(found -> found.backend())
                .filter(this::trainsAutoencoders)
                .findFirst();
        return able.orElseThrow(() -> new BadInput("no installed backend trains autoencoders"));
    }

    /** A backend that fails here is named and skipped, so that the others remain usable. */
    private boolean trainsAutoencoders(FlowBackend backend) {
        try {
            return backend.autoencoderTrainer().isPresent();
        } catch (BackendFailure failure) {
            terminal.remark(Messages.of(failure));
            return false;
        }
    }

    private TrainedAutoencoder train(
            AutoencoderTrainer trainer, AutoencoderRun run, Execution execution, Checkpointing checkpointing)
            throws IOException, InterruptedException {
        try (ProgressDisplay progress = terminal.progress("training", run.options().epochs())) {
            return trainer.train(run, execution, new AutoencoderProgress(progress, terminal), checkpointing);
        }
    }

    private static void writeCurve(Path file, List<AutoencoderEpoch> epochs) throws IOException {
        byte[] bytes = Preparations.curve(epochs).getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(file, out -> out.write(bytes));
    }

    private static Map<String, Object> configuration(DataSet data, String id) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("data", data.name());
        configuration.put("normalisation mean", data.normalisation().mean());
        configuration.put("normalisation std", data.normalisation().std());
        configuration.put("data sha256", data.sha256());
        configuration.put("model", id);
        return configuration;
    }

    private static Answer answer(String id, TrainedAutoencoder trained, Path folder) {
        AutoencoderEpoch last = trained.epochs().get(trained.epochs().size() - 1);
        JsonValues values = new JsonValues()
                .put("id", id)
                .put("model", folder.toString())
                .put("training_error", last.trainingError())
                .put("test_error", last.testError())
                .put("seconds", trained.seconds());
        return Answer.of(values)
                .line(String.format(Locale.ROOT, "trained %s in %.1f s", id, trained.seconds()))
                .line(String.format(Locale.ROOT, "  mean squared error  %.4f on training, %.4f on test images",
                        last.trainingError(), last.testError()))
                .line("  model               " + folder);
    }

    private static boolean isSound(TrainedAutoencoder trained) {
        AutoencoderEpoch last = trained.epochs().get(trained.epochs().size() - 1);
        return Double.isFinite(last.trainingError()) && Double.isFinite(last.testError());
    }

    private Answer diverged(String id, TrainedAutoencoder trained, Path curve) {
        AutoencoderEpoch last = trained.epochs().get(trained.epochs().size() - 1);
        surroundings.err()
                .println("lap: the training diverged in epoch " + last.epoch() + ": its numbers are not finite. No"
                        + " model is written; the curve is in " + curve + ". Try a lower --lr");
        String reason = "the training diverged";
        return Answer.of(new JsonValues()
                .put("id", id)
                .putNull("model", reason)
                .putNull("training_error", reason)
                .putNull("test_error", reason)
                .put("seconds", trained.seconds()))
                .withExitCode(ExitCode.FAILED);
    }
}
