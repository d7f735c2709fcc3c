package org.leastaction.bench.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.leastaction.bench.analysis.AnalysedFlow;
import org.leastaction.bench.analysis.AnalysisBudget;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.analysis.InputUnits;
import org.leastaction.bench.page.PageFile;
import org.leastaction.bench.page.ParticleMeasurement;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunResult;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingCurve.EpochRecord;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.io.AtomicFiles;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.LabelledPoints;

/**
 * Trains runs and, on request, measures the trained networks and saves them. Immutable; several threads may train at
 * the same time.
 */
public final class RunTraining {

    /** Measuring a small flow takes about half as long as its training. */
    private static final double ANALYSIS_SHARE = 0.5;
    /** Samples whose states are kept for the interactive report: some 200 kB with the pictures of 28 × 28 pixels. */
    private static final int FOLLOWED = 200;
    private static final int BATCH = 100;

    private final FlowBackend backend;
    private final FlowTrainer trainer;
    private final Execution execution;
    private final Optional<FlowAnalysis> analysis;
    private final Optional<RunDirectory> models;
    private final Set<String> followed;
    private final LongConsumer advanced;
    private final Consumer<String> remarks;

    private RunTraining(
            FlowBackend backend,
            FlowTrainer trainer,
            Execution execution,
            Optional<FlowAnalysis> analysis,
            Optional<RunDirectory> models,
            Set<String> followed,
            LongConsumer advanced,
            Consumer<String> remarks) {
        this.backend = backend;
        this.trainer = trainer;
        this.execution = execution;
        this.analysis = analysis;
        this.models = models;
        this.followed = Set.copyOf(followed);
        this.advanced = advanced;
        this.remarks = remarks;
    }

    /**
     * Trainings without measurements, of which no model is saved.
     *
     * @throws IllegalArgumentException if the backend cannot train
     */
    public static RunTraining on(FlowBackend backend, Execution execution) {
        FlowTrainer trainer = backend.trainer().orElseThrow(
                () -> new IllegalArgumentException("the backend " + backend.id() + " cannot train"));
        return new RunTraining(backend, trainer, Objects.requireNonNull(execution, "execution"), Optional.empty(),
                Optional.empty(), Set.of(), steps -> {}, sentence -> {});
    }

    /**
     * A copy that measures every trained network on the run's test set, without a limit on the time of derivatives: a
     * run that is repeated must yield the same record, however busy the machine is.
     */
    public RunTraining withAnalysis(FlowAnalysis newAnalysis) {
        FlowAnalysis unlimited = newAnalysis.withBudget(AnalysisBudget.unlimited());
        return new RunTraining(
                backend, trainer, execution, Optional.of(unlimited), models, followed, advanced, remarks);
    }

    /** A copy that saves every network that did not diverge to its model folder in a directory. */
    public RunTraining withModelsIn(RunDirectory directory) {
        return new RunTraining(
                backend, trainer, execution, analysis, Optional.of(directory), followed, advanced, remarks);
    }

    /**
     * A copy that keeps the states of 200 test points of some networks, for the interactive report. Those of networks
     * of the plane, which are small, are kept for every network that is measured.
     *
     * @param ids of the runs
     */
    public RunTraining withParticlesOf(Set<String> ids) {
        return new RunTraining(backend, trainer, execution, analysis, models, ids, advanced, remarks);
    }

    /**
     * A copy that reports its progress.
     *
     * @param newAdvanced receives numbers of steps that were just completed, which sum up to {@link #steps}
     * @param newRemarks  receives remarks of the trainer, without a full stop
     */
    public RunTraining withProgress(LongConsumer newAdvanced, Consumer<String> newRemarks) {
        return new RunTraining(
                backend, trainer, execution, analysis, models, followed, newAdvanced, newRemarks);
    }

    /** The steps of training and measuring one run: one per epoch, and those of the analysis. */
    public long steps(long epochs) {
        return epochs + analysisSteps(epochs);
    }

    /** The steps of measuring one run; 0 if nothing is measured. */
    public long analysisSteps(long epochs) {
        return analysis.isEmpty() ? 0 : Math.max(1, Math.round(ANALYSIS_SHARE * epochs));
    }

    /**
     * Trains runs together, then measures and saves those that are wanted.
     *
     * <p>The rounding of sums depends on which networks train together: a run that was interrupted and resumed yields
     * the same record only if the others of its group are trained again with it, whether their records exist or not.
     *
     * @param together      runs of one architecture and objective, at least one
     * @param wanted        ids of the runs whose results are returned
     * @param checkpointing where the state of the training is saved; the caller discards it after storing the results
     * @return the wanted results, in the order of the runs
     * @throws IllegalArgumentException if the backend rejects a run, or a model cannot be saved
     * @throws InterruptedException     if the thread was interrupted
     */
    public List<RunResult> train(List<Run> together, Set<String> wanted, Checkpointing checkpointing)
            throws IOException, InterruptedException {
        List<TrainedFlow> trained =
                trainer.train(together.stream().map(Run::training).toList(), execution, listener(), checkpointing);
        try {
            List<RunResult> results = new ArrayList<>();
            for (int i = 0; i < together.size(); i++) {
                if (wanted.contains(together.get(i).id())) {
                    results.add(result(together.get(i), trained.get(i)));
                }
            }
            return results;
        } finally {
            trained.forEach(TrainedFlow::close);
        }
    }

    private TrainingListener listener() {
        return new TrainingListener() {
            @Override
            public void epochEnded(int run, EpochRecord epoch) {
                advanced.accept(1);
            }

            @Override
            public void remarked(String sentence) {
                remarks.accept(sentence);
            }
        };
    }

    private RunResult result(Run run, TrainedFlow trained) throws IOException {
        RunRecord record = run.record(trained, RunRecord.Backend.of(backend, execution));
        RunResult result = RunResult.of(record);
        LabelledPoints test = run.training().test();
        int particles = followed.contains(run.id()) ? FOLLOWED : 0;
        if (analysis.isPresent()) {
            AnalysedFlow analysed = analysis.get()
                    .analyse(trained.model(), test, InputUnits.of(run.data()));
            result = analysed.result(record, run.data().normalisation());
            particles = analysed.states().isPresent() ? PageFile.USUAL_POINTS : particles;
            advanced.accept(analysisSteps(run.training().options().epochs()));
        }
        if (particles > 0 && !record.diverged()) {
            result = ParticleMeasurement.of(BATCH, analysis.map(FlowAnalysis::seed).orElse(0L),
                    Double.POSITIVE_INFINITY, new Parallelism(execution.threads()))
                    .added(result, trained.model(), test, particles, run.data().normalisation()).orElse(result);
        }
        if (models.isPresent() && !record.diverged()) {
            Saver saver = trained.model().role(Saver.class).orElseThrow(
                    () -> new IllegalArgumentException("the backend " + backend.id() + " cannot save models"));
            Path folder = models.get().modelFolder(run.id());
            if (Files.exists(folder) && !backend.recognises(folder)) {
                // Damaged beyond recognition; a saver does not replace what is not a model.
                AtomicFiles.delete(folder);
            }
            saver.save(folder, run.data().inputs());
        }
        return result;
    }
}
