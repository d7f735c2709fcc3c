package org.leastaction.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.io.FolderLock;

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
        String verdict = "• Only 9 samples were measured: too few for a verdict, which needs at least 20.";
        assertThat(ran.out().lines()).containsExactly(
                verdict, a.resolve("report.pdf").toString(), a.resolve("report.html").toString(),
                verdict, b.resolve("report.pdf").toString(), b.resolve("report.html").toString());
        assertThat(files(a)).containsExactly("records.jsonl", "report.html", "report.pdf", "summary.csv");
        assertThat(files(b)).containsExactly("records.jsonl", "report.html", "report.pdf", "summary.csv");

        assertThat(Ran.lap("report", a, "--html-points", "0").exitCode()).isZero();
        assertThat(files(a)).as("an earlier page goes").containsExactly("records.jsonl", "report.pdf", "summary.csv");
        assertThat(Ran.lap("report", a, "--html-points", "-1").exitCode()).isEqualTo(2);
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
            "no JSON                                | Unrecognized token 'no'",
            "{\"id\": 3                             | ",
            "{}                                     | ",
            "{\"id\": \"../escape\"}                | ",
            "{\"id\": \"a\", \"analysis\": 3}       | ",
            "null                                   | it is null",
            "[]                                     | ",
            "3                                      | ",
    })
    void damagedRecordsAreNamedByTheirLineAndTheOthersReported(String line, String reason) throws IOException {
        Path run = run("run", line + "\n" + RECORD.formatted("whole"));

        Ran ran = Ran.lap("report", run);

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err().lines()).anySatisfy(note -> assertThat(note).startsWith(
                run + ": line 1 of records.jsonl is damaged and left out: " + (reason == null ? "" : reason)));
        assertThat(run.resolve("summary.csv")).content().contains("whole");
    }

    @Test
    void recordsThatAreNoText() throws IOException {
        Path run = run("run", "");
        Files.write(run.resolve("records.jsonl"), new byte[] {(byte) 0xff, (byte) 0xfe, '\n', 1, '\n'});

        isBadInput(run.resolve("records.jsonl")
                + ": holds no record, so there is nothing to report: line 1 of records.jsonl"
                + " is damaged and left out: it is not text in UTF-8", "report", run);

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
        Path run = folder.resolve("run");
        try (RunDirectory directory = RunDirectory.create(run)) {
            directory.append(RunRecord.of("bare", null));
        }

        assertThat(Ran.lap("report", run).exitCode()).isZero();
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

    @Test
    void mergingCanBeRepeatedAndReplacesOnlyMergedFolders() throws IOException {
        Path a = run("a", RECORD.formatted("one"));
        Path b = run("b", RECORD.formatted("two"));
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.writeString(out.resolve("notes.txt"), "mine");

        assertThat(Ran.lap("report", a, b, "--out", out).exitCode()).isZero();
        List<String> whole = files(out);
        assertThat(whole).containsExactly(
                "manifest.json", "notes.txt", "records.jsonl", "report.html", "report.pdf", "summary.csv");
        byte[] records = Files.readAllBytes(out.resolve("records.jsonl"));
        byte[] report = Files.readAllBytes(out.resolve("report.pdf"));
        assertThat(Ran.lap("report", a, b, "--out", out).exitCode()).isZero();
        assertThat(out.resolve("records.jsonl")).hasBinaryContent(records);
        assertThat(out.resolve("report.pdf")).hasBinaryContent(report);
        assertThat(Ran.lap("report", a, "--out", out).exitCode()).isZero();
        assertThat(files(out)).isEqualTo(whole);
        assertThat(Files.readAllLines(out.resolve("records.jsonl"))).hasSize(1);
        assertThat(out.resolve("notes.txt")).hasContent("mine");

        isBadInput("--out: " + out + " is one of the folders to merge", "report", out, b, "--out", out);
        Files.delete(out.resolve("records.jsonl"));
        isBadInput(out + ": contains no records.jsonl", "report", out);
        assertThat(Ran.lap("report", a, b, "--out", out).exitCode()).as("made again").isZero();
        assertThat(out.resolve("records.jsonl")).hasBinaryContent(records);
    }

    /** The lock is that of this process; another would be rejected in the same way. */
    @Test
    void aFolderInUseIsReportedOnlyElsewhere() throws IOException {
        Path run = run("run", RECORD.formatted("one"));
        Path other = folder.resolve("other");
        try (FolderLock lock = FolderLock.acquire(run)) {
            Object before = Files.getLastModifiedTime(run);
            isBadInput(run + " is in use by process " + ProcessHandle.current().pid() + " since ", "report", run);
            assertThat(Ran.lap("report", run, "--out", other).exitCode()).isZero();
            assertThat(Files.getLastModifiedTime(run)).isEqualTo(before);
        }
        try (FolderLock lock = FolderLock.acquire(other)) {
            isBadInput(other + " is in use by process ", "report", run, "--out", other);
        }
    }

    @Test
    void whatDeadProcessesLeftIsDeleted() throws IOException {
        Path run = run("run", RECORD.formatted("one"));
        List<Path> orphans = new ArrayList<>();
        for (String place : List.of(".", "particles", "models", "prepared/small.checkpoint",
                "checkpoints/one/ensemble-1")) {
            Path parent = Files.createDirectories(run.resolve(place));
            orphans.add(Files.createFile(parent.resolve(".one.npz.999999999-kx2a-0123456789ab.tmp")));
        }

        assertThat(Ran.lap("report", run).exitCode()).isZero();

        assertThat(orphans).allSatisfy(orphan -> assertThat(orphan).doesNotExist());
    }
}
