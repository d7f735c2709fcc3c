package org.leastaction.tf.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.Precision;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.Objective;
import org.leastaction.points.LabelledPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;
import org.leastaction.tf.model.Weights;
import org.leastaction.tf.training.Rounds.Turn;

/**
 * Milliseconds per training step (forward, backward, update) beside PyTorch, in turns, on two threads: same network,
 * same start, same batches of 128. Fails if the losses of the first step differ by more than 1e-4 relative, those of
 * the tenth by more than 1e-2.
 *
 * <p>Arguments: network (resnet9-mnist or resnet9-cifar), Python that has PyTorch, rounds, steps a turn.
 */
public final class PeerBenchmark {

    private static final List<String> LAYOUTS = List.of("contiguous", "channels_last");
    private static final String VANILLA = "lap-tf, vanilla";
    private static final String MIXED = "lap-tf, mixed precision";
    private static final String LEAST_ACTION = "lap-tf, least action";

    private PeerBenchmark() {}

    public static void main(String[] args) throws Exception {
        NetworkSpec network = network(args[0]);
        int rounds = Integer.parseInt(args[2]);
        int steps = Integer.parseInt(args[3]);
        Execution execution = Execution.defaults().withThreads(2);
        LabelledPoints data = TrainerSteps.noise(network);
        Map<String, TorchProcess> peers = new LinkedHashMap<>();
        Execution mixedPrecision = execution.withPrecision(Precision.MIXED);
        try (TrainerSteps vanilla = new TrainerSteps(network, Objective.vanilla(), data, execution);
                TrainerSteps mixed = new TrainerSteps(network, Objective.vanilla(), data, mixedPrecision);
                TrainerSteps least = new TrainerSteps(network, Objective.leastAction(5, 1, 5), data, execution)) {
            Path folder = Files.createTempDirectory("peer");
            write(folder, network, data, vanilla);
            for (String layout : LAYOUTS) {
                peers.put("PyTorch, " + layout, new TorchProcess(args[1], folder, layout, execution.threads()));
            }
            compareLosses(vanilla, peers);
            Map<String, Turn> turns = new LinkedHashMap<>();
            turns.put(VANILLA, n -> Rounds.seconds(() -> vanilla.take(n)));
            turns.put(LEAST_ACTION, n -> Rounds.seconds(() -> least.take(n)));
            turns.put(MIXED, n -> Rounds.seconds(() -> mixed.take(n)));
            peers.forEach((name, peer) -> turns.put(name, peer::take));
            Rounds measured = Rounds.of(turns, rounds, 3, steps);
            System.out.printf("%s, batch %d, %d threads, %d rounds of %d steps, %s%n", args[0], TrainerSteps.BATCH,
                    execution.threads(), rounds, steps, peers.values().iterator().next().version());
            measured.print();
            peers.keySet().forEach(peer -> measured.printRatio(peer, VANILLA));
            measured.printRatio(LEAST_ACTION, VANILLA);
            measured.printRatio(MIXED, VANILLA);
        } finally {
            for (TorchProcess peer : peers.values()) {
                peer.close();
            }
        }
    }

    private static NetworkSpec network(String name) {
        return switch (name) {
            case "resnet9-mnist" -> NetworkSpec.resnet9(List.of(28, 28, 1), 10);
            case "resnet9-cifar" -> NetworkSpec.resnet9(List.of(32, 32, 3), 10).withFilters(100);
            default -> throw new IllegalArgumentException("no network " + name + ": resnet9-mnist or resnet9-cifar");
        };
    }

    private static void write(Path folder, NetworkSpec network, LabelledPoints data, TrainerSteps trainer)
            throws Exception {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        Weights start = trainer.start();
        trainer.graph().parameters().forEach(parameter -> arrays.put(
                parameter.name(),
                NpyArray.of(
                        start.of(parameter.name(), parameter.size()),
                        parameter.shape().stream().mapToInt(Integer::intValue).toArray())));
        arrays.put("points", NpyArray.of(data.points().toArray(), data.size(), data.points().dimension()));
        float[] labels = new float[data.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = data.labels()[i];
        }
        arrays.put("labels", NpyArray.of(labels, labels.length));
        Npz.write(folder.resolve("start.npz"), arrays);
        Files.writeString(folder.resolve("network.json"), String.format(Locale.ROOT,
                "{\"family\": \"%s\", \"blocks\": %d, \"input\": %s, \"batch\": %d, \"rate\": %s}",
                network.family(), network.blocks(), network.input(), TrainerSteps.BATCH, TrainerSteps.RATE));
    }

    /** Ten steps on every side; they count as warm-up too. */
    private static void compareLosses(TrainerSteps ours, Map<String, TorchProcess> peers) throws Exception {
        double first = ours.take(1);
        double tenth = ours.take(9);
        System.out.printf(Locale.ROOT, "loss of step 1: %.6f, of step 10: %.6f%n", first, tenth);
        for (Map.Entry<String, TorchProcess> peer : peers.entrySet()) {
            peer.getValue().take(1);
            requireNear(peer.getKey() + ", step 1", peer.getValue().loss(), first, 1e-4);
            peer.getValue().take(9);
            requireNear(peer.getKey() + ", step 10", peer.getValue().loss(), tenth, 1e-2);
        }
    }

    private static void requireNear(String what, double actual, double expected, double tolerance) {
        System.out.printf(Locale.ROOT, "loss of %s: %.6f%n", what, actual);
        if (!(Math.abs(actual - expected) <= tolerance * Math.abs(expected))) {
            throw new IllegalStateException(what + ": a loss of " + actual + " where ours is " + expected);
        }
    }
}
