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
 * The completed groups of an unfinished analysis: a file that is kept in the folder of analysis.json until that is
 * written. A damaged file, or one of another analysis, is ignored and replaced.
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
     * The partial analysis in a folder.
     *
     * @param key everything that determines the analysis, as text
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
            return Files.isRegularFile(file)
                    && RecordJson.MAPPER.readTree(Files.readString(file)) instanceof ObjectNode tree
                            ? Optional.of(tree) : Optional.empty();
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    /** A completed group; empty if it is not measured yet. */
    public Optional<Analysis> part(String group) {
        JsonNode part = tree.path(PARTS).path(group);
        return part instanceof ObjectNode node ? Optional.of(Analysis.of(node)) : Optional.empty();
    }

    /** Stores a group in addition to the earlier ones. */
    public void keep(String group, Analysis part) throws IOException {
        ((ObjectNode) tree.get(PARTS)).set(group, part.tree());
        byte[] json = json();
        AtomicFiles.write(file, out -> out.write(json));
    }

    private byte[] json() throws JsonProcessingException {
        return RecordJson.MAPPER.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
    }

    /** Deletes the file; called when the analysis is complete. */
    public void discard() throws IOException {
        Files.deleteIfExists(file);
    }
}
