package org.leastaction.bench.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.leastaction.bench.analysis.AnalysedFlow;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.analysis.InputUnits;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.TrainedFlow;

/** Trains and measures instances, and writes one record for each. */
public final class ExperimentRunner {

    /** Measuring a small flow takes about half as long as its training. */
    private static final double ANALYSIS_SHARE = 0.5;

    private final FlowBackend backend;
    private final FlowTrainer trainer;
    private final Execution execution;
    private final FlowAnalysis analysis;
    private final ModelKeeping keeping;

    /** Whether trained models are kept in the run directory. */
    public enum ModelKeeping {
        KEPT,
        DROPPED
    }

    /** @throws IllegalArgumentException if the backend cannot train */
    public ExperimentRunner(
            FlowBackend backend, Execution execution, FlowAnalysis analysis, ModelKeeping keeping) {
        this.backend = backend;
        this.trainer = backend.trainer().orElseThrow(() ->
                new IllegalArgumentException("the backend " + backend.id() + " cannot train"));
        this.execution = Objects.requireNonNull(execution, "execution");
        this.analysis = Objects.requireNonNull(analysis, "analysis");
        this.keeping = Objects.requireNonNull(keeping, "keeping");
    }

    /** The number of steps that {@link #run} counts for these instances. */
    public static long steps(List<Instance> instances) {
        return instances.stream().mapToLong(instance -> trainingSteps(instance) + analysisSteps(instance)).sum();
    }

    /**
     * The instances without a record in the directory.
     *
     * @throws IllegalArgumentException if the directory contains a record of the same name from other settings or data;
     *                                  the message lists what differs
     * @throws IOException              if its records cannot be read
     */
    public static List<Instance> missing(List<Instance> instances, RunDirectory directory) throws IOException {
        List<RunRecord> there = directory.isEmpty() ? List.of() : directory.records().all();
        List<Instance> missing = new ArrayList<>();
        for (Instance instance : instances) {
            List<RunRecord> namesakes = there.stream().filter(instance::shares).toList();
            if (namesakes.isEmpty()) {
                missing.add(instance);
            } else if (namesakes.stream().noneMatch(instance::made)) {
                RunRecord other = namesakes.get(0);
                throw new IllegalArgumentException(directory.path() + " holds the record " + other.id()
                        + " of another run: " + String.join(", ", instance.differences(other))
                        + "; choose another folder or delete this one");
            }
        }
        return missing;
    }

    /**
     * Trains and measures every instance without a record in the directory. Existing records are kept; new ones are
     * written atomically.
     *
     * <p>Instances of one network and objective train together, including those whose records exist: the rounding of
     * sums depends on which networks train together, and a run that was interrupted and resumed must produce the same
     * records as one that was not. The directory also contains checkpoints of the group in training, so that no
     * completed epoch is lost.
     *
     * @param progress receives the number of completed steps, out of {@link #steps}
     * @throws IllegalArgumentException if the directory contains a record of the same name from other settings or data;
     *                                  the message lists what differs
     * @throws InterruptedException     if the thread was interrupted; records already written are kept
     */
    public void run(List<Instance> instances, RunDirectory directory, LongConsumer progress)
            throws IOException, InterruptedException {
        List<Instance> missing = missing(instances, directory);
        Set<String> wanted = missing.stream().map(Instance::id).collect(Collectors.toSet());
        List<List<Instance>> unfinished = groups(instances).stream()
                .filter(together -> together.stream().anyMatch(instance -> wanted.contains(instance.id())))
                .toList();
        AtomicLong done = new AtomicLong(steps(instances) - stepsToCome(unfinished, missing));
        progress.accept(done.get());
        for (List<Instance> together : unfinished) {
            // An instance is in one group only; a group of another size (a larger experiment) has its own checkpoints.
            String group = together.get(0).name() + "-of-" + together.size();
            List<TrainedFlow> trained = trainer.train(
                    together.stream().map(Instance::run).toList(),
                    execution,
                    (run, epoch) -> progress.accept(done.incrementAndGet()),
                    Checkpointing.in(directory.checkpointFolder(group)));
            try {
                for (int i = 0; i < together.size(); i++) {
                    if (wanted.contains(together.get(i).id())) {
                        keep(together.get(i), trained.get(i), directory);
                        progress.accept(done.addAndGet(analysisSteps(together.get(i))));
                    }
                }
                directory.discardCheckpoints(group);
            } finally {
                trained.forEach(TrainedFlow::close);
            }
        }
    }

    private static long stepsToCome(List<List<Instance>> unfinished, List<Instance> missing) {
        return unfinished.stream().flatMap(List::stream).mapToLong(ExperimentRunner::trainingSteps).sum()
                + missing.stream().mapToLong(ExperimentRunner::analysisSteps).sum();
    }

    /** Groups of instances that train together; the records of a group are written before the next one starts. */
    private static List<List<Instance>> groups(List<Instance> instances) {
        return List.copyOf(instances.stream()
                .collect(Collectors.groupingBy(
                        instance -> List.of(instance.run().network(), instance.run().objective()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values());
    }

    private void keep(Instance instance, TrainedFlow trained, RunDirectory directory) throws IOException {
        directory.deleteLeftovers(instance.id());
        AnalysedFlow analysed = analysis.analyse(
                trained.model(), instance.run().test(), InputUnits.of(instance.data()));
        analysed.writeParticles(directory.particlesFile(instance.id()));
        if (analysed.decodings().isPresent()) {
            analysed.decodings().get().write(
                    directory.decodingsFile(instance.id()), instance.data().normalisation());
        }
        if (keeping == ModelKeeping.KEPT && trained.curve().divergedAt().isEmpty()) {
            Saver saver = trained.model().role(Saver.class).orElseThrow(() ->
                    new IllegalArgumentException("the backend " + backend.id() + " cannot save models"));
            saver.save(directory.modelFolder(instance.id()), instance.data().normalisation().ofInputs());
        }
        directory.append(instance.record(trained, BackendRecord.of(backend, execution))
                .withAnalysis(analysed.analysis()));
    }

    private static long trainingSteps(Instance instance) {
        return instance.run().options().epochs();
    }

    private static long analysisSteps(Instance instance) {
        return Math.max(1, Math.round(ANALYSIS_SHARE * trainingSteps(instance)));
    }
}
