package org.leastaction.tf.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.network.Networks;
import org.leastaction.tf.training.Rounds.Turn;

/**
 * Milliseconds per training step of ResNet9 at batch 128 on MNIST shapes: a bare TensorFlow graph, the trainer with the
 * vanilla objective, the trainer with least action, in turns of three steps.
 *
 * <p>Arguments: rounds (40), threads (all).
 */
public final class TrainingStepBenchmark {

    private TrainingStepBenchmark() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 40;
        Execution execution = args.length > 1
                ? Execution.defaults().withThreads(Integer.parseInt(args[1]))
                : Execution.defaults();
        NetworkSpec network = Networks.family("resnet9").network(List.of(28, 28, 1), 10);
        LabelledPoints data = TrainerSteps.noise(network);
        try (BareResNet9 bare = new BareResNet9(network.blocks(), TrainerSteps.BATCH, execution);
                TrainerSteps vanilla = new TrainerSteps(network, Objective.vanilla(), data, execution);
                TrainerSteps lap = new TrainerSteps(network, Objective.leastAction(5, 1, 5), data, execution)) {
            Map<String, Turn> turns = new LinkedHashMap<>();
            turns.put("bare graph", steps -> Rounds.seconds(() -> bare.take(steps)));
            turns.put("trainer, vanilla", steps -> Rounds.seconds(() -> vanilla.take(steps)));
            turns.put("trainer, lap", steps -> Rounds.seconds(() -> lap.take(steps)));
            Rounds measured = Rounds.of(turns, rounds, 10, 3);
            System.out.printf("ResNet9, 28×28×1, batch %d, %d threads, %d rounds%n",
                    TrainerSteps.BATCH, execution.threads(), rounds);
            measured.print();
            measured.printRatio("trainer, vanilla", "bare graph");
            measured.printRatio("trainer, lap", "trainer, vanilla");
        }
    }
}
