package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.leastaction.bench.analysis.AnalysedFlow;
import org.leastaction.bench.analysis.EnsembleMeasures;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.analysis.InputUnits;
import org.leastaction.bench.analysis.MetricGroup;
import org.leastaction.bench.analysis.StudiedFlow.SampleSizes;
import org.leastaction.bench.command.input.InputCheck;
import org.leastaction.bench.command.input.InstalledBackends;
import org.leastaction.bench.command.input.ModelChoice;
import org.leastaction.bench.command.input.SampledPoints;
import org.leastaction.bench.command.options.AnalysisOptions;
import org.leastaction.bench.command.options.AttackOptions;
import org.leastaction.bench.command.options.ModelOptions;
import org.leastaction.bench.command.options.PageOptions;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.output.VerdictLines;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.BuildInfo;
import org.leastaction.bench.command.process.ExitCode;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.AnalysisProgress;
import org.leastaction.bench.command.progress.ProgressDisplay;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.model.ModelInputs;
import org.leastaction.bench.page.ParticleMeasurement;
import org.leastaction.bench.record.PartialAnalysis;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.record.Summary;
import org.leastaction.bench.report.Report;
import org.leastaction.bench.verdict.Verdict;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.inspection.FlowCut.CutModel;
import org.leastaction.io.Messages;
import org.leastaction.io.Sha256;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.LabelledPoints;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lap analyze}. */
@Command(name = "analyze",
        description = "Measures a model on held-out points: transport cost, W2, gap, regularity, accuracy; writes"
                + " analysis.json and report.pdf. Data that are generated or split by a seed are those of the"
                + " training.")
final class AnalyzeCommand extends LapCommand {

    private static final Path USUAL_OUT = Path.of("lap-out", "analyze");

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", paramLabel = "FOLDER|FILE", required = true,
            description = "The model: a folder that lap train wrote, or a file of a backend.")
    private Path model;

    @Option(names = "--samples", paramLabel = "N", defaultValue = "2000",
            description = "Test points to measure, drawn at random; all if there are fewer (default:"
                    + " ${DEFAULT-VALUE}).")
    private int samples;

    @Option(names = "--timings", description = "Print the time of each metric.")
    private boolean timings;

    @Mixin
    private AttackOptions attacks;

    @Mixin
    private AnalysisOptions analysisOptions;

    @Mixin
    private ModelOptions modelOptions;

    @Mixin
    private PageOptions page;

    AnalyzeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws Exception {
        if (samples < 1) {
            throw new BadInput("--samples must be at least 1, not " + samples);
        }
        ModelChoice choice = ModelChoice.of(model);
        FlowBackend backend = backends(modelOptions.timeout()).forModel(choice.path());
        FlowAnalysis analysis = analysisOptions.analysis(options().threads(), options().seed(), EnsembleMeasures.in(
                MetricGroup.discover(InstalledBackends.pluginLoader(surroundings()), terminal()::remark),
                attacks.settings()), Set.of());
        RunDirectory.requirePossible(options().out().orElse(USUAL_OUT));
        Execution execution = modelOptions.execution(options().threads(), terminal());
        try (FlowModel flow = modelOptions.open(backend, choice.path(), execution)) {
            List<String> remarks = new ArrayList<>(
                    flow.role(CutModel.class).map(model -> model.cut().remarks()).orElse(List.of()));
            ModelInputs inputs = choice.inputs(flow);
            DataSet data = modelOptions.data().load(flow.shape(), inputs, modelOptions.labels(),
                    SampledPoints.sampling(modelOptions.labels(), flow.shape().classes(), samples, options().seed()),
                    choice.dataSeed().orElse(options().seed()), surroundings(), terminal());
            LabelledPoints points = points(analysis, flow, data, remarks);
            int fitting = analysis.kept(flow, points.size());
            if (fitting < points.size()) {
                remarks.add(SampleSizes.inWords(fitting, points.size()));
            }
            remarks.addAll(data.remarks());
            modelOptions.scoresAssumed(flow, inputs, data).ifPresent(remarks::add);
            remarks.forEach(terminal()::remark);
            String id = id(choice, data, points);
            try (RunDirectory directory = directory(id)) {
                directory.remark().ifPresent(terminal()::remark);
                terminal().remark("measuring " + choice.id() + " on " + points.size() + " points of " + data.name());
                PartialAnalysis kept =
                        PartialAnalysis.in(directory.path(), key(choice, data, points, analysis, backend));
                AnalysedFlow analysed;
                List<String> failures;
                try (ProgressDisplay progress = terminal().progress("measuring", ProgressDisplay.UNKNOWN)) {
                    AnalysisProgress watch = new AnalysisProgress(progress, kept, terminal(), analysis.names());
                    analysed = analysis.analyse(flow, points, InputUnits.of(data), watch).withRemarks(remarks);
                    failures = watch.failures();
                }
                RunRecord record = record(id, choice, inputs, data, points, backend, execution);
                Verdict verdict = Verdict.of(record.withAnalysis(analysed.analysis()));
                byte[] json = (JsonValues.of(analysed.analysis(), verdict) + "\n").getBytes(StandardCharsets.UTF_8);
                directory.keep(
                        withParticles(analysed.resultWithSamples(record, data.normalisation()), flow, points, data)
                                .withFile(RunResult.ANALYSIS, json));
                Summary.write(directory);
                kept.discard();
                directory.write(RunManifest.of(spec, backend, execution, configuration(choice, data, points)));
                Report.write(directory, directory.reportFile());
                List<String> pages = page.write(directory);
                failures.forEach(
                        failure -> surroundings().err().println("lap: " + failure.replaceAll("\\s*\\R\\s*", " ")));
                Answer answer = answer(analysed, verdict, directory)
                        .lines(pages.stream().map(file -> "page      " + file).toList());
                return failures.isEmpty() ? answer : answer.withExitCode(ExitCode.FAILED);
            }
        }
    }

    /** Adds the states and the pictures of the samples that the interactive report shows. */
    private RunResult withParticles(RunResult result, FlowModel flow, LabelledPoints points, DataSet data)
            throws IOException {
        if (page.points() == 0) {
            return result;
        }
        try (ProgressDisplay progress = terminal().progress("report.html", ProgressDisplay.UNKNOWN)) {
            progress.now("states of " + Math.min(points.size(), page.points()) + " samples");
            Optional<RunResult> more = ParticleMeasurement
                    .of(analysisOptions.batch(), options().seed(), analysisOptions.budget(),
                            new Parallelism(options().threads()))
                    .added(result, flow, points, page.points(), data.normalisation());
            if (more.isEmpty()) {
                terminal().remark("some states are not finite, so report.html shows no particles");
            }
            return more.orElse(result);
        }
    }

    /** The samples: as many as requested, or fewer if their pass through the model would exceed the budget. */
    private LabelledPoints points(FlowAnalysis analysis, FlowModel flow, DataSet data, List<String> remarks) {
        LabelledPoints all = modelOptions.labels().applied(data.test(), flow.shape().classes());
        LabelledPoints wanted = SampledPoints.draw(all, samples, options().seed());
        requireFit(flow, wanted);
        int affordable = analysis.affordable(flow, wanted.points());
        if (affordable == wanted.size()) {
            return wanted;
        }
        remarks.add(affordable + " of " + wanted.size() + " samples are measured: the pass of all would take more than"
                + " a seventh of the budget; --budget gives it more");
        return SampledPoints.draw(all, affordable, options().seed());
    }

    /**
     * The id of the record: that of the training if the model has one, otherwise a function of model, data and samples,
     * so that networks with the same file name can be reported together.
     */
    private String id(ModelChoice choice, DataSet data, LabelledPoints points) throws IOException {
        return choice.record().isPresent() ? choice.id() : choice.id() + "-" + fingerprint(
                choice.contentSum(), data.sha256(), points.size(), options().seed(), modelOptions.blocks().inWords(),
                modelOptions.labels().inWords());
    }

    private static String fingerprint(Object... parts) {
        return Sha256.fingerprint(Arrays.toString(parts));
    }

    /** A key of everything that determines the numbers. */
    private String key(ModelChoice choice, DataSet data, LabelledPoints points, FlowAnalysis analysis,
            FlowBackend backend)
            throws IOException {
        BuildInfo build = BuildInfo.current();
        return fingerprint(choice.contentSum(), data.sha256(), points.size(), options().seed(),
                modelOptions.blocks().inWords(),
                modelOptions.labels().inWords(), analysisOptions.batch(), attacks.settings(),
                analysis.blur(), analysis.budget(), analysis.sizes(), options().threads(), backend.id(),
                backend.version(), build.version(), build.commit());
    }

    /**
     * The output directory: the given one, otherwise a folder of this analysis only.
     *
     * @throws BadInput if the folder contains records of other networks, which a report would mix
     */
    private RunDirectory directory(String id) throws IOException {
        Path out = options().out().orElse(USUAL_OUT.resolve(id));
        RunDirectory directory = RunDirectory.create(out);
        boolean own = false;
        try {
            Optional<RunRecord> other = directory.isEmpty() ? Optional.empty() : directory.records().all().stream()
                    .filter(record -> !record.id().equals(id)).findFirst();
            if (other.isPresent()) {
                throw new BadInput("--out: " + out + " contains the record " + other.get().id()
                        + " of another network or analysis; choose another folder; 'lap report' creates one report of"
                        + " both");
            }
            own = true;
            return directory;
        } finally {
            if (!own) {
                directory.close();
            }
        }
    }

    /** Nothing to do: the run directory is complete. */
    @Override
    protected void keep(Answer answer) {}

    private static void requireFit(FlowModel flow, LabelledPoints points) {
        try {
            FlowAnalysis.requireFit(flow, points);
        } catch (IllegalArgumentException refused) {
            throw new BadInput(Messages.of(refused), refused);
        }
    }

    private RunRecord record(
            String id, ModelChoice choice, ModelInputs inputs, DataSet data, LabelledPoints points,
            FlowBackend backend, Execution execution) {
        RunRecord.Data measured = InputCheck.described(new RunRecord.Data(
                data.name(),
                choice.record().map(RunRecord::data).map(RunRecord.Data::trainSize).orElse(null),
                points.size(),
                data.sha256()), data, inputs, points, modelOptions.labels());
        RunRecord known = choice.record().orElse(RunRecord.of(id, measured));
        return RunRecord.of(id, measured)
                .withModel(known.model())
                .withInitialisation(known.initialisation())
                .withObjective(known.objective())
                .withTraining(known.training())
                .withBackend(RunRecord.Backend.of(backend, execution)
                        .withPrecision(known.backend() == null ? null : known.backend().precision()));
    }

    private Map<String, Object> configuration(ModelChoice choice, DataSet data, LabelledPoints points) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("model", choice.path().toString());
        configuration.put("data", data.name());
        configuration.put("data sha256", data.sha256());
        configuration.put("normalisation mean", data.normalisation().mean());
        configuration.put("normalisation std", data.normalisation().std());
        configuration.put("samples", points.size());
        configuration.put("seed", options().seed());
        return configuration;
    }

    private Answer answer(AnalysedFlow analysed, Verdict verdict, RunDirectory directory) {
        Answer answer = Answer.of(JsonValues.of(analysed.analysis(), verdict));
        if (timings) {
            analysed.seconds().forEach((metric, seconds) -> terminal()
                    .remark(String.format(Locale.ROOT, "%-12s %8.2f s", metric, seconds)));
        }
        answer = answer.lines(VerdictLines.of(verdict)).line("")
                .lines(VerdictLines.of(analysed.analysis())).line("");
        return answer.line("analysis  " + directory.path().resolve(RunResult.ANALYSIS))
                .line("report    " + directory.reportFile());
    }
}
