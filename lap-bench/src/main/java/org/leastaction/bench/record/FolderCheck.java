package org.leastaction.bench.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.io.Messages;
import org.leastaction.io.Sha256;

/**
 * The result of verifying a folder against the hashes that are stored in it; nothing is changed.
 *
 * @param records number of undamaged records
 * @param files   number of other files and folders that were verified: the files of records, models, autoencoders,
 *                checkpoints, JSON files
 * @param damage  one sentence for each damage, which names the file
 */
public record FolderCheck(int records, int files, List<String> damage) {

    private static final List<String> JSON_FILES =
            List.of("manifest.json", "study.json", "failures.json", RunResult.ANALYSIS);
    private static final String CHECKPOINT = ".checkpoint";

    public FolderCheck {
        damage = List.copyOf(damage);
    }

    /**
     * Verifies a run directory, with or without a study.
     *
     * @param backends verify the models, autoencoders and checkpoints that they wrote
     * @throws IOException if the folder cannot be listed, or contains a record of a later version
     */
    public static FolderCheck of(Path folder, List<FlowBackend> backends) throws IOException {
        return new Checking(folder, backends).run();
    }

    private static final class Checking {

        private final RunDirectory directory;
        private final List<FlowBackend> backends;
        private final List<String> damage = new ArrayList<>();
        private int files;

        Checking(Path folder, List<FlowBackend> backends) {
            this.directory = RunDirectory.reading(folder);
            this.backends = backends;
        }

        FolderCheck run() throws IOException {
            int records = 0;
            Set<String> hashed = new HashSet<>();
            JSON_FILES.forEach(this::json);
            if (!directory.isEmpty()) {
                RunDirectory.Records read = directory.records();
                records = read.all().size();
                read.damage().forEach(sentence -> damage.add(directory.path() + ": " + sentence));
                read.files().values().forEach(own -> hashed.addAll(own.keySet()));
                files += hashed.size();
                directory.damagedFiles().values().forEach(damage::addAll);
            }
            for (Path model : folders("models")) {
                if (!hashed.contains(RecordFiles.model(model.getFileName().toString()))) {
                    written(model);
                }
            }
            for (Path prepared : folders("prepared")) {
                if (prepared.getFileName().toString().endsWith(CHECKPOINT)) {
                    checkpoints(prepared);
                } else {
                    written(prepared);
                    preparedHash(prepared);
                }
            }
            for (Path checkpoint : folders("checkpoints")) {
                checkpoints(checkpoint);
            }
            return new FolderCheck(records, files, List.copyOf(new LinkedHashSet<>(damage)));
        }

        private List<Path> folders(String name) throws IOException {
            Path parent = directory.path().resolve(name);
            if (!Files.isDirectory(parent)) {
                return List.of();
            }
            try (Stream<Path> all = Files.list(parent)) {
                return all.filter(Files::isDirectory)
                        .filter(path -> !path.getFileName().toString().startsWith(".")).sorted().toList();
            }
        }

        private void json(String name) {
            Path file = directory.path().resolve(name);
            if (Files.exists(file)) {
                files++;
                try {
                    RecordJson.MAPPER.readTree(Files.readString(file));
                } catch (JsonProcessingException damaged) {
                    damage.add(file + " is not JSON: " + damaged.getOriginalMessage());
                } catch (IOException unreadable) {
                    damage.add(file + " cannot be read as text: " + Messages.of(unreadable));
                }
            }
        }

        /** A model or an autoencoder, which its backend verifies. */
        private void written(Path folder) {
            files++;
            Optional<FlowBackend> own = backends.stream().filter(backend -> backend.recognises(folder)).findFirst();
            if (own.isEmpty()) {
                damage.add(folder + " is not a model of an installed backend");
            } else {
                damage.addAll(own.get().damage(folder));
            }
        }

        private void checkpoints(Path folder) {
            files++;
            backends.forEach(backend -> damage.addAll(backend.damage(folder)));
        }

        private void preparedHash(Path prepared) throws IOException {
            Optional<String> recorded = recorded("prepared " + prepared.getFileName() + ", sha256");
            if (recorded.isPresent() && !recorded.get().equals(Sha256.of(prepared))) {
                damage.add(prepared + " is damaged: its SHA-256 is not that in manifest.json");
            }
        }

        private Optional<String> recorded(String key) {
            try {
                return directory.manifest().flatMap(manifest -> manifest.configuration(key));
            } catch (IOException reportedAlready) {
                return Optional.empty();
            }
        }
    }
}
