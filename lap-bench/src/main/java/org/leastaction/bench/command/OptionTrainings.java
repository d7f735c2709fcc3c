package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
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
import org.leastaction.bench.study.Preparation;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.bench.study.Trainings;
import org.leastaction.flow.backend.Objectives;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.TrainingRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The settings of a study's cells, read as the options of {@code lap train}: same names, ranges, defaults, sentences. */
final class OptionTrainings implements Trainings {

    private static final String DASHES = "--";
    /** Where data lie and how steps are computed belongs to the machine, not to the study. */
    private static final List<String> LEFT_OUT = List.of("data-dir", "precision");

    private final Surroundings surroundings;
    private final List<NetworkFamily> families;
    private final Objectives objectives;
    private final Optional<String> dataDir;
    private final List<String> dataPlace;
    private final Map<String, OptionSpec> options;
    private final Set<String> fittingKeys;
    private final Map<String, Path> encoders;

    /** @param dataDir {@code --data-dir}, if given */
    OptionTrainings(Surroundings surroundings, Optional<String> dataDir) throws IOException {
        this(
                surroundings,
                InstalledBackends.discover(surroundings).families(),
                InstalledBackends.objectives(surroundings),
                dataDir,
                Map.of());
    }

    private OptionTrainings(
            Surroundings surroundings,
            List<NetworkFamily> families,
            Objectives objectives,
            Optional<String> dataDir,
            Map<String, Path> encoders) {
        this.surroundings = surroundings;
        this.families = families;
        this.objectives = objectives;
        this.encoders = Map.copyOf(encoders);
        this.dataDir = dataDir;
        this.dataPlace = dataDir.map(dir -> List.of("--data-dir", dir)).orElse(List.of());
        this.options = line(new Options()).getCommandSpec().options().stream()
                .filter(option -> option.longestName().startsWith(DASHES))
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .collect(Collectors.toMap(OptionTrainings::key, Function.identity(), (a, b) -> a, TreeMap::new));
        LEFT_OUT.forEach(options::remove);
        CommandSpec fitting = CommandSpec.create()
                .addMixin("data", CommandSpec.forAnnotatedObject(new DataOptions()))
                .addMixin("network", CommandSpec.forAnnotatedObject(new NetworkChoice()));
        new NetworkChoice().addOptions(fitting, families);
        this.fittingKeys = fitting.options().stream().map(OptionTrainings::key).collect(Collectors.toSet());
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

    /** The same, with the folders of encoders that settings call by a name. */
    OptionTrainings withEncoders(Map<String, Path> named) {
        return new OptionTrainings(surroundings, families, objectives, dataDir, named);
    }

    @Override
    public void check(StudyCell cell) throws UnfitSettings {
        Options parsed = checked(cell.settings());
        if (parsed.choice.isAutoencoder()) {
            throw new UnfitSettings("model", "cells train networks for classes; an autoencoder stands under 'prepare'",
                    null);
        }
    }

    @Override
    public void check(Preparation preparation) throws UnfitSettings {
        Options parsed = checked(preparation.settings());
        if (!parsed.choice.isAutoencoder()) {
            throw new UnfitSettings("model", "what is prepared is an autoencoder; networks for classes stand in cells",
                    null);
        }
    }

    private Options checked(Map<String, String> settings) throws UnfitSettings {
        Options parsed = parsed(settings);
        try {
            parsed.data.request(0);
            parsed.choice.check();
            return parsed;
        } catch (BadInput refused) {
            throw unfit(refused);
        }
    }

    @Override
    public DataSet data(Map<String, String> settings, long seed) throws IOException {
        try {
            return parsed(settings).data.load(seed, surroundings);
        } catch (UnfitSettings impossible) {
            throw new BadInput(impossible.getMessage(), impossible);
        }
    }

    @Override
    public TrainingRun run(StudyCell cell, DataSet data, long seed) throws UnfitSettings, IOException {
        try {
            return parsed(cell.settings()).choice.run(data, seed);
        } catch (BadInput refused) {
            throw unfit(refused);
        }
    }

    @Override
    public AutoencoderRun autoencoder(Preparation preparation, DataSet data, long seed) throws UnfitSettings {
        try {
            return parsed(preparation.settings()).choice.autoencoder(data.train(), data.test(), seed);
        } catch (BadInput refused) {
            throw unfit(refused);
        }
    }

    /** The settings that decide the data, apart from the seed, and the network. */
    Map<String, String> fitting(StudyCell cell) {
        Map<String, String> settings = new TreeMap<>(cell.settings());
        settings.keySet().retainAll(fittingKeys);
        return settings;
    }

    /** Epochs of one training. */
    long epochs(Map<String, String> settings) throws UnfitSettings {
        return parsed(settings).choice.epochs();
    }

    private Options parsed(Map<String, String> settings) throws UnfitSettings {
        Options parsed = new Options();
        try {
            line(parsed).parseArgs(arguments(settings).toArray(String[]::new));
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
                arguments.add(option.longestName() + "=" + value(setting));
            } else if (isYes(setting)) {
                arguments.add(option.longestName());
            }
        }
        return arguments;
    }

    private String value(Map.Entry<String, String> setting) {
        Path encoder = setting.getKey().equals(Preparation.ENCODER) ? encoders.get(setting.getValue()) : null;
        return encoder == null ? setting.getValue() : encoder.toString();
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

    private CommandLine line(Options options) {
        CommandLine line = new CommandLine(options);
        options.choice.addOptions(line.getCommandSpec(), families, objectives);
        TrainingChoice.registerNames(line);
        return line;
    }

    private static String key(ArgSpec option) {
        return ((OptionSpec) option).longestName().substring(DASHES.length());
    }
}
