package org.leastaction.tf.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.points.LabelledPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;
import org.leastaction.tf.model.NetworkWeights;
import org.leastaction.tf.network.Networks;
import org.leastaction.tf.training.Rounds.Turn;

/**
 * Milliseconds per training step (forward, backward, update) beside PyTorch, in turns, on two threads or on a GPU: same
 * network, same start, same batches of 128. Fails if the losses of the first step differ by more than 1e-4 relative
 * (2e-3 on a GPU, whose matrix units round to TF32), those of the tenth (of the larger networks the second) by more than 1e-2
 * (2e-2 on a GPU).
 *
 * <p>Arguments: network (resnet9-mnist, resnet9-cifar or resnext50-cifar), Python that has PyTorch, rounds, steps a turn;
 * then, if not all, the contestants: vanilla, least, mixed, contiguous, channels_last, compiled, channels_last+bfloat16 and
 * compiled+bfloat16 (PyTorch's autocast); "gpu" among them puts both sides on the GPU, PyTorch with its data resident
 * there.
 */
public final class PeerBenchmark {

    private static final List<String> LAYOUTS = List.of(
            "contiguous", "channels_last", "compiled", "channels_last+bfloat16", "compiled+bfloat16");
    private static final String VANILLA = "lap-tf, vanilla";
    private static final String MIXED = "lap-tf, mixed precision";
    private static final String LEAST_ACTION = "lap-tf, least action";

    private PeerBenchmark() {}

    public static void main(String[] args) throws Exception {
        NetworkSpec network = network(args[0]);
        int rounds = Integer.parseInt(args[2]);
        int steps = Integer.parseInt(args[3]);
        Set<String> contestants = args.length == 4
                ? Set.of("least", "mixed", "contiguous", "channels_last")
                : Set.of(Arrays.copyOfRange(args, 4, args.length));
        boolean gpu = contestants.contains("gpu");
        Execution execution = gpu ? new Execution(2, "gpu") : Execution.defaults().withThreads(2);
        LabelledPoints data = TrainerSteps.noise(network);
        Map<String, TorchProcess> peers = new LinkedHashMap<>();
        Map<String, TrainerSteps> trainers = new LinkedHashMap<>();
        try {
            trainers.put(VANILLA, new TrainerSteps(network, Objective.vanilla(), data, execution));
            if (contestants.contains("least")) {
                trainers.put(LEAST_ACTION, new TrainerSteps(network, Objective.leastAction(5, 1, 5), data, execution));
            }
            if (contestants.contains("mixed")) {
                trainers.put(MIXED, new TrainerSteps(
                        network, Objective.vanilla(), data, execution.withPrecision(Execution.Precision.MIXED)));
            }
            Path folder = Files.createTempDirectory("peer");
            write(folder, network, data, trainers.get(VANILLA));
            for (String layout : LAYOUTS) {
                if (contestants.contains(layout)) {
                    peers.put("PyTorch, " + layout, new TorchProcess(
                            args[1], folder, layout, execution.threads(), gpu ? "cuda" : "cpu"));
                }
            }
            boolean slow = network.family().key().startsWith("resnext");
            compareLosses(trainers.get(VANILLA), peers, args[0].equals("resnet9-mnist") ? 10 : 2,
                    gpu ? new double[] {2e-3, 2e-2}
                            : new double[] {1e-4, 1e-2});
            Map<String, Turn> turns = new LinkedHashMap<>();
            trainers.forEach((name, trainer) -> turns.put(name, n -> Rounds.seconds(() -> trainer.take(n))));
            peers.forEach((name, peer) -> turns.put(name, peer::take));
            Rounds measured = Rounds.of(turns, rounds, slow ? 1 : 3, steps);
            System.out.printf("%s, batch %d, %s, %d rounds of %d steps, %s%n", args[0], TrainerSteps.BATCH,
                    gpu ? "GPU" : execution.threads() + " threads", rounds, steps,
                    peers.values().stream().map(TorchProcess::version).findFirst()
                            .orElse("no peer"));
            measured.print();
            turns.keySet().stream().filter(name -> !name.equals(VANILLA))
                    .forEach(name -> measured.printRatio(name, VANILLA));
        } finally {
            trainers.values().forEach(TrainerSteps::close);
            for (TorchProcess peer : peers.values()) {
                peer.close();
            }
        }
    }

    private static NetworkSpec network(String name) {
        return switch (name) {
            case "resnet9-mnist" -> Networks.family("resnet9").network(List.of(28, 28, 1), 10);
            case "resnet9-cifar" -> Networks.family("resnet9").network(List.of(32, 32, 3), 10).with("filters", 100);
            case "resnext50-cifar" -> Networks.family("resnext50").network(List.of(32, 32, 3), 100);
            default -> throw new IllegalArgumentException(
                    "no network " + name + ": resnet9-mnist, resnet9-cifar or resnext50-cifar");
        };
    }

    private static void write(Path folder, NetworkSpec network, LabelledPoints data, TrainerSteps trainer)
            throws Exception {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        NetworkWeights start = trainer.start();
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
                "{\"family\": \"%s\", \"blocks\": %d, \"stages\": %s, \"cardinality\": %d, \"input\": %s, \"batch\": %d,"
                        + " \"rate\": %s}",
                network.family().key(), network.blocks(), network.stages(),
                network.settings().toJson().getOrDefault("cardinality", 1), network.input(),
                TrainerSteps.BATCH, TrainerSteps.RATE));
    }

    /** The same steps on every side; they count as warm-up too. */
    private static void compareLosses(TrainerSteps ours, Map<String, TorchProcess> peers, int steps,
            double[] tolerances) throws Exception {
        double first = ours.take(1);
        double last = ours.take(steps - 1);
        System.out.printf(Locale.ROOT, "loss of step 1: %.6f, of step %d: %.6f%n", first, steps, last);
        for (Map.Entry<String, TorchProcess> peer : peers.entrySet()) {
            peer.getValue().take(1);
            boolean reduced = peer.getKey().endsWith("+bfloat16");
            requireNear(peer.getKey() + ", step 1", peer.getValue().loss(), first, reduced ? 1e-2 : tolerances[0]);
            peer.getValue().take(steps - 1);
            requireNear(
                    peer.getKey() + ", step " + steps, peer.getValue().loss(), last, reduced ? 5e-2 : tolerances[1]);
        }
    }

    private static void requireNear(String what, double actual, double expected, double tolerance) {
        System.out.printf(Locale.ROOT, "loss of %s: %.6f%n", what, actual);
        if (!(Math.abs(actual - expected) <= tolerance * Math.abs(expected))) {
            throw new IllegalStateException(what + ": a loss of " + actual + " where ours is " + expected);
        }
    }
}
