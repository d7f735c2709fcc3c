package org.leastaction.bench.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.leastaction.io.Sha256;

/**
 * All settings in a record that determine the result of a training: data, network, initialisation, objective,
 * optimisation, precision and seed; not its results, nor the machine.
 *
 * @param values by their path in the record, e.g. "training.optimiser.learning_rate"; settings that do not apply are
 *               omitted
 */
public record RunSettings(Map<String, String> values) {

    private static final List<String> PARTS = List.of("data", "model", "initialisation", "objective", "training");
    /** Keys of the results of a training. */
    private static final Set<String> RESULTS = Set.of("seconds", "diverged_at", "diverged_at_step", "accuracy_highest",
            "accuracy_last", "curve");
    private static final String MODEL = "model.";
    private static final String PRECISION = "precision";
    private static final String AUGMENTATION = "training.augmentation";

    /** The options of {@code lap train} that determine settings, by path of the setting. */
    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("data.name", "--data"),
            Map.entry("data.train_size", "--train-size"),
            Map.entry("data.test_size", "--test-size"),
            Map.entry("data.sha256", "the content of the data (--mean and --std change it too)"),
            Map.entry("model.family", "--model"),
            Map.entry("model.blocks", "--blocks"),
            Map.entry("model.stages", "--blocks"),
            Map.entry("model.batch_norm", "batch normalisation (--no-batch-norm)"),
            Map.entry("model.encoder.learning", "--freeze-encoder"),
            Map.entry("model.encoder.sha256", "--encoder"),
            Map.entry("initialisation.scheme", "--init"),
            Map.entry("initialisation.gain", "--gain"),
            Map.entry("objective.name", "--objective"),
            Map.entry("objective.lambda", "--lambda"),
            Map.entry("objective.lambda0", "--lambda0"),
            Map.entry("objective.tau", "--tau"),
            Map.entry("objective.uzawa_steps", "--uzawa-steps"),
            Map.entry("objective.normalisation", "--normalisation"),
            Map.entry("objective.power", "--power"),
            Map.entry("objective.objective_form", "--objective-form"),
            Map.entry("objective.plus", "--plus"),
            Map.entry("objective.gap", "--gap"),
            Map.entry("objective.draws", "--draws"),
            Map.entry(PRECISION, "--precision"),
            Map.entry("training.epochs", "--epochs"),
            Map.entry("training.batch", "--batch"),
            Map.entry(AUGMENTATION, "--augment"),
            Map.entry("training.seed", "--seed"),
            Map.entry("training.optimiser.name", "--optimiser"),
            Map.entry("training.optimiser.learning_rate", "--lr"),
            Map.entry("training.optimiser.momentum", "--momentum"),
            Map.entry("training.optimiser.weight_decay", "--weight-decay"),
            Map.entry("training.optimiser.milestones", "--milestones"),
            Map.entry("training.optimiser.divisor", "--divisor"));

    public RunSettings {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** The settings of a record. */
    public static RunSettings of(RunRecord record) {
        ObjectNode tree = RecordJson.MAPPER.valueToTree(record);
        Map<String, String> values = new TreeMap<>();
        for (String part : PARTS) {
            flatten(part, tree.path(part), values);
        }
        values.remove(MODEL + "words");
        RESULTS.forEach(result -> values.keySet().removeIf(key -> key.equals("training." + result)
                || key.startsWith("training." + result + ".")));
        if (record.training() != null) {
            // Older records lack this setting.
            values.putIfAbsent(AUGMENTATION, "none");
            String precision = record.backend() == null ? null : record.backend().precision();
            values.put(PRECISION, Objects.requireNonNullElse(precision, "float"));
        }
        return new RunSettings(values);
    }

    /** A copy with another precision: "float" or "mixed". */
    public RunSettings withPrecision(String precision) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.put(PRECISION, precision);
        return new RunSettings(changed);
    }

    /** A copy with the network of other settings; the initialisation of its encoder is kept. */
    public RunSettings withNetworkOf(RunSettings other) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.keySet().removeIf(RunSettings::isOfNetwork);
        other.values.forEach((key, value) -> {
            if (isOfNetwork(key)) {
                changed.put(key, value);
            }
        });
        return new RunSettings(changed);
    }

    private static boolean isOfNetwork(String key) {
        return key.startsWith(MODEL) && !key.startsWith(MODEL + "encoder.");
    }

    private static void flatten(String path, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties().forEach(entry -> flatten(path + "." + entry.getKey(), entry.getValue(), into));
        } else if (!node.isNull() && !node.isMissingNode()) {
            into.put(path, node.isValueNode() ? node.asText() : node.toString());
        }
    }

    /** Eight hexadecimal digits that almost certainly differ if any setting differs; a part of ids. */
    public String fingerprint() {
        return Sha256.fingerprint(values.toString());
    }

    /** A phrase for every setting that differs, e.g. "--lr is 0.01 there and 0.5 here"; empty if none does. */
    public List<String> differences(RunSettings here) {
        List<String> differences = new ArrayList<>();
        Set<String> keys = new TreeSet<>(values.keySet());
        keys.addAll(here.values.keySet());
        for (String key : keys) {
            String there = values.getOrDefault(key, "not set");
            String value = here.values.getOrDefault(key, "not set");
            if (!there.equals(value)) {
                differences.add(option(key) + (key.endsWith("sha256")
                        ? " is another" : " is " + there + " there and " + value + " here"));
            }
        }
        return List.copyOf(differences);
    }

    /** The option of a setting: the options of a network family have the names of its settings. */
    private static String option(String key) {
        String own = isOfNetwork(key) ? "--" + key.substring(MODEL.length()).replace('_', '-') : key;
        return OPTIONS.getOrDefault(key, own);
    }
}
