package org.leastaction.bench.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.leastaction.io.AtomicFiles;

/**
 * What of an analysis is measured already: a file beside analysis.json, until that is there. A file of another analysis, or a
 * damaged one, counts for nothing and is replaced.
 */
public final class PartialAnalysis {

    private static final String KEY = "of";
    private static final String PARTS = "parts";

    private final Path file;
    private final ObjectNode tree;

    private PartialAnalysis(Path file, ObjectNode tree) {
        this.file = file;
        this.tree = tree;
    }

    /**
     * What a folder holds.
     *
     * @param key all that decides the analysis, as text
     */
    public static PartialAnalysis in(Path folder, String key) {
        Path file = folder.resolve("analysis.partial.json");
        ObjectNode empty = RecordJson.MAPPER.createObjectNode().put(KEY, key);
        empty.putObject(PARTS);
        return new PartialAnalysis(file, read(file)
                .filter(tree -> tree.path(KEY).asText().equals(key) && tree.path(PARTS).isObject())
                .orElse(empty));
    }

    private static Optional<ObjectNode> read(Path file) {
        try {
            return Files.isRegularFile(file) && RecordJson.MAPPER.readTree(Files.readString(file)) instanceof ObjectNode tree
                    ? Optional.of(tree) : Optional.empty();
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    /** A group that was measured. */
    public Optional<Analysis> part(String group) {
        JsonNode part = tree.path(PARTS).path(group);
        return part instanceof ObjectNode node ? Optional.of(Analysis.of(node)) : Optional.empty();
    }

    /** Keeps a group, with those before. */
    public void keep(String group, Analysis part) throws IOException {
        ((ObjectNode) tree.get(PARTS)).set(group, part.tree());
        byte[] json = json();
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFiles.write(file, out -> out.write(json));
    }

    private byte[] json() throws JsonProcessingException {
        return RecordJson.MAPPER.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
    }

    /** The analysis is whole. */
    public void discard() throws IOException {
        Files.deleteIfExists(file);
    }
}
