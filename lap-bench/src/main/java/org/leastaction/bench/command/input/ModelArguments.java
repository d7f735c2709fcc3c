package org.leastaction.bench.command.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.record.ObjectiveRecord;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunSettings;
import org.leastaction.io.InputFileException;

/**
 * The networks that one argument of {@code lap compare} names: a model's file or folder; a run directory, whose models
 * are networks of one setting and several seeds; or the start of the names of some of its models, RUN/models/START.
 *
 * @param path     the argument
 * @param networks at least one, by seed
 */
public record ModelArguments(Path path, List<ModelChoice> networks) {

    /** Length of the longest name that fits into a table. */
    private static final int LONGEST_NAME = 20;

    public ModelArguments {
        networks = List.copyOf(networks);
    }

    /**
     * Resolves an argument.
     *
     * @throws InputFileException if there is no such model
     * @throws BadInput           if the networks differ in more than their seeds
     */
    public static ModelArguments of(Path path) throws IOException {
        List<ModelChoice> networks = new ArrayList<>();
        for (Path model : models(path)) {
            networks.add(ModelChoice.of(model));
        }
        networks.sort(Comparator.comparing((ModelChoice network) -> network.dataSeed().orElse(Long.MAX_VALUE))
                .thenComparing(ModelChoice::id));
        requireOneSetting(path, networks);
        return new ModelArguments(path, networks);
    }

    private static List<Path> models(Path path) throws IOException {
        Path folder = path.resolve("models");
        if (Files.isDirectory(folder)) {
            return in(folder, "", path);
        }
        Path parent = path.toAbsolutePath().normalize().getParent();
        if (!Files.exists(path) && parent != null && parent.endsWith("models") && Files.isDirectory(parent)) {
            return in(parent, path.getFileName().toString(), path);
        }
        return List.of(path);
    }

    private static List<Path> in(Path folder, String start, Path path) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            List<Path> models = inside.filter(model -> !model.getFileName().toString().startsWith("."))
                    .filter(model -> model.getFileName().toString().startsWith(start)).sorted().toList();
            if (models.isEmpty()) {
                throw new InputFileException(path, start.isEmpty() ? "is a run directory without models"
                        : "there is no such model, and none whose name starts like this");
            }
            return models;
        }
    }

    private static void requireOneSetting(Path path, List<ModelChoice> networks) {
        RunSettings first = null;
        for (ModelChoice network : networks) {
            Optional<RunSettings> settings = network.record().map(ModelArguments::withoutSeed);
            if (settings.isPresent() && first != null && !first.equals(settings.get())) {
                List<String> differences = first.differences(settings.get());
                String example = differences.stream().filter(one -> !one.contains("not set")).findFirst()
                        .orElse(differences.get(0));
                throw new BadInput(path + " holds networks of several settings (for example, "
                        + example.replace(" there ", " in one ").replaceAll(" here$", " in another")
                        + "): name one of its models, or several by the start of their names, e.g. "
                        + networks.get(0).path().resolveSibling(start(networks.get(0).id())));
            }
            first = first == null ? settings.orElse(null) : first;
        }
    }

    /** The name of a training without its seed and fingerprint. */
    private static String start(String id) {
        return id.replaceAll("-seed-.*$", "").replaceAll("-\\d{3}$", "-");
    }

    /** Other seeds may draw other points of the same set. */
    private static RunSettings withoutSeed(RunRecord record) {
        Map<String, String> values = new TreeMap<>(RunSettings.of(record).values());
        values.remove("training.seed");
        values.remove("data.sha256");
        return new RunSettings(values);
    }

    /**
     * Short names for models, all different: the given ones; otherwise the objectives if they are known and differ;
     * otherwise the names of the files without extensions; otherwise letters.
     *
     * @throws BadInput if the given names are not as many as the models, or not all different
     */
    public static List<String> names(List<ModelArguments> models, List<String> given) {
        if (!given.isEmpty()) {
            if (given.size() != models.size() || given.stream().distinct().count() != models.size()
                    || given.stream().anyMatch(String::isBlank)) {
                throw new BadInput("--names: " + models.size() + " different names are needed, one for each model, not "
                        + String.join(", ", given));
            }
            return given;
        }
        List<String> objectives = models.stream().map(model -> model.networks().get(0).record()
                .map(RunRecord::objective).map(ObjectiveRecord::name).map(name -> name.equals("lap") ? "LAP" : name)
                .orElse("")).toList();
        List<String> files = models.stream().map(model -> model.path().toAbsolutePath().normalize().getFileName()
                .toString().replaceAll("\\.[A-Za-z]+$", "")).toList();
        for (List<String> names : List.of(objectives, files)) {
            Set<String> distinct = new LinkedHashSet<>(names);
            if (distinct.size() == models.size()
                    && names.stream().allMatch(name -> !name.isBlank() && name.length() <= LONGEST_NAME)) {
                return names;
            }
        }
        return Stream.iterate('A', letter -> (char) (letter + 1)).limit(models.size()).map(String::valueOf).toList();
    }
}
