package org.leastaction.bench.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.analysis.InputUnits;
import org.leastaction.bench.analysis.MetricGroup;
import org.leastaction.bench.command.input.InputCheck;
import org.leastaction.bench.command.input.InstalledBackends;
import org.leastaction.bench.command.input.ModelArguments;
import org.leastaction.bench.command.input.ModelChoice;
import org.leastaction.bench.command.input.SameSamples;
import org.leastaction.bench.command.input.SampledPoints;
import org.leastaction.bench.command.options.AnalysisOptions;
import org.leastaction.bench.command.options.ModelOptions;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.ComparisonLines;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.BuildInfo;
import org.leastaction.bench.command.process.ExitCode;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.ComparisonProgress;
import org.leastaction.bench.command.progress.ProgressDisplay;
import org.leastaction.bench.command.progress.Terminal;
import org.leastaction.bench.compare.ComparedModel;
import org.leastaction.bench.compare.ComparedModel.ComparedNetwork;
import org.leastaction.bench.compare.ComparisonFiles;
import org.leastaction.bench.compare.ModelComparer;
import org.leastaction.bench.compare.ModelComparison;
import org.leastaction.bench.compare.StateSamples;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.model.ClassNames;
import org.leastaction.bench.data.model.ModelInputs;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.report.comparison.ComparisonReport;
import org.leastaction.bench.verdict.Sentence;
import org.leastaction.bench.verdict.Verdict;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.inspection.FlowCut.CutModel;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.Messages;
import org.leastaction.io.Sha256;
import org.leastaction.points.LabelledPoints;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lap compare}. */
@Command(name = "compare",
        description = "Compares models on the same held-out points, each with the first: every quantity with the"
                + " interval of its difference, the cost by depth, the similarity of the states, the samples that are"
                + " moved differently; writes comparison.json, summary.csv and comparison.pdf.")
final class CompareCommand extends LapCommand {

    private static final Path USUAL_OUT = Path.of("lap-out", "compare");
    private static final String RESULT = "comparison.json";
    private static final String PARTS = "partial";

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "MODEL",
            description = "At least two models: folders that lap train wrote, with one network or several seeds; files"
                    + " of a backend; or RUN/models/START for the networks of a run whose names start like this.")
    private List<Path> models;

    @Option(names = "--names", paramLabel = "NAME", split = ",",
            description = "Short names of the models (default: their objectives or files, if these differ).")
    private List<String> names = List.of();

    @Option(names = "--samples", paramLabel = "N", defaultValue = "1000",
            description = "Test points to measure, drawn at random; all if there are fewer (default:"
                    + " ${DEFAULT-VALUE}).")
    private int samples;

    @Mixin
    private AnalysisOptions analysisOptions;

    @Mixin
    private ModelOptions modelOptions;

    private final Map<List<Object>, Sampled> loaded = new HashMap<>();

    CompareCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** Data with the samples that networks of one form take. */
    private record Sampled(DataSet data, LabelledPoints points, int[] rows) {}

    /** A network with the data that it is measured on. */
    private record Prepared(ModelChoice choice, FlowBackend backend, DataSet data, ComparedNetwork network,
            int[] rows, Optional<Sentence> inputs) {}

    @Override
    protected Answer answer() throws Exception {
        if (models.size() < 2) {
            throw new BadInput("lap compare needs at least two models, not " + models.get(0) + " alone");
        }
        if (samples < 2) {
            throw new BadInput("--samples must be at least 2, not " + samples);
        }
        List<ModelArguments> arguments = new ArrayList<>();
        for (Path model : models) {
            arguments.add(ModelArguments.of(model));
        }
        List<String> shortNames = ModelArguments.names(arguments, names);
        FlowAnalysis analysis = analysisOptions.analysis(options().threads(), options().seed(),
                MetricGroup.discover(InstalledBackends.pluginLoader(surroundings()), terminal()::remark),
                AnalysisOptions.EXPENSIVE);
        RunDirectory.requirePossible(options().out().orElse(USUAL_OUT));
        Execution execution = modelOptions.execution(options().threads(), terminal());
        Backends backends = backends(modelOptions.timeout());
        List<List<Prepared>> prepared = new ArrayList<>();
        for (ModelArguments argument : arguments) {
            List<Prepared> networks = new ArrayList<>();
            for (ModelChoice choice : argument.networks()) {
                networks.add(prepare(choice, backends.forModel(choice.path()), execution));
            }
            prepared.add(networks);
        }
        List<ComparedModel> compared = new ArrayList<>();
        for (int i = 0; i < prepared.size(); i++) {
            compared.add(new ComparedModel(
                    shortNames.get(i), prepared.get(i).stream().map(Prepared::network).toList()));
        }
        SameSamples.require(compared);
        requireSameClasses(prepared);
        Prepared first = prepared.get(0).get(0);
        ModelComparer comparer = new ModelComparer(analysis, samples);
        StateSamples states = comparer.samples(compared);
        String key = key(prepared, shortNames, analysis, states);
        try (RunDirectory directory = directory(shortNames, key)) {
            directory.remark().ifPresent(terminal()::remark);
            terminal().remark("comparing " + String.join(", ", shortNames) + " on " + first.rows().length
                    + " points of " + first.data().name());
            states.remarks().forEach(terminal()::remark);
            ModelComparison comparison;
            List<String> failures;
            long steps = compared.stream().mapToLong(model -> 2L * model.networks().size()).sum()
                    - compared.get(0).networks().size();
            try (ProgressDisplay progress = terminal().progress("comparing", steps)) {
                ComparisonProgress watch = new ComparisonProgress(
                        progress, terminal(), directory.path().resolve(PARTS), key, analysis.names());
                comparison = comparer
                        .compare(first.data().name(), first.rows(), compared, watch)
                        .withClasses(modelOptions.labels().areMapped() ? List.of() : first.data().classNames());
                failures = watch.failures();
            }
            List<Verdict> verdicts = verdicts(comparison, prepared);
            directory.write(RunManifest.of(spec, first.backend(), execution, configuration(prepared, compared)));
            ComparisonReport.write(comparison, verdicts, compared.get(0), directory.manifest(),
                    directory.path().resolve("comparison.pdf"));
            write(directory.summaryFile(), ComparisonFiles.csv(comparison));
            ObjectNode json = ComparisonFiles.json(
                    comparison, key, verdicts.stream().map(Verdict::summary).toList());
            write(directory.path().resolve(RESULT), json.toPrettyString() + "\n");
            AtomicFiles.delete(directory.path().resolve(PARTS));
            failures.forEach(failure -> surroundings().err().println("lap: " + failure.replaceAll("\\s*\\R\\s*", " ")));
            Answer answer = Answer.of(JsonValues.of(json.toString()));
            for (int i = 0; i < verdicts.size(); i++) {
                answer = answer.lines(ComparisonLines.of(comparison, comparison.pairs().get(i), verdicts.get(i)))
                        .line("");
            }
            answer = answer.line("comparison  " + directory.path().resolve(RESULT))
                    .line("report      " + directory.path().resolve("comparison.pdf"));
            return failures.isEmpty() ? answer : answer.withExitCode(ExitCode.FAILED);
        }
    }

    /** Opens a network once, to determine its data. */
    private Prepared prepare(ModelChoice choice, FlowBackend backend, Execution execution) throws IOException {
        try (FlowModel flow = modelOptions.open(backend, choice.path(), execution)) {
            InputCheck.requireSamples(flow);
            flow.role(CutModel.class).ifPresent(model -> model.cut().remarks().forEach(terminal()::remark));
            Sampled sampled = sampled(choice, flow);
            DataSet data = sampled.data();
            LabelledPoints points = sampled.points();
            try {
                FlowAnalysis.requireFit(flow, points);
            } catch (IllegalArgumentException refused) {
                throw new BadInput(choice.path() + ": " + Messages.of(refused), refused);
            }
            return new Prepared(choice, backend, data, new ComparedNetwork(choice.id(), choice.dataSeed(), flow.shape(),
                    points, InputUnits.of(data), () -> modelOptions.open(backend, choice.path(), execution)),
                    sampled.rows(), InputCheck.of(flow, data, choice.inputs(flow), points, modelOptions.labels(),
                            analysisOptions.batch(), options().threads()));
        }
    }

    /** The verdict on each pair; it begins with the inputs of its models. */
    private static List<Verdict> verdicts(ModelComparison comparison, List<List<Prepared>> prepared) {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < comparison.pairs().size(); i++) {
            List<Sentence> sentences = new ArrayList<>();
            for (int model : new int[] {0, i + 1}) {
                String name = comparison.models().get(model).name();
                prepared.get(model).stream().flatMap(network -> network.inputs().stream()).findFirst()
                        .ifPresent(sentence -> sentences.add(sentence.of(name)));
            }
            sentences.addAll(Verdict.of(comparison, comparison.pairs().get(i)).sentences());
            verdicts.add(new Verdict(sentences));
        }
        return verdicts;
    }

    /** Labels that are numbers mean other classes for a model that names its classes in another order. */
    private void requireSameClasses(List<List<Prepared>> prepared) {
        Prepared first = prepared.get(0).get(0);
        ClassNames names = first.data().classes();
        for (Prepared other : prepared.stream().flatMap(List::stream).toList()) {
            OptionalInt moved = names.firstMoved(other.data().classes());
            if (modelOptions.labels().areWanted() && moved.isPresent()) {
                int label = moved.getAsInt();
                throw new BadInput(first.choice().id() + " and " + other.choice().id()
                        + " have their classes in different orders: class " + label + " is '"
                        + names.names().get(label) + "' in the first and '"
                        + other.data().classNames().get(label) + "' in the second; --no-labels compares what needs no"
                        + " classes");
            }
        }
    }

    /** The samples of a network; loaded once for all networks that need them in the same form. */
    private Sampled sampled(ModelChoice choice, FlowModel flow) throws IOException {
        long seed = choice.dataSeed().orElse(options().seed());
        ModelInputs inputs = choice.inputs(flow);
        List<Object> how = List.of(flow.shape().input(), flow.shape().classes(), inputs, seed);
        Sampled known = loaded.get(how);
        if (known != null) {
            return known;
        }
        // Networks of other seeds have the same remarks.
        boolean remarked = loaded.keySet().stream().anyMatch(other -> other.subList(0, 3).equals(how.subList(0, 3)));
        if (!remarked && !loaded.isEmpty()) {
            terminal().remark(choice.id() + " states other inputs than the networks before it:");
        }
        DataSet data = modelOptions.data().load(flow.shape(), inputs,
                modelOptions.labels(),
                SampledPoints.sampling(modelOptions.labels(), flow.shape().classes(), samples, options().seed()), seed,
                surroundings(),
                remarked ? new Terminal(surroundings(), Terminal.Loudness.QUIET) : terminal());
        if (!remarked) {
            data.remarks().forEach(terminal()::remark);
            modelOptions.scoresAssumed(flow, inputs, data).ifPresent(terminal()::remark);
        }
        LabelledPoints all = modelOptions.labels().applied(data.test(), flow.shape().classes());
        Sampled sampled = new Sampled(data, SampledPoints.draw(all, samples, options().seed()),
                data.testRows(SampledPoints.rows(all.size(), samples, options().seed())));
        loaded.put(how, sampled);
        return sampled;
    }

    /** A key of everything that determines the numbers. */
    private String key(List<List<Prepared>> prepared, List<String> shortNames, FlowAnalysis analysis,
            StateSamples states) throws IOException {
        BuildInfo build = BuildInfo.current();
        List<Object> parts =
                new ArrayList<>(List.of(shortNames, samples, options().seed(), modelOptions.blocks().inWords(),
                        modelOptions.labels().inWords(), analysisOptions.batch(), analysis.names(), analysis.blur(),
                        analysis.budget(),
                        analysis.sizes(), states,
                        options().threads(), build.version(), build.commit()));
        for (List<Prepared> networks : prepared) {
            for (Prepared one : networks) {
                parts.addAll(List.of(one.choice().id(), one.choice().contentSum(), one.data().sha256(),
                        one.backend().id(), one.backend().version()));
            }
        }
        return Sha256.fingerprint(parts.toString());
    }

    /**
     * The output directory: the given one, otherwise a folder of this comparison only.
     *
     * @throws BadInput if the folder contains another comparison, or records of networks
     */
    private RunDirectory directory(List<String> shortNames, String key) throws IOException {
        Path out = options().out().orElse(USUAL_OUT.resolve(
                String.join("-", shortNames).replaceAll("[^A-Za-z0-9._-]+", "-") + "-" + key));
        RunDirectory directory = RunDirectory.create(out);
        try {
            Path result = out.resolve(RESULT);
            boolean other = Files.exists(result)
                    && !Files.readString(result).contains("\"key\" : \"" + key + "\"");
            if (other || !directory.isEmpty()) {
                throw new BadInput(
                        "--out: " + out + " contains " + (other ? "another comparison" : "records of networks")
                                + "; choose another folder");
            }
        } catch (IOException | RuntimeException failure) {
            directory.close();
            throw failure;
        }
        return directory;
    }

    private static void write(Path file, String text) throws IOException {
        AtomicFiles.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Map<String, Object> configuration(List<List<Prepared>> prepared, List<ComparedModel> compared) {
        Prepared first = prepared.get(0).get(0);
        Map<String, Object> configuration = new LinkedHashMap<>();
        for (int i = 0; i < compared.size(); i++) {
            configuration.put("model " + compared.get(i).name(), prepared.get(i).stream()
                    .map(one -> one.choice().path().toString()).collect(Collectors.joining(", ")));
        }
        configuration.put("data", first.data().name());
        configuration.put("data sha256", first.data().sha256());
        configuration.put("samples", first.rows().length);
        configuration.put("seed", options().seed());
        return configuration;
    }

    /** Nothing to do: the output directory is complete. */
    @Override
    protected void keep(Answer answer) {}
}
