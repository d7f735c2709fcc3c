package org.leastaction.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;

/** Names of settings, starts and objectives as the report's sentences use them. */
final class Wording {

    private Wording() {}

    static String initialisation(RunRecord.Initialisation initialisation) {
        if (initialisation == null) {
            return "start unknown";
        }
        return initialisation.scheme().equals("normal")
                ? "N(0, " + Numbers.plain(initialisation.gain()) + ")"
                : initialisation.scheme() + ", gain " + Numbers.plain(initialisation.gain());
    }

    /** What networks share, e.g. "mlp of 9 blocks (width 2, batch normalisation) on circles (800 training, 200 test points)". */
    static String setting(Comparison.Setting setting) {
        StringJoiner words = new StringJoiner(" ");
        words.add(setting.model() == null ? "network of unknown architecture" : model(setting.model()));
        if (setting.data() != null) {
            words.add("on").add(data(setting.data()));
        }
        return words.toString();
    }

    static String dataName(Comparison.Setting setting) {
        return setting.data() == null || setting.data().name() == null ? "unknown data" : setting.data().name();
    }

    /** How networks were trained, e.g. "100 epochs in batches of 128 by Adam at rate 0.01"; empty if they were not. */
    static String training(Comparison.Setting setting) {
        if (setting.epochs() == null) {
            return "";
        }
        String steps = count(setting.epochs(), "epoch") + " in batches of " + setting.batch();
        return setting.optimiser() == null ? steps : steps + " by " + optimiser(setting.optimiser());
    }

    /** What each objective is with its parameters, a clause each. */
    static List<String> objectives(Comparison comparison) {
        return comparison.methods().stream()
                .map(method -> comparison.groups().stream().filter(g -> g.method().equals(method)).findFirst())
                .flatMap(Optional::stream)
                .filter(g -> g.objective() != null)
                .map(Wording::objective)
                .toList();
    }

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    static String listed(List<String> things) {
        if (things.size() < 2) {
            return String.join("", things);
        }
        return String.join(", ", things.subList(0, things.size() - 1)) + " and " + things.get(things.size() - 1);
    }

    static String capitalised(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String objective(RunGroup group) {
        RunRecord.Objective o = group.objective();
        String scale = o.normalisation() == null ? "" : ", C " + (o.normalisation().equals("sum")
                ? "summed over elements" : "averaged over elements");
        return switch (o.name()) {
            case "vanilla" -> "vanilla: cross entropy CE";
            case "fixed" -> group.method() + ": CE + λ·C, λ = " + number(o.lambda()) + scale;
            case "lap" -> group.method() + ": CE + C/λ, λ₀ = " + number(o.lambda0()) + ", λ + τ·CE every "
                    + (Objects.equals(o.uzawaSteps(), 1) ? "step" : o.uzawaSteps() + " steps")
                    + ", τ = " + number(o.tau()) + scale;
            default -> group.method();
        };
    }

    private static String optimiser(RunRecord.Optimiser optimiser) {
        String name = optimiser.name() == null ? "an unknown optimiser"
                : optimiser.name().equals("adam") ? "Adam" : optimiser.name().toUpperCase(Locale.ROOT);
        return name + " at rate " + Numbers.plain(optimiser.learningRate());
    }

    private static String number(Double value) {
        return value == null ? Numbers.MISSING : Numbers.plain(value);
    }

    private static String model(RunRecord.Model model) {
        StringJoiner details = new StringJoiner(", ", " (", ")").setEmptyValue("");
        if (model.width() != null) {
            details.add("width " + model.width());
        }
        if (model.filters() != null) {
            details.add(count(model.filters(), "filter"));
        }
        if (model.batchNorm() != null) {
            details.add((model.batchNorm() ? "" : "no ") + "batch normalisation");
        }
        String blocks = model.blocks() == null ? "" : " of " + count(model.blocks(), "block");
        return (model.family() == null ? "network" : model.family()) + blocks + details;
    }

    private static String data(RunRecord.Data data) {
        StringJoiner sizes = new StringJoiner(", ", " (", ")").setEmptyValue("");
        if (data.trainSize() != null) {
            sizes.add(data.trainSize() + " training points");
        }
        if (data.testSize() != null) {
            sizes.add(data.testSize() + " test points");
        }
        return (data.name() == null ? "unnamed data" : data.name()) + sizes;
    }
}
