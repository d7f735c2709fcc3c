package org.leastaction.bench.command.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.model.HubFiles;
import org.leastaction.bench.data.model.ModelInputs;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.Preprocessing;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;
import org.leastaction.io.Sha256;

/**
 * A model to open, with what is known about its training.
 *
 * @param path   the model's file or folder
 * @param record its record, if it is in a run directory
 */
public record ModelChoice(Path path, Optional<RunRecord> record) {

    /**
     * Resolves a path: a model's file or folder, or a run directory with one model.
     *
     * @throws InputFileException if the path does not exist, or a run directory has no model or several
     */
    public static ModelChoice of(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new InputFileException(path, "there is no such model file or folder");
        }
        Path model = Files.isDirectory(path.resolve("models")) || Files.isRegularFile(path.resolve("records.jsonl"))
                ? onlyModel(path)
                : path;
        return new ModelChoice(model, record(model));
    }

    /** The id of the model's record, otherwise one made from its file name. */
    public String id() {
        return record.map(RunRecord::id)
                .orElse(RecordId.cleaned(path.toAbsolutePath().normalize().getFileName().toString()));
    }

    /** SHA-256 of the model's file, or of all files of its folder. */
    public String contentSum() throws IOException {
        return Sha256.of(path);
    }

    /** The seed with which its training data were drawn: with another, training points might be used as test points. */
    public OptionalLong dataSeed() {
        return record.map(RunRecord::training)
                .map(training -> OptionalLong.of(training.seed()))
                .orElse(OptionalLong.empty());
    }

    /**
     * What is known about the inputs of the model's training: from the model itself, otherwise from the manifest of its
     * run, otherwise from files of model hubs beside it.
     *
     * @param opened the model
     */
    public ModelInputs inputs(FlowModel opened) throws IOException {
        ModelInputs beside = HubFiles.beside(path, opened.shape());
        ModelInputs known = ofManifest().map(beside::with).orElse(beside);
        return known.with(described(opened), opened.shape()).withNamed(opened.role(NamedInputs.class));
    }

    /**
     * The inputs of the model's training for another file of it: its own statements, otherwise the normalisation in the
     * manifest of its run or in files of model hubs.
     *
     * @param opened the model
     */
    public InputDescription description(FlowModel opened) throws IOException {
        InputDescription own = described(opened);
        return inputs(opened).normalisation().map(own::with).orElse(own);
    }

    private static InputDescription described(FlowModel opened) {
        return opened.role(Preprocessing.class).map(Preprocessing::inputs).orElse(InputDescription.unknown());
    }

    /** From the manifest. A run directory of several trainings has only that of the last one. */
    private Optional<InputNormalisation> ofManifest() throws IOException {
        Optional<RunDirectory> run = run(path);
        if (run.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> manifest = run.get().manifest().map(Manifest::entries).orElse(Map.of());
        String of = manifest.get("configuration record");
        if (of != null && !of.equals(id())) {
            return Optional.empty();
        }
        Map<String, String> keys = new LinkedHashMap<>();
        for (String key : List.of(InputNormalisation.MEAN, InputNormalisation.STD)) {
            Optional.ofNullable(manifest.get("configuration normalisation " + key))
                    .ifPresent(value -> keys.put(key, value));
        }
        try {
            return InputNormalisation.of(keys);
        } catch (IllegalArgumentException damaged) {
            throw new InputFileException(run.get().manifestFile(), Messages.of(damaged), damaged);
        }
    }

    private static Path onlyModel(Path directory) throws IOException {
        Path models = directory.resolve("models");
        List<Path> all;
        try (Stream<Path> inside = Files.isDirectory(models) ? Files.list(models) : Stream.of()) {
            all = inside.filter(model -> !model.getFileName().toString().startsWith(".")).sorted().toList();
        }
        if (all.size() != 1) {
            throw new InputFileException(directory, all.isEmpty()
                    ? "is a run directory without models"
                    : "is a run directory with " + all.size() + " models; name one of them, e.g. " + all.get(0));
        }
        return all.get(0);
    }

    private static Optional<RunRecord> record(Path model) throws IOException {
        Optional<RunDirectory> run = run(model);
        if (run.isEmpty()) {
            return Optional.empty();
        }
        String id = model.toAbsolutePath().normalize().getFileName().toString();
        RunDirectory.Records records = run.get().records();
        Optional<RunRecord> found = records.all().stream().filter(record -> record.id().equals(id)).findFirst();
        if (found.isEmpty() && !records.damage().isEmpty()) {
            // Without its record, the seed of the training data is unknown: test points might be training points.
            throw new InputFileException(run.get().recordsFile(), "has no record of the model " + id
                    + ", which may be due to damage: " + records.damage().get(0));
        }
        return found;
    }

    /** The run directory RUN of a model at RUN/models/ID. */
    private static Optional<RunDirectory> run(Path model) throws IOException {
        Path models = model.toAbsolutePath().normalize().getParent();
        if (models == null || models.getParent() == null || !models.endsWith("models")
                || !Files.isRegularFile(models.resolveSibling("records.jsonl"))) {
            return Optional.empty();
        }
        return Optional.of(RunDirectory.open(models.getParent()));
    }

    /** Makes ids of records from names given by users. */
    public static final class RecordId {

        private RecordId() {}

        /** E.g. "mnist-resnet9-lap-orthogonal-0.01-seed-3". */
        public static String of(DataSet data, String label, long seed) {
            return cleaned(data.name() + "-" + label + "-seed-" + seed);
        }

        /** A name with all characters that are invalid in an id replaced by dashes. */
        static String cleaned(String name) {
            String clean = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
            return clean.isEmpty() ? "model" : clean;
        }
    }
}
