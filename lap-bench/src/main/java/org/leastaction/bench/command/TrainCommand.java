package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.experiment.BackendRecord;
import org.leastaction.bench.experiment.Instance;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.Summary;
import org.leastaction.flow.Role;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingCurve;
import org.leastaction.flow.training.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lap train}. */
@Command(name = "train", description = "Trains one network, or an autoencoder; writes its model folder and its curve.")
final class TrainCommand extends LapCommand {

    private static final Path USUAL_OUT = Path.of("lap-out", "train");

    @Spec
    private CommandSpec spec;

    @Mixin
    private TrainingChoice choice;

    @Mixin
    private DataOptions dataOptions;

    TrainCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws Exception {
        if (choice.isAutoencoder()) {
            return new AutoencoderTraining(spec, choice, dataOptions, options(), surroundings(), terminal())
                    .answer(options().out().orElse(USUAL_OUT));
        }
        FlowBackend backend = backend();
        DataSet data = dataOptions.load(options().seed(), surroundings());
        TrainingRun run = choice.run(data.train(), data.test(), options().seed());
        Instance instance = new Instance(RecordId.of(data, choice.label(), options().seed()), data, run);
        Path out = options().out().orElse(USUAL_OUT);
        RunDirectory.requirePossible(out);
        Execution execution = new Execution(options().threads(), "auto", choice.precision());
        try (TrainedFlow trained = train(backend, run, execution)) {
            RunDirectory directory = RunDirectory.create(out);
            Path folder = directory.modelFolder(instance.id());
            trained.model().role(Saver.class).orElseThrow().save(folder);
            directory.append(instance.record(trained, BackendRecord.of(backend, execution)));
            Summary.write(directory);
            RunManifest.of(spec, backend, execution, configuration(instance)).write(directory.manifestFile());
            return told(instance, trained, folder);
        }
    }

    /** The folder holds all that was asked for already. */
    @Override
    protected void keep(Answer answer) {}

    private FlowBackend backend() throws IOException {
        Backends backends = InstalledBackends.discover(surroundings());
        FlowBackend backend = BadInput.unless(() -> backends.forFamily(choice.family()));
        if (!backend.roles().contains(Role.SAVE)) {
            throw new BadInput("the backend " + backend.id() + " cannot save what it trains; train with another");
        }
        return backend;
    }

    private TrainedFlow train(FlowBackend backend, TrainingRun run, Execution execution) throws InterruptedException {
        AtomicLong epochs = new AtomicLong();
        try (Progress progress = terminal().progress("training", run.options().epochs())) {
            return backend.trainer().orElseThrow()
                    .train(List.of(run), execution, (index, epoch) -> progress.reached(epochs.incrementAndGet()))
                    .get(0);
        } catch (IllegalArgumentException refused) {
            throw new BadInput(refused.getMessage(), refused);
        } catch (ArithmeticException overflow) {
            throw new BadInput("the network " + run.network().family() + " has more weights at these sizes than can be"
                    + " numbered; lower --width, --filters or --blocks", overflow);
        }
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

    private static Answer told(Instance instance, TrainedFlow trained, Path folder) {
        TrainingCurve curve = trained.curve();
        JsonValues values = new JsonValues()
                .put("id", instance.id())
                .put("model", folder.toString())
                .put("accuracy_highest", curve.highestTestAccuracy())
                .put("accuracy_last", curve.lastTestAccuracy())
                .put("seconds", trained.seconds());
        curve.divergedAt().ifPresentOrElse(
                epoch -> values.put("diverged_at", epoch), () -> values.putNull("diverged_at", "it did not"));
        Answer answer = Answer.of(values)
                .line("trained %s in %.1f s".formatted(instance.id(), trained.seconds()))
                .line("  test accuracy  %.2f %% after the last epoch, %.2f %% at its highest".formatted(
                        100 * curve.lastTestAccuracy(), 100 * curve.highestTestAccuracy()));
        if (curve.divergedAt().isPresent()) {
            answer = answer.line("  diverged in epoch " + curve.divergedAt().getAsInt()
                    + ": try a lower --lr or a weaker penalty");
        }
        return answer.line("  model          " + folder);
    }
}
