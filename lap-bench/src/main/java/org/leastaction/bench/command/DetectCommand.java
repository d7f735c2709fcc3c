package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.bench.analysis.AttackSettings;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.analysis.InputUnits;
import org.leastaction.bench.command.input.InputCheck;
import org.leastaction.bench.command.input.ModelChoice;
import org.leastaction.bench.command.input.SampledPoints;
import org.leastaction.bench.command.options.AttackOptions;
import org.leastaction.bench.command.options.BatchOption;
import org.leastaction.bench.command.options.ModelOptions;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.ProgressDisplay;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.picture.Colour;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.bench.detect.Detection;
import org.leastaction.bench.detect.DetectionFiles;
import org.leastaction.bench.detect.DetectionResult;
import org.leastaction.bench.detect.DetectionSettings;
import org.leastaction.bench.detect.DetectionWatch;
import org.leastaction.bench.detect.ForeignInputs;
import org.leastaction.bench.detect.KeptAttacks;
import org.leastaction.bench.report.DetectionReport;
import org.leastaction.bench.verdict.Sentence;
import org.leastaction.flow.Derivatives.DerivativeMethod;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.InputNormalisation.ChannelOrder;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.Sha256;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lap detect}. */
@Command(name = "detect",
        description = "Attacks a model and measures how well norms and angles of its residues separate attacked inputs,"
                + " and those of another data set, from clean ones, compared with max-softmax and the Mahalanobis"
                + " distance; writes detection.json and detection.pdf.")
final class DetectCommand extends LapCommand {

    private static final Path USUAL_OUT = Path.of("lap-out", "detect");
    /** Gradients by finite differences are affordable for so few coordinates only. */
    private static final int FEW_COORDINATES = 64;

    @Option(names = "--model", paramLabel = "FOLDER|FILE", required = true,
            description = "The model: a folder that lap train wrote, or a file of a backend.")
    private Path model;

    @Option(names = "--samples", paramLabel = "N", defaultValue = "1000",
            description = "Labelled test points, drawn at random: one half fits the detectors, the other tests them"
                    + " (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(names = "--other-data", paramLabel = "NAME|PATH",
            description = "Another data set, whose test points are to be separated from those of --data; images are"
                    + " fitted to the size and the channels of the model's inputs.")
    private String otherData;

    @Option(names = "--seen-attack", paramLabel = "NAME",
            description = "The attack to which the detector is fitted (default: apgd_ce_linf, or square_linf for a"
                    + " model without gradients).")
    private String seenAttack;

    @Mixin
    private BatchOption batch;

    @Mixin
    private AttackOptions attacks;

    @Mixin
    private ModelOptions modelOptions;

    DetectCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws Exception {
        if (samples < 4 * Detection.LEAST) {
            throw new BadInput("--samples must be at least " + 4 * Detection.LEAST + ", not " + samples);
        }
        if (!modelOptions.labels().areWanted()) {
            throw new BadInput("--no-labels: attacks need the labels of the points; leave the option out");
        }
        AttackSettings strength = attacks.settings();
        int together = batch.size(); // refused before the model is read
        ModelChoice choice = ModelChoice.of(model);
        FlowBackend backend = backends(modelOptions.timeout()).forModel(choice.path());
        Path out = options().out().orElse(USUAL_OUT.resolve(choice.id()));
        Execution execution = modelOptions.execution(options().threads(), terminal());
        try (FlowModel flow = modelOptions.open(backend, choice.path(), execution)) {
            requireClasses(flow);
            DataSet data = modelOptions.data().load(flow.shape(), choice.inputs(flow), modelOptions.labels(),
                    SampledPoints.sampling(modelOptions.labels(), flow.shape().classes(), samples, options().seed()),
                    choice.dataSeed().orElse(options().seed()), surroundings(), terminal());
            LabelledPoints points = SampledPoints.draw(
                    modelOptions.labels().applied(data.test(), flow.shape().classes()), samples, options().seed());
            BadInput.unless(() -> {
                FlowAnalysis.requireFit(flow, points);
                return points;
            });
            data.remarks().forEach(terminal()::remark);
            Optional<String> inputs = InputCheck.of(flow, data, choice.inputs(flow), points, modelOptions.labels(),
                    together, options().threads()).map(Sentence::inFull);
            inputs.ifPresent(terminal()::remark);
            InputUnits units = InputUnits.of(data);
            DetectionSettings settings = settings(flow, strength, together, units, points);
            Optional<ForeignInputs> foreign = otherData == null ? Optional.empty() : Optional.of(foreign(data, units));
            Map<String, String> about = about(choice, data, foreign);
            inputs.ifPresent(sentence -> about.put("inputs", sentence));
            KeptAttacks kept = new KeptAttacks(out, fingerprint(choice, data, points, settings, backend),
                    points.size(), points.points().dimension());
            DetectionResult result;
            try {
                result = run(new Detection(flow, units, settings), points, foreign, kept);
            } catch (BadInput refused) {
                kept.discard();
                throw refused;
            }
            DetectionFiles files = new DetectionFiles(result, settings);
            String json = files.json(about);
            AtomicFiles.write(out.resolve("detection.json"), to -> to.write(json.getBytes(StandardCharsets.UTF_8)));
            new DetectionReport(result, settings, about).write(out.resolve("detection.pdf"));
            kept.discard();
            return Answer.of(JsonValues.of(json)).lines(files.lines())
                    .line("").line("result    " + out.resolve("detection.json"))
                    .line("report    " + out.resolve("detection.pdf"));
        }
    }

    private static void requireClasses(FlowModel flow) {
        if (flow.shape().classes() == 0) {
            throw new BadInput("--model: the network has no classes that an attack could change");
        }
        InputCheck.requireSamples(flow);
        if (NamedInputs.areCategories(flow)) {
            throw new BadInput(
                    "--model: the inputs are categories, such as tokens: there is no small change of one");
        }
    }

    private DetectionSettings settings(FlowModel flow, AttackSettings strength, int together, InputUnits units,
            LabelledPoints points) {
        boolean gradients = flow.role(LossGradients.class)
                .filter(role -> role.derivativeMethod() == DerivativeMethod.EXACT
                        || flow.shape().inputDimension() <= FEW_COORDINATES)
                .isPresent();
        if (!gradients) {
            terminal().remark("the model has no exact gradients: the square attack is used alone, in both norms");
        }
        DetectionSettings all = BadInput.unless(() -> DetectionSettings.of(gradients, flow.shape().classes(),
                units.layout(points.shape()), strength.radiusLinf(units, points.points()),
                strength.radiusL2(units, points.points()), strength.strength().steps(), strength.strength().queries(),
                together, options().seed()));
        return seenAttack == null ? all : BadInput.unless(() -> {
            try {
                return all.withSeen(seenAttack);
            } catch (IllegalArgumentException unknown) {
                throw new BadInput("--seen-attack: " + unknown.getMessage(), unknown);
            }
        });
    }

    /** The test points of the other data, in the form of the network's inputs. */
    private ForeignInputs foreign(DataSet data, InputUnits units) throws IOException {
        DataSet other = modelOptions.data().loadOther("--other-data", otherData, options().seed(), surroundings());
        LabelledPoints some = SampledPoints.draw(other.test(), Math.max(1, samples / 2), options().seed());
        boolean first = data.channels() == ChannelOrder.FIRST;
        ForeignInputs fitted =
                BadInput.unless(() -> ForeignInputs.fit(other.name(), some, data.test().shape(), first));
        if (!fitted.fitted().isEmpty()) {
            terminal().remark(other.name() + ": images are " + fitted.fitted());
        }
        boolean blueFirst = data.pictures().flatMap(PictureForm::colour).equals(Optional.of(Colour.BGR));
        ForeignInputs ordered = blueFirst ? fitted.withReversedChannels(Colour.BGR.channels(), first) : fitted;
        return ordered.withInputs(units.normalised(ordered.inputs()));
    }

    private DetectionResult run(
            Detection detection, LabelledPoints points, Optional<ForeignInputs> foreign, KeptAttacks kept) {
        try (ProgressDisplay progress = terminal().progress("detecting", ProgressDisplay.UNKNOWN)) {
            return BadInput.unless(() -> detection.run(points, foreign, new DetectionWatch() {
                @Override
                public Optional<FloatPoints> known(String attack) {
                    Optional<FloatPoints> found = kept.find(attack);
                    if (found.isPresent()) {
                        terminal().remark(attack + " was run earlier; its inputs are reused");
                    }
                    return found;
                }

                @Override
                public void attacked(String attack, FloatPoints inputs) {
                    kept.keep(attack, inputs);
                }

                @Override
                public void reached(String stage, int done, int total) {
                    progress.now("stage " + (done + 1) + " of " + total + ": " + stage);
                }
            }));
        }
    }

    private static Map<String, String> about(ModelChoice choice, DataSet data, Optional<ForeignInputs> foreign) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("model", choice.id());
        about.put("data", data.name());
        about.put("data_sha256", data.sha256());
        foreign.ifPresent(other -> about.put(
                "other_data", other.name() + (other.fitted().isEmpty() ? "" : ", " + other.fitted())));
        return about;
    }

    private String fingerprint(ModelChoice choice, DataSet data, LabelledPoints points, DetectionSettings settings,
            FlowBackend backend) throws IOException {
        List<Object> parts = Arrays.asList(choice.contentSum(), data.sha256(), points.size(), options().seed(),
                modelOptions.blocks().inWords(), modelOptions.labels().inWords(), settings, backend.id(),
                backend.version());
        return Sha256.fingerprint(parts.toString());
    }

    /** Nothing to do: the files are written. */
    @Override
    protected void keep(Answer answer) {}
}
