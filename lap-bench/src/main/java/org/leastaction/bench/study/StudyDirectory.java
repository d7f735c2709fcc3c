package org.leastaction.bench.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.study.Study.Preparation;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.InputFileException;

/**
 * A run directory of one study. Besides the records it contains study.yaml, a copy of the study's file; study.json,
 * which describes what is run of it; and failures.json, the instances that failed.
 */
public final class StudyDirectory implements Closeable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "study.yaml";
    private static final String DESCRIPTION = "study.json";
    private static final String SHARD = "shard";
    private static final String OWN = "shard instances";
    private static final String PARTITION = "shard partition";
    private static final String SCALE_DATA = "scale-data";

    private final RunDirectory runs;
    private final Study study;
    private final long seed;
    private final Optional<Shard.Part> part;

    private StudyDirectory(RunDirectory runs, Study study, long seed, Optional<Shard.Part> part) {
        this.runs = runs;
        this.study = study;
        this.seed = seed;
        this.part = part;
    }

    /** Reads a study file. */
    @FunctionalInterface
    public interface Source {
        Study read(Path file) throws InputFileException;
    }

    /** As {@link #of(Path, Study, Path, long, Optional)}, for the whole study. */
    public static StudyDirectory of(Path path, Study study, Path written, long seed) throws IOException {
        return of(path, study, written, seed, Optional.empty());
    }

    /**
     * The directory of a study to write to; created if missing, continued otherwise, and locked until it is closed.
     *
     * @param written the study's file, which is copied into the directory
     * @param seed    seed of the whole study
     * @param part    the part of the study that it has; empty for the whole study
     * @throws InputFileException if it belongs to another study, or to this study with other settings, size or seed
     * @throws IOException        if it cannot be created
     */
    public static StudyDirectory of(Path path, Study study, Path written, long seed, Optional<Shard.Part> part)
            throws IOException {
        RunDirectory runs = RunDirectory.create(path);
        try {
            Path file = path.resolve(DESCRIPTION);
            String description = description(study, seed, part);
            if (Files.exists(file)) {
                requireSame(path, file, description);
            } else if (!runs.isEmpty()) {
                throw new InputFileException(
                        path, "contains records that belong to no study; choose another folder with --out");
            } else {
                byte[] copy = Files.readAllBytes(written);
                AtomicFiles.write(path.resolve(FILE), out -> out.write(copy));
                AtomicFiles.write(file, out -> out.write(description.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException failure) {
            runs.close();
            throw failure;
        }
        return new StudyDirectory(runs, study, seed, part);
    }

    private static void requireSame(Path path, Path file, String description) throws InputFileException {
        if (!InputFileException.reading(file, () -> Files.readString(file)).equals(description)) {
            throw new InputFileException(
                    path, "holds " + name(file) + "; choose another folder with --out, or delete this one");
        }
    }

    /** Whether a folder belongs to a study. */
    public static boolean isOne(Path path) {
        return Files.exists(path.resolve(DESCRIPTION)) && Files.exists(path.resolve(FILE));
    }

    /**
     * The directory of an existing study, for reading.
     *
     * @param source reads the study's file
     * @throws InputFileException if the folder belongs to no study, or its files are broken
     */
    public static StudyDirectory open(Path path, Source source) throws IOException {
        if (!isOne(path)) {
            throw new InputFileException(path, Files.isDirectory(path)
                    ? "is not the folder of a study: it lacks " + DESCRIPTION + " or " + FILE
                    : "there is no such folder");
        }
        Path file = path.resolve(DESCRIPTION);
        JsonNode description = parsed(file);
        double scale = description.path("scale").asDouble(Double.NaN);
        JsonNode seed = description.path("seed");
        if (!(scale > 0 && scale <= 1) || !seed.canConvertToExactIntegral() || !seed.canConvertToLong()) {
            throw new InputFileException(file, "needs a scale above 0 and at most 1 and a whole number for a seed, not "
                    + words(description.path("scale")) + " and " + words(seed));
        }
        Study study = scaled(file, source.read(path.resolve(FILE)), scale, description.path(SCALE_DATA).asBoolean());
        Optional<Shard.Part> part = part(file, description);
        requireSame(path, file, description(study, seed.asLong(), part));
        return new StudyDirectory(RunDirectory.reading(path), study, seed.asLong(), part);
    }

    private static Study scaled(Path file, Study whole, double scale, boolean data) throws InputFileException {
        try {
            return whole.scaled(new StudyScale(scale, data));
        } catch (IllegalArgumentException damaged) {
            throw new InputFileException(file, String.valueOf(damaged.getMessage()), damaged);
        }
    }

    private static String words(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }

    private static Optional<Shard.Part> part(Path file, JsonNode description) throws InputFileException {
        if (!description.has(SHARD)) {
            return Optional.empty();
        }
        SortedSet<String> own = new TreeSet<>();
        description.path(OWN).forEach(id -> own.add(id.asText()));
        try {
            return Optional.of(new Shard.Part(Shard.parse(description.path(SHARD).asText()), own,
                    description.path(PARTITION).asText()));
        } catch (IllegalArgumentException damaged) {
            throw new InputFileException(file, String.valueOf(damaged.getMessage()), damaged);
        }
    }

    /** The shard of the study that it has; empty for the whole study. */
    public Optional<Shard> shard() {
        return part.map(Shard.Part::shard);
    }

    /** Whether both are shards, and parts of different partitions of the study. */
    boolean isOfAnotherPartitionThan(StudyDirectory other) {
        return part.isPresent() && other.part.isPresent()
                && !part.get().partition().equals(other.part.get().partition());
    }

    /** The instances that belong into this folder: those of its shard, or all of the study. */
    public List<StudyInstance> own() {
        return study.all().stream()
                .filter(instance -> part.isEmpty() || part.get().instances().contains(instance.id())).toList();
    }

    /** The copy of the study's file. */
    public Path file() {
        return runs.path().resolve(FILE);
    }

    /** Whether both are of one study with the same seed; shard, program and machine may differ. */
    boolean isSameStudyAs(StudyDirectory other) throws JsonProcessingException {
        return description(study, seed, Optional.empty())
                .equals(description(other.study, other.seed, Optional.empty()));
    }

    /** The run directory with the records and the files made from them. */
    public RunDirectory runs() {
        return runs;
    }

    public Study study() {
        return study;
    }

    /** The seed of the whole study. */
    public long seed() {
        return seed;
    }

    /** The existing records by id; records that are not part of the study are ignored. */
    public Map<String, RunRecord> records() throws InputFileException {
        Map<String, RunRecord> records = new LinkedHashMap<>();
        if (!runs.isEmpty()) {
            List<String> ids = study.all().stream().map(StudyInstance::id).toList();
            Map<String, RunRecord> there = new LinkedHashMap<>();
            runs.records().all().forEach(record -> there.put(record.id(), record));
            ids.stream().filter(there::containsKey).forEach(id -> records.put(id, there.get(id)));
        }
        return records;
    }

    /**
     * The ids of the existing records whose files are all undamaged; instances without such a record have to be run.
     */
    Set<String> finished() throws InputFileException {
        Set<String> finished = new LinkedHashSet<>(records().keySet());
        if (!finished.isEmpty()) {
            finished.removeAll(runs.damagedFiles().keySet());
        }
        return finished;
    }

    /** The instances that failed in their last attempt. */
    public List<InstanceFailure> failures() throws InputFileException {
        if (!Files.exists(failuresFile())) {
            return List.of();
        }
        return InputFileException.reading(failuresFile(), () -> {
            List<InstanceFailure> failures = new ArrayList<>();
            for (JsonNode failure : JSON.readTree(failuresFile().toFile())) {
                failures.add(new InstanceFailure(failure.path("id").asText(), failure.path("reason").asText()));
            }
            return failures;
        });
    }

    void keep(List<InstanceFailure> failures) throws IOException {
        if (failures.isEmpty()) {
            Files.deleteIfExists(failuresFile());
            return;
        }
        byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(failures);
        AtomicFiles.write(failuresFile(), out -> out.write(json));
    }

    @Override
    public void close() throws IOException {
        runs.close();
    }

    /** The folder of a preparation's autoencoder once it is trained. */
    public Path preparedFolder(Preparation preparation) {
        return preparedFolder(runs.path(), preparation);
    }

    /** The folder of a preparation's autoencoder in the folder of a study. */
    public static Path preparedFolder(Path study, Preparation preparation) {
        return study.resolve("prepared").resolve(preparation.name());
    }

    private Path failuresFile() {
        return runs.path().resolve("failures.json");
    }

    /** Everything that determines the records except the program and the machine. */
    private static String description(Study study, long seed, Optional<Shard.Part> part)
            throws JsonProcessingException {
        ObjectNode description = JSON.createObjectNode();
        description.put("study", study.name()).put("seed", seed).put("scale", study.scale().share());
        description.put("instances", study.instances()).put("measure", study.measure().name());
        // Folders of older versions lack these keys.
        if (study.scale().trainingSets()) {
            description.put(SCALE_DATA, true);
        }
        if (study.seeds() != Study.SeedRule.HASHED) {
            description.put("seeds", study.seeds().name());
        }
        if (study.together() != Study.Together.CELL) {
            description.put("together", study.together().name());
        }
        part.ifPresent(own -> description.put(SHARD, own.shard().toString())
                .put(PARTITION, own.partition()).putPOJO(OWN, own.instances()));
        study.prepared().forEach(one -> description.withObject("prepared").putPOJO(one.name(), one.settings()));
        study.cells().forEach(cell -> description.withObject("cells").putPOJO(cell.place(), cell.settings()));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(description) + "\n";
    }

    private static String name(Path file) throws InputFileException {
        JsonNode there = parsed(file);
        String shard = there.has(SHARD) ? "the shard " + there.path(SHARD).asText() + " of " : "";
        return shard + "the study " + there.path("study").asText() + " at scale " + there.path("scale").asText()
                + " and seed " + there.path("seed").asText() + ", with other settings"
                + (there.has(SHARD) ? ", rows or data" : "") + " than these";
    }

    private static JsonNode parsed(Path file) throws InputFileException {
        JsonNode parsed = InputFileException.reading(file, () -> JSON.readTree(file.toFile()));
        if (!parsed.isObject()) {
            throw new InputFileException(file, "is not a JSON object");
        }
        return parsed;
    }

    /**
     * An instance that failed.
     *
     * @param id     id of the missing record
     * @param reason one sentence
     */
    public record InstanceFailure(String id, String reason) {}
}
