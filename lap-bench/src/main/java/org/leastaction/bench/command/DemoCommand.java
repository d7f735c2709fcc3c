package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.leastaction.bench.analysis.EntropicBlur;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.experiment.CirclesExperiment;
import org.leastaction.bench.experiment.ExperimentRunner;
import org.leastaction.bench.experiment.ExperimentRunner.ModelKeeping;
import org.leastaction.bench.experiment.Instance;
import org.leastaction.bench.record.Aggregate;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.Summary;
import org.leastaction.bench.report.Report;
import org.leastaction.bench.report.Wording;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.io.Messages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lap demo}. */
@Command(name = "demo",
        description = "Trains small networks of the plane under every objective from good and bad starts, measures them"
                + " all, writes report.pdf. Stopped, it goes on where it was.")
final class DemoCommand extends LapCommand {

    private static final Path USUAL_OUT = Path.of("lap-out", "demo");
    private static final String FAMILY = "mlp";
    private static final int QUICK_SEEDS = 2;
    private static final int QUICK_EPOCHS = 30;

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
        CirclesExperiment experiment = BadInput.unless(this::experiment);
        Backends backends = backends();
        FlowBackend backend = BadInput.unless(() -> backends.forFamily(FAMILY));
        Execution execution = new Execution(options().threads(), "auto");
        List<Instance> instances = experiment.instances(backends.family(FAMILY));
        RunDirectory directory = RunDirectory.create(options().out().orElse(USUAL_OUT));
        ExperimentRunner runner = new ExperimentRunner(
                backend,
                execution,
                // Dozens of small networks: Sinkhorn's iterations would take longer than everything else together.
                FlowAnalysis.defaults().withThreads(options().threads()).withBlur(EntropicBlur.none()),
                keepModels ? ModelKeeping.KEPT : ModelKeeping.DROPPED);
        int there = instances.size() - missing(instances, directory).size();
        terminal().remark(String.format(Locale.ROOT, "%d networks: %d objectives × %d initialisations × %d seed(s)%s",
                instances.size(), CirclesExperiment.objectives().size(),
                CirclesExperiment.initialisations().size(), experiment.seeds(),
                there == 0 ? "" : "; " + there + " are there already"));
        try (Progress progress = terminal().progress("training and measuring", ExperimentRunner.steps(instances))) {
            runner.run(instances, directory, progress::reached);
        }
        RunManifest.of(spec, backend, execution, configuration(experiment)).write(directory.manifestFile());
        Summary.write(directory);
        Report.write(directory, directory.reportFile());
        return told(directory);
    }

    /** Nothing to do: the run directory is complete. */
    @Override
    protected void keep(Answer answer) {}

    private static List<Instance> missing(List<Instance> instances, RunDirectory directory) throws IOException {
        try {
            return ExperimentRunner.missing(instances, directory);
        } catch (IllegalArgumentException refused) {
            throw new BadInput(Messages.of(refused), refused);
        }
    }

    private CirclesExperiment experiment() {
        CirclesExperiment experiment = CirclesExperiment.demo().withFirstSeed(options().seed());
        if (quick) {
            experiment = experiment.withSeeds(QUICK_SEEDS).withEpochs(QUICK_EPOCHS);
        }
        experiment = seeds == null ? experiment : experiment.withSeeds(seeds);
        return epochs == null ? experiment : experiment.withEpochs(epochs);
    }

    private static Map<String, Object> configuration(CirclesExperiment experiment) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("experiment", "circles");
        configuration.put("seeds", experiment.seeds());
        configuration.put("first seed", experiment.firstSeed());
        configuration.put("width", experiment.width());
        configuration.put("epochs", experiment.epochs());
        return configuration;
    }

    private static Answer told(RunDirectory directory) throws Exception {
        JsonValues values = new JsonValues().put("report", directory.reportFile().toString());
        Answer answer = Answer.of(values);
        answer = answer.line(String.format("%-10s %-30s %12s %16s %12s",
                "objective", "initialisation", "accuracy %", "transport cost", "gap / D"));
        for (Comparison comparison : Comparison.of(directory.records().all())) {
            for (RunGroup group : comparison.groups()) {
                answer = answer.line(String.format(Locale.ROOT, "%-10s %-30s %12s %16s %12s",
                        group.method(), start(group),
                        number(group.mean("accuracy"), 100, "%.2f"),
                        number(group.mean("transport_cost"), 1, "%.4g"),
                        number(group.mean("ot_gap_relative"), 1, "%.3f")));
            }
        }
        return answer.line("report: " + directory.reportFile());
    }

    private static String start(RunGroup group) {
        return Wording.initialisation(group.initialisation());
    }

    private static String number(Aggregate mean, double scale, String format) {
        return mean.isPresent() ? String.format(Locale.ROOT, format, scale * mean.estimate().value()) : "–";
    }
}
