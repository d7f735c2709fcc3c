package org.leastaction.bench.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.bench.study.Trainings;
import org.leastaction.flow.training.TrainingRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The settings of a study's cells, read as the options of {@code lap train}: same names, ranges, defaults, sentences. */
final class OptionTrainings implements Trainings {

    private static final String DASHES = "--";
    /** Where data lie and how steps are computed belongs to the machine, not to the study. */
    private static final List<String> LEFT_OUT = List.of("data-dir", "precision");

    private final Surroundings surroundings;
    private final List<String> dataPlace;
    private final Map<String, OptionSpec> options;
    private final Set<String> dataKeys;

    /** @param dataDir {@code --data-dir}, if given */
    OptionTrainings(Surroundings surroundings, Optional<String> dataDir) {
        this.surroundings = surroundings;
        this.dataPlace = dataDir.map(dir -> List.of("--data-dir", dir)).orElse(List.of());
        this.options = line(new Options()).getCommandSpec().options().stream()
                .filter(option -> option.longestName().startsWith(DASHES))
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .collect(Collectors.toMap(OptionTrainings::key, Function.identity(), (a, b) -> a, TreeMap::new));
        LEFT_OUT.forEach(options::remove);
        this.dataKeys = new CommandLine(new DataOptions()).getCommandSpec().options().stream()
                .map(OptionTrainings::key).collect(Collectors.toSet());
    }

    /** What one cell sets. */
    @Command
    private static final class Options {

        @Mixin
        private TrainingChoice choice;

        @Mixin
        private DataOptions data;
    }

    @Override
    public List<String> keys() {
        return List.copyOf(options.keySet());
    }

    @Override
    public void check(StudyCell cell) throws UnfitSettings {
        Options parsed = parsed(cell);
        try {
            parsed.data.request(0);
            if (parsed.choice.isAutoencoder()) {
                throw new UnfitSettings("model", "a study trains networks for classes, not an autoencoder", null);
            }
            parsed.choice.check();
        } catch (BadInput refused) {
            throw unfit(refused);
        }
    }

    @Override
    public DataSet data(StudyCell cell, long seed) throws IOException {
        try {
            return parsed(cell).data.load(seed, surroundings);
        } catch (UnfitSettings impossible) {
            throw new BadInput(impossible.getMessage(), impossible);
        }
    }

    @Override
    public TrainingRun run(StudyCell cell, DataSet data, long seed) throws UnfitSettings, IOException {
        try {
            return parsed(cell).choice.run(data, seed);
        } catch (BadInput refused) {
            throw unfit(refused);
        }
    }

    /** The settings that decide the data, apart from the seed, and whether a network fits them. */
    Map<String, String> dataSettings(StudyCell cell) {
        Map<String, String> settings = new TreeMap<>(cell.settings());
        settings.keySet().retainAll(dataKeys);
        settings.put("model", cell.settings().getOrDefault("model", ""));
        return settings;
    }

    /** Epochs of one instance. */
    long epochs(StudyCell cell) throws UnfitSettings {
        return parsed(cell).choice.epochs();
    }

    private Options parsed(StudyCell cell) throws UnfitSettings {
        Options parsed = new Options();
        try {
            line(parsed).parseArgs(arguments(cell.settings()).toArray(String[]::new));
            return parsed;
        } catch (CommandLine.MissingParameterException missing) {
            String names = missing.getMissing().stream().map(OptionTrainings::key).collect(Collectors.joining(", "));
            throw new UnfitSettings("", "the setting '" + names + "' is missing", missing);
        } catch (ParameterException refused) {
            String key = refused.getArgSpec() == null ? "" : key(refused.getArgSpec());
            throw new UnfitSettings(key, refused.getMessage(), refused);
        }
    }

    private List<String> arguments(Map<String, String> settings) throws UnfitSettings {
        List<String> arguments = new ArrayList<>(dataPlace);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            OptionSpec option = options.get(setting.getKey());
            if (option.arity().max() > 0) {
                // One argument, so that a value such as -1 is not taken for an option.
                arguments.add(option.longestName() + "=" + setting.getValue());
            } else if (isYes(setting)) {
                arguments.add(option.longestName());
            }
        }
        return arguments;
    }

    private static boolean isYes(Map.Entry<String, String> setting) throws UnfitSettings {
        return switch (setting.getValue()) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw new UnfitSettings(
                    setting.getKey(), "needs true or false, not '" + setting.getValue() + "'", null);
        };
    }

    /** The sentence of a refused option, with the setting whose option it names. */
    private UnfitSettings unfit(BadInput refused) {
        String key = options.keySet().stream()
                .filter(name -> refused.getMessage().contains(DASHES + name))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        return new UnfitSettings(key, refused.getMessage(), refused);
    }

    private static CommandLine line(Options options) {
        CommandLine line = new CommandLine(options);
        TrainingChoice.registerNames(line);
        return line;
    }

    private static String key(ArgSpec option) {
        return ((OptionSpec) option).longestName().substring(DASHES.length());
    }
}
