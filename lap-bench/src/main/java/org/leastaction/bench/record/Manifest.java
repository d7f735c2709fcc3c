package org.leastaction.bench.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.InputFileException;

/** The provenance of a run: version, commit, command line, configuration, JVM, OS, CPU, backend, time. */
public final class Manifest {

    private static final String RECORDS = "records";

    private final ObjectNode tree;

    private Manifest(ObjectNode tree) {
        this.tree = tree;
    }

    /**
     * A manifest with the given content.
     *
     * @param content strings, numbers, booleans, lists and maps of these; {@code time} in ISO 8601 with a time zone
     */
    public static Manifest of(Map<String, ?> content) {
        return new Manifest(RecordJson.MAPPER.valueToTree(content));
    }

    /** @throws InputFileException if the file cannot be read or is not a JSON object */
    public static Manifest read(Path file) throws InputFileException {
        InputFileException.requireReadable(file);
        return InputFileException.reading(file, () -> parsed(file));
    }

    private static Manifest parsed(Path file) throws IOException {
        try {
            if (RecordJson.MAPPER.readTree(Files.readString(file)) instanceof ObjectNode tree) {
                return new Manifest(tree);
            }
            throw new InputFileException(file, "is not a JSON object");
        } catch (JsonProcessingException failure) {
            throw new InputFileException(file, "is not JSON: " + failure.getOriginalMessage(), failure);
        }
    }

    /** The text of an entry of the configuration. */
    Optional<String> configuration(String key) {
        JsonNode value = tree.path("configuration").path(key);
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    /** The entries of the configuration as text, in order. */
    public Map<String, String> configuration() {
        Map<String, String> entries = new LinkedHashMap<>();
        tree.path("configuration").properties().forEach(entry -> entries.put(entry.getKey(), text(entry.getValue())));
        return entries;
    }

    /** A copy with the number of records of its directory. */
    Manifest withRecords(int count) {
        return new Manifest(tree.deepCopy().put(RECORDS, count));
    }

    /** A copy with another entry, a list of texts. */
    public Manifest with(String key, List<String> values) {
        ObjectNode copy = tree.deepCopy();
        values.forEach(copy.putArray(key)::add);
        return new Manifest(copy);
    }

    /** The number of records when the manifest was written; 0 in manifests of earlier versions. */
    int records() {
        return tree.path(RECORDS).asInt(0);
    }

    /** Writes the file atomically. */
    public void write(Path file) throws IOException {
        byte[] json = (tree.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(file, out -> out.write(json));
    }

    /** When the run was made; empty unless the manifest has it in ISO 8601 with a time zone. */
    public Optional<Instant> time() {
        try {
            return Optional.of(OffsetDateTime.parse(tree.path("time").asText()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Every entry as text, in order: lists and objects of plain values on one line, nested ones under joined keys. */
    public Map<String, String> entries() {
        Map<String, String> entries = new LinkedHashMap<>();
        flatten("", tree, entries);
        return entries;
    }

    private static void flatten(String key, JsonNode node, Map<String, String> into) {
        if (node.isObject() && (key.isEmpty() || !isPlain(node))) {
            node.properties().forEach(entry -> flatten(key.isEmpty() ? entry.getKey() : key + " " + entry.getKey(),
                    entry.getValue(), into));
        } else if (node.isObject()) {
            into.put(key, node.properties().stream()
                    .map(entry -> entry.getKey().replace('_', ' ') + " " + text(entry.getValue()))
                    .collect(Collectors.joining(", ")));
        } else if (node.isArray()) {
            into.put(key, StreamSupport.stream(node.spliterator(), false).map(Manifest::text)
                    .collect(Collectors.joining(", ")));
        } else {
            into.put(key, text(node));
        }
    }

    private static boolean isPlain(JsonNode object) {
        return object.properties().stream().allMatch(entry -> entry.getValue().isValueNode());
    }

    private static String text(JsonNode node) {
        return node.isNull() ? "–" : node.isValueNode() ? node.asText() : node.toString();
    }
}
