package org.leastaction.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportCommandTest {

    private static final String RECORD = "{\"id\": \"%s\", \"data\": {\"name\": \"circles\"},"
            + " \"analysis\": {\"samples\": 9, \"accuracy\": 0.5, \"transport_cost\": 2.5}}\n";

    @TempDir
    Path folder;

    private Path run(String name, String records) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(run.resolve("records.jsonl"), records);
        return run;
    }

    private static void isBadInput(String sentence, Object... args) {
        Ran ran = Ran.lap(args);

        assertThat(ran.err().lines()).singleElement().asString().startsWith("lap: " + sentence);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void drawsEachFolder() throws IOException {
        Path a = run("a", RECORD.formatted("one"));
        Path b = run("b", RECORD.formatted("two"));

        Ran ran = Ran.lap("report", a, b);

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out().lines()).containsExactly(
                a.resolve("report.pdf").toString(), b.resolve("report.pdf").toString());
        assertThat(files(a)).containsExactly("records.jsonl", "report.pdf", "summary.csv");
        assertThat(files(b)).containsExactly("records.jsonl", "report.pdf", "summary.csv");
    }

    @Test
    void drawsOneOfAllWithOut() throws IOException {
        Path a = run("a", RECORD.formatted("one"));
        Path b = run("b", RECORD.formatted("two"));
        Path out = folder.resolve("out");

        Ran ran = Ran.lap("report", a, b, "--out", out, "--json");

        assertThat(ran.json().get("reports")).hasSize(1);
        assertThat(Files.readAllLines(out.resolve("summary.csv"))).hasSize(3)
                .satisfies(lines -> assertThat(lines.get(1)).startsWith("one,circles"))
                .satisfies(lines -> assertThat(lines.get(2)).startsWith("two,circles"));
        assertThat(files(a)).containsExactly("records.jsonl");
    }

    @Test
    void anUnfinishedLastLineIsNoRecord() throws IOException {
        Path run = run("a", RECORD.formatted("one") + "{\"id\": \"tw");

        assertThat(Ran.lap("report", run).exitCode()).isZero();
        assertThat(Files.readAllLines(run.resolve("summary.csv"))).hasSize(2);
    }

    @Test
    void foldersThatAreNoRuns() throws IOException {
        Path missing = folder.resolve("missing");
        isBadInput(missing + ": there is no such folder", "report", missing);
        Path empty = Files.createDirectories(folder.resolve("empty"));
        isBadInput(empty + ": contains no records.jsonl, so it is not a run directory", "report", empty);
        Path file = Files.writeString(folder.resolve("file"), "x");
        isBadInput(file + ": is a file; a folder that contains records.jsonl is needed", "report", file);
        isBadInput("Missing required parameter: 'DIR'; see lap report --help", "report");
        isBadInput("Unknown option: '--format=png'", "report", empty, "--format=png");
        assertThat(empty).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "no JSON                                | line 1 is not a record: Unrecognized token 'no'",
        "{\"id\": 3                             | line 1 is not a record: ",
        "{}                                     | line 1 is not a record: ",
        "{\"id\": \"../escape\"}                | line 1 is not a record: ",
        "{\"id\": \"a\", \"analysis\": 3}       | line 1 is not a record: ",
        "null                                   | line 1 is not a record: it is null",
        "[]                                     | line 1 is not a record: ",
        "3                                      | line 1 is not a record: ",
    })
    void damagedRecordsAreNamedByTheirLine(String line, String sentence) throws IOException {
        Path run = run("run", line + "\n" + RECORD.formatted("whole"));

        isBadInput(run.resolve("records.jsonl") + ": " + sentence, "report", run);

        assertThat(files(run)).containsExactly("records.jsonl");
    }

    @Test
    void recordsThatAreNoText() throws IOException {
        Path run = run("run", "");
        Files.write(run.resolve("records.jsonl"), new byte[] {(byte) 0xff, (byte) 0xfe, '\n', 1, '\n'});

        isBadInput(run.resolve("records.jsonl") + ": ", "report", run);

        assertThat(files(run)).containsExactly("records.jsonl");
    }

    @Test
    void withoutARecordThereIsNothingToReport() throws IOException {
        Path run = run("run", "");

        isBadInput(run.resolve("records.jsonl") + ": holds no record, so there is nothing to report", "report", run);

        assertThat(files(run)).containsExactly("records.jsonl");
    }

    @Test
    void aDamagedManifestIsNamed() throws IOException {
        Path run = run("run", RECORD.formatted("one"));
        Files.writeString(run.resolve("manifest.json"), "[");

        isBadInput(run.resolve("manifest.json") + ": is not JSON: ", "report", run);

        assertThat(files(run)).containsExactly("manifest.json", "records.jsonl");
    }

    @Test
    void aRecordOfAlmostNothingHasAReport() throws IOException {
        assertThat(Ran.lap("report", run("run", "{\"id\": \"bare\"}\n")).exitCode()).isZero();
    }

    @Test
    void mergingRefusesWhatItCannotTellApartAndLeavesNoFolder() throws IOException {
        Path a = run("a", RECORD.formatted("one"));
        Path b = run("b", RECORD.formatted("one"));
        Path out = folder.resolve("out");

        isBadInput("the record one is in more than one of the folders", "report", a, b, "--out", out);
        assertThat(out).doesNotExist();
        isBadInput(b + " already contains records; choose a folder without", "report", a, "--out", b);
        Path file = Files.writeString(folder.resolve("file"), "kept");
        isBadInput(file + ": is a file; a folder for records is needed", "report", a, "--out", file);
        isBadInput(file.resolve("out") + ": cannot become a folder for records: " + file + " is a file", "report", a,
                "--out", file.resolve("out"));
        assertThat(file).hasContent("kept");
    }
}
