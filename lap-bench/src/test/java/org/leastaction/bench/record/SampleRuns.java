package org.leastaction.bench.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.HolderMeasures;
import org.leastaction.bench.analysis.JacobianMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Invented records of networks of the plane, complete and the same every time. */
public final class SampleRuns {

    public static final int BLOCKS = 9;
    public static final int SAMPLES = 60;
    private static final int EPOCHS = 12;

    private SampleRuns() {}

    /** Three objectives × three initialisations × seeds, with particles and a manifest. */
    public static List<RunRecord> write(RunDirectory directory, int seeds) throws IOException {
        List<RunRecord> records = new ArrayList<>();
        for (RunRecord.Initialisation initialisation : List.of(
                new RunRecord.Initialisation("orthogonal", 0.01),
                new RunRecord.Initialisation("normal", 1),
                new RunRecord.Initialisation("normal", 5))) {
            for (String objective : List.of("vanilla", "fixed", "lap")) {
                for (int seed = 0; seed < seeds; seed++) {
                    RunRecord record = record(objective, initialisation, seed);
                    directory.append(record);
                    writeParticles(directory, record);
                    records.add(record);
                }
            }
        }
        manifest().write(directory.manifestFile());
        return records;
    }

    public static Manifest manifest() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("version", "0.1.0");
        content.put("commit", "0123456789abcdef");
        content.put("command", "lap demo --seed 7");
        content.put("configuration", Map.of("epochs", EPOCHS));
        content.put("time", "2026-11-23T18:40:00+01:00");
        return Manifest.of(content);
    }

    public static RunRecord record(String objective, RunRecord.Initialisation initialisation, int seed) {
        Random random = random(objective, initialisation, seed);
        double accuracy = 0.9 + 0.1 * random.nextDouble();
        return RunRecord.of(id(objective, initialisation, seed), new RunRecord.Data("circles", 800, 200, "9f2c"))
                .withModel(new RunRecord.Model(
                        "mlp", "MLP of " + BLOCKS + " blocks (width 2, batch normalisation)", BLOCKS, null,
                        Map.of("width", 2), null))
                .withInitialisation(initialisation)
                .withObjective(objective(objective))
                .withTraining(training(objective, accuracy, seed, random))
                .withBackend(new RunRecord.Backend("tensorflow", "0.1.0 (TensorFlow 2.18.0)", "cpu", 2, "float"))
                .withAnalysis(analysis(initialisation.gain(), accuracy, random).build());
    }

    /** A record of a training that diverged in an epoch. */
    public static RunRecord diverged(RunRecord record, int epoch) {
        RunRecord.Training t = record.training();
        return record.withTraining(new RunRecord.Training(t.epochs(), t.batch(), t.optimiser(), t.augmentation(),
                t.seed(), t.seconds(),
                epoch, null, t.accuracyHighest(), t.accuracyLast(), t.curve()));
    }

    public static Analysis.Builder analysis(double scale, double accuracy, Random random) {
        double[] blocks = random.doubles(BLOCKS, 0.1 * scale, scale).toArray();
        double cost = IntStream.range(0, BLOCKS).mapToDouble(k -> blocks[k]).sum();
        double displacement = cost * (1 + random.nextDouble());
        double[] delta = IntStream.range(0, 12).mapToDouble(i -> 0.01 * Math.pow(1.6, i)).toArray();
        double[] omega = IntStream.range(0, 12).mapToDouble(i -> 2 * Math.pow(delta[i], 0.8)).toArray();
        Map<String, double[]> scales = new LinkedHashMap<>();
        scales.put("delta", delta);
        scales.put("omega", omega);
        scales.put("fit_from", new double[] {delta[2]});
        scales.put("fit_to", new double[] {delta[9]});
        return Analysis.builder(SAMPLES)
                .put(QualityMeasures.ACCURACY, accuracy, accuracy - 0.02, accuracy + 0.01)
                .missing(QualityMeasures.TOP5, "fewer than 6 classes")
                .put(CostMeasures.TRANSPORT_COST, cost)
                .put(CostMeasures.TRANSPORT_COST_BLOCKS, blocks)
                .put(CostMeasures.DISPLACEMENT, displacement)
                .put(CostMeasures.STRAIGHTNESS, displacement / (BLOCKS * cost))
                .put(GapMeasures.W2_SQUARED, 0.9 * displacement)
                .put(GapMeasures.W2_METHOD, "exact")
                .put(GapMeasures.OT_GAP, 0.1 * displacement)
                .put(HolderMeasures.LIPSCHITZ_PAIRS, 8.2)
                .put(JacobianMeasures.JACOBIAN_ASYMMETRY, 0.3)
                .put(JacobianMeasures.JACOBIAN_ASYMMETRY_BLOCKS, blocks)
                .put(HolderMeasures.HOLDER_EXPONENT, 0.8, 0.7, 0.9)
                .put(HolderMeasures.HOLDER_CONSTANT, 2.0, 1.9, 2.4)
                .put(HolderMeasures.HOLDER_SCALES, scales);
    }

    /** Fixed, elementwise, p = 2. */
    static ObjectiveRecord fixed(double lambda) {
        return new ObjectiveRecord("fixed", Map.of("lambda", lambda, "normalisation", "elementwise", "power", 2.0));
    }

    /** LAP with s = 5, elementwise, p = 2. */
    static ObjectiveRecord lap(double lambda0, double tau) {
        return new ObjectiveRecord("lap", Map.of(
                "lambda0", lambda0, "tau", tau, "uzawa_steps", 5, "normalisation", "elementwise", "power", 2.0));
    }

    private static ObjectiveRecord objective(String name) {
        return switch (name) {
            case "fixed" -> fixed(0.1);
            case "lap" -> lap(0.1, 0.1);
            default -> new ObjectiveRecord(name, Map.of());
        };
    }

    private static RunRecord.Training training(String objective, double accuracy, int seed, Random random) {
        List<Integer> epochs = IntStream.rangeClosed(1, EPOCHS).boxed().toList();
        double lambda = objective.equals("vanilla") ? Double.NaN : 0.1;
        return new RunRecord.Training(EPOCHS, 128,
                new RunRecord.Optimiser("sgd", 0.01, 0.9, null, null, null, 1e-4, List.of(120, 160, 200), 5),
                "none", seed, 1.9, null, null,
                Math.min(1, accuracy + 0.005), accuracy,
                new CurveRecord(
                        epochs,
                        epochs.stream().map(e -> 0.01).toList(),
                        epochs.stream().map(e -> Math.exp(-e / 4.0) * (1 + 0.1 * random.nextDouble())).toList(),
                        epochs.stream().map(e -> 0.2 + 0.01 * e).toList(),
                        epochs.stream().map(e -> lambda * e).toList(),
                        epochs.stream().map(e -> accuracy * (1 - Math.exp(-e))).toList(),
                        epochs.stream().map(e -> Math.exp(-e / 4.0)).toList()));
    }

    public static void writeParticles(RunDirectory directory, RunRecord record) throws IOException {
        Random random = new Random(record.id().hashCode());
        float[] states = new float[(BLOCKS + 1) * SAMPLES * 2];
        int[] labels = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            labels[i] = i % 2;
            double angle = 2 * Math.PI * random.nextDouble();
            for (int k = 0; k <= BLOCKS; k++) {
                double radius = 1 - 0.5 * labels[i];
                states[2 * (k * SAMPLES + i)] = (float) (radius * Math.cos(angle) + 0.3 * k * labels[i]);
                states[2 * (k * SAMPLES + i) + 1] = (float) (radius * Math.sin(angle) + 0.1 * k);
            }
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("states", NpyArray.of(states, BLOCKS + 1, SAMPLES, 2));
        arrays.put("labels", NpyArray.of(labels, SAMPLES));
        Npz.write(directory.particlesFile(record.id()), arrays);
    }

    private static String id(String objective, RunRecord.Initialisation initialisation, int seed) {
        return "circles-" + objective + "-" + initialisation.scheme() + "-" + initialisation.gain() + "-seed-" + seed;
    }

    private static Random random(String objective, RunRecord.Initialisation initialisation, int seed) {
        return new Random(id(objective, initialisation, seed).hashCode());
    }
}
