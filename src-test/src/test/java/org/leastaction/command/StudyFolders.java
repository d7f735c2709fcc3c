package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.leastaction.command.LapRun.Json;

/** Compares the folders of studies. */
final class StudyFolders {

    private static final List<String> TABLES = List.of("table.md", "table.tex", "table.csv");

    private StudyFolders() {}

    /** Both have the same files, records and tables, and the same content of files apart from times. */
    static void requireSame(Path made, Path expected, String what) throws IOException {
        assertThat(Folders.files(made)).as(what + ": files").isEqualTo(Folders.files(expected));
        assertThat(records(made)).as(what + ": records").isEqualTo(records(expected));
        for (String name : Folders.files(expected)) {
            if (TABLES.contains(name) || name.startsWith("prepared/") || name.endsWith(".npz")) {
                assertThat(made.resolve(name)).as(what + ": " + name)
                        .hasSameBinaryContentAs(expected.resolve(name));
            }
        }
    }

    /** The records by id, of which none may be there twice, but for the times that they took. */
    static Map<String, JsonNode> records(Path run) throws IOException {
        Map<String, JsonNode> records = new TreeMap<>();
        for (String line : Files.readAllLines(run.resolve("records.jsonl"))) {
            ObjectNode record = Json.object(line).deepCopy();
            ((ObjectNode) record.get("training")).remove("seconds");
            record.remove("crc32c");
            assertThat(records.put(record.get("id").asText(), record)).as(line).isNull();
        }
        return records;
    }

    /** The lines of the records but for the time that they took, byte for byte otherwise. */
    static List<String> lines(Path run) throws IOException {
        return Files.readAllLines(run.resolve("records.jsonl")).stream()
                .map(line -> line.replaceFirst("\"seconds\":[0-9.eE+-]+", "")
                        .replaceFirst(",\"crc32c\":\"[0-9a-f]{8}\"", ""))
                .toList();
    }
}
