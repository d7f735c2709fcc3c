package org.leastaction.bench.report.part;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.ObjectiveRecord;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Numbers;

/** Names of settings, initialisations and objectives in the report's sentences. */
public final class Wording {

    private static final Map<String, String> NAMES = Map.of(
            "onnx", "ONNX network",
            "mnist", "MNIST", "fashion-mnist", "Fashion-MNIST", "cifar10", "CIFAR-10", "cifar100", "CIFAR-100");

    private static final Map<String, String> SYMBOLS =
            Map.of("lambda", "λ", "lambda0", "λ₀", "tau", "τ", "uzawa_steps", "s");
    /** Parameters that the formula or another clause already states. */
    private static final List<String> UNMENTIONED = List.of("objective_form", "normalisation", "power");

    private Wording() {}

    /** An initialisation, e.g. "normal, standard deviation 5" or "orthogonal, gain 0.01". */
    public static String initialisation(RunRecord.@Nullable Initialisation initialisation) {
        return initialisation == null ? "initialisation unknown" : initialisation.inWords();
    }

    /** The title of the panel of one initialisation; empty if it is unknown. */
    static String panel(Comparison comparison, RunRecord.@Nullable Initialisation initialisation) {
        if (initialisation == null) {
            return "";
        }
        List<String> methods = comparison.methods();
        return initialisation(initialisation)
                + (methods.size() == 1 && comparison.groups().get(0).objective() != null ? ", " + methods.get(0) : "");
    }

    /** A description of a network that distinguishes it from others. */
    public static String network(RunRecord record, String method) {
        if (record.initialisation() == null || record.objective() == null) {
            return record.id();
        }
        return initialisation(record.initialisation()) + ", " + method
                + (record.training() == null ? "" : ", seed " + record.training().seed());
    }

    /**
     * The common setting of networks, e.g. "MLP of 9 blocks (width 2, batch normalisation) on circles (800 training
     * points)".
     */
    static String setting(Comparison.SharedSetting setting) {
        return setting(setting, new Stages(List.of(), List.of()));
    }

    /** As {@link #setting(Comparison.SharedSetting)}; an unknown architecture is described by its stages. */
    static String setting(Comparison.SharedSetting setting, Stages stages) {
        StringJoiner words = new StringJoiner(" ");
        words.add(setting.model() != null ? model(setting.model()) : stages.inWords().isEmpty()
                ? "network of unknown architecture" : "residual network of " + stages.inWords());
        if (setting.data() != null) {
            words.add("on").add(data(setting.data()));
        }
        return words.toString();
    }

    static String dataName(Comparison.SharedSetting setting) {
        return setting.data() == null ? "unknown data" : name(setting.data().name(), "unnamed data");
    }

    /** How networks were trained, e.g. "100 epochs in batches of 128 by Adam at rate 0.01"; empty if they were not. */
    static String training(Comparison.SharedSetting setting) {
        if (setting.epochs() == null) {
            return "";
        }
        String steps = count(setting.epochs(), "epoch") + " in batches of " + setting.batch();
        return setting.optimiser() == null ? steps : steps + " by " + optimiser(setting.optimiser());
    }

    /**
     * A description of each kind of objective, one clause each; parameters that differ between variants are in their
     * names.
     */
    static List<String> objectives(Comparison comparison) {
        Map<String, List<ObjectiveRecord>> kinds = comparison.groups().stream().map(RunGroup::objective)
                .filter(Objects::nonNull).distinct()
                .collect(Collectors.groupingBy(ObjectiveRecord::name, LinkedHashMap::new, Collectors.toList()));
        return kinds.values().stream().map(Wording::objective).toList();
    }

    /** The name of a class, otherwise its number. */
    static String className(RunRecord record, int label) {
        return record.data() == null ? Integer.toString(label) : record.data().className(label);
    }

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    static String capitalised(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    static String listed(List<String> things) {
        if (things.size() < 2) {
            return String.join("", things);
        }
        return String.join(", ", things.subList(0, things.size() - 1)) + " and " + things.get(things.size() - 1);
    }

    private static String objective(List<ObjectiveRecord> variants) {
        ObjectiveRecord first = variants.get(0);
        StringJoiner words = new StringJoiner(", ");
        String formulas =
                variants.stream().map(ObjectiveRecord::formula).distinct().collect(Collectors.joining(" or "));
        words.add((first.name().equals("lap") ? "LAP" : first.name()) + ": " + formulas);
        first.settings().keySet().stream()
                .filter(key -> !UNMENTIONED.contains(key))
                .filter(key -> variants.stream().map(variant -> variant.parameter(key)).distinct().count() == 1)
                .forEach(key -> words.add(SYMBOLS.getOrDefault(key, key.replace('_', ' ')) + " = "
                        + value(first.parameter(key))));
        if (first.parameter("normalisation") != null) {
            boolean sum = variants.stream().allMatch(variant -> "sum".equals(variant.parameter("normalisation")));
            words.add("C " + (sum ? "summed" : "averaged") + " over elements");
        }
        return words.toString();
    }

    private static String value(@Nullable Object value) {
        return value instanceof Double number ? Numbers.plain(number) : String.valueOf(value);
    }

    private static String optimiser(RunRecord.Optimiser optimiser) {
        String name = optimiser.name() == null ? "an unknown optimiser"
                : optimiser.name().equals("adam") ? "Adam" : optimiser.name().toUpperCase(Locale.ROOT);
        return name + " at rate " + Numbers.plain(optimiser.learningRate());
    }

    /** The usual spelling of a name. */
    private static String name(String key, String otherwise) {
        return key == null ? otherwise : NAMES.getOrDefault(key, key);
    }

    /** The description by the model's family, or that of an older record. */
    private static String model(RunRecord.Model model) {
        if (model.words() != null) {
            return model.words();
        }
        StringJoiner details = new StringJoiner(", ", " (", ")").setEmptyValue("");
        model.settings().forEach((key, value) -> details.add(key.replace('_', ' ') + " " + value));
        String blocks = model.blocks() == null ? "" : " of " + (model.stages() == null
                ? count(model.blocks(), "block")
                : listed(model.stages().stream().map(String::valueOf).toList()) + " blocks");
        return name(model.family(), "network") + blocks + details;
    }

    private static String data(RunRecord.Data data) {
        StringJoiner sizes = new StringJoiner(", ", " (", ")").setEmptyValue("");
        if (data.trainSize() != null) {
            sizes.add(data.trainSize() + " training points");
        }
        if (data.testSize() != null) {
            sizes.add(data.testSize() + " test points");
        }
        return name(data.name(), "unnamed data") + sizes;
    }
}
