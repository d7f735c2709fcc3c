package org.leastaction.bench.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.io.InputFileException;

class RunDirectoryTest {

    private static final RunRecord.Initialisation NORMAL = new RunRecord.Initialisation("normal", 5);

    @TempDir
    private Path folder;

    private RunDirectory directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = RunDirectory.create(folder.resolve("run"));
    }

    @Test
    void recordsComeBackAsTheyWereAppended() throws IOException {
        List<RunRecord> written = SampleRuns.write(directory, 2);

        assertThat(RunDirectory.open(directory.path()).records().all()).isEqualTo(written);
        assertThat(directory.records().remarks()).isEmpty();
    }

    @Test
    void theDocumentedRecordSurvivesReadingAndWriting() throws IOException {
        String documented;
        try (InputStream stream = RunDirectoryTest.class.getResourceAsStream("documented-record.json")) {
            documented = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        JsonNode tree = new JsonMapper().readTree(documented);

        RunRecord record = RecordJson.parse(documented);

        assertThat(record.training().seed()).isEqualTo(3);
        assertThat(record.quantity("accuracy")).isEqualTo(Quantity.of(0.995, 0.972, 0.999));
        assertThat(record.quantity("top5").reason()).isEqualTo("fewer than 6 classes");
        assertThat(record.analysis().table("holder_scales").get("pairs")).containsExactly(120.0, 400.0);
        assertThat(new JsonMapper().readTree(RecordJson.line(record))).isEqualTo(tree);
    }

    @Test
    void numbersThatAreNotFiniteAreNullWithAReason() throws IOException {
        RunRecord record = RunRecord.of("broken", null).withAnalysis(Analysis.builder(5)
                .put(CostMeasures.TRANSPORT_COST, Double.POSITIVE_INFINITY)
                .put(CostMeasures.TRANSPORT_COST_BLOCKS, new double[] {1, Double.NaN})
                .build());
        directory.append(record);

        assertThat(Files.readString(directory.recordsFile()))
                .contains("\"transport_cost\":null,\"transport_cost_reason\":\"infinite\"")
                .contains("\"transport_cost_blocks\":[1.0,null]")
                .doesNotContain("NaN", "Infinity\"");
        RunRecord back = directory.records().all().get(0);
        assertThat(back.quantity("transport_cost").reason()).isEqualTo("infinite");
        assertThat(back.analysis().numbers("transport_cost_blocks")).containsExactly(1.0, Double.NaN);
    }

    @Test
    void keysThatAreMissingOrUnknownDoNotHinderReading() throws IOException {
        Files.writeString(directory.recordsFile(),
                "{\"id\":\"a\",\"training\":{\"seed\":4,\"speed\":\"high\"},\"weather\":\"fine\"}\n");

        RunRecord record = directory.records().all().get(0);

        assertThat(record.training().seed()).isEqualTo(4);
        assertThat(record.training().accuracyLast()).isNaN();
        assertThat(record.accuracy().isPresent()).isFalse();
        assertThat(record.quantity("w2_squared").isPresent()).isFalse();
    }

    @Test
    void anUnfinishedLineIsToldAndReplacedByTheNextRecord() throws IOException {
        RunRecord first = SampleRuns.record("lap", NORMAL, 1);
        RunRecord second = SampleRuns.record("lap", NORMAL, 2);
        directory.append(first);
        Files.writeString(directory.recordsFile(), "{\"id\":\"half", StandardOpenOption.APPEND);

        assertThat(directory.records().all()).containsExactly(first);
        assertThat(directory.records().remarks()).singleElement().asString().contains("unfinished");

        directory.append(second);
        assertThat(directory.records().all()).containsExactly(first, second);
        assertThat(directory.records().remarks()).isEmpty();
    }

    @Test
    void aWholeLastLineWithoutLineFeedStays() throws IOException {
        RunRecord first = SampleRuns.record("lap", NORMAL, 1);
        RunRecord second = SampleRuns.record("lap", NORMAL, 2);
        directory.append(first);
        String line = Files.readString(directory.recordsFile());
        Files.writeString(directory.recordsFile(), line.strip());

        assertThat(directory.records().all()).containsExactly(first);
        directory.append(second);
        assertThat(directory.records().all()).containsExactly(first, second);
    }

    @Test
    void aFullDiskIsToldInASentence() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Files.createSymbolicLink(directory.recordsFile(), full);

        assertThatThrownBy(() -> directory.append(SampleRuns.record("lap", NORMAL, 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("records.jsonl").hasMessageContaining("cannot be written");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsToldInASentence() throws IOException {
        Files.createDirectory(directory.recordsFile());

        assertThatThrownBy(() -> directory.append(SampleRuns.record("lap", NORMAL, 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("records.jsonl").hasMessageContaining("cannot be written");
    }

    @Test
    void threadsAppendWholeLines() throws IOException {
        List<RunRecord> records = IntStream.range(0, 40)
                .mapToObj(seed -> SampleRuns.record("lap", NORMAL, seed)).toList();

        records.parallelStream().forEach(record -> {
            try {
                directory.append(record);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(directory.records().all()).containsExactlyInAnyOrderElementsOf(records);
    }

    @Test
    void aBrokenLineBeforeTheLastIsRefusedByNumber() throws IOException {
        directory.append(SampleRuns.record("lap", NORMAL, 1));
        Files.writeString(directory.recordsFile(), "nonsense\n", StandardOpenOption.APPEND);
        directory.append(SampleRuns.record("lap", NORMAL, 2));

        assertThatThrownBy(directory::records).isInstanceOf(InputFileException.class)
                .hasMessageContaining("records.jsonl").hasMessageContaining("line 2");
    }

    @Test
    void ofRecordsWithOneIdTheLastCounts() throws IOException {
        RunRecord record = SampleRuns.record("lap", NORMAL, 1);
        directory.append(record);
        directory.append(SampleRuns.diverged(record, 3));

        assertThat(directory.records().all()).containsExactly(SampleRuns.diverged(record, 3));
        assertThat(directory.records().remarks()).singleElement().asString().contains(record.id());
    }

    @Test
    void whatIsNoRunIsRefusedWithASentence() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> RunDirectory.open(folder.resolve("nowhere")))
                .isInstanceOf(InputFileException.class).hasMessageContaining("no such folder");
        assertThatThrownBy(() -> RunDirectory.open(folder)).hasMessageContaining("no records.jsonl");
        assertThatThrownBy(() -> RunDirectory.open(file)).hasMessageContaining("is a file");
        assertThatThrownBy(() -> RunDirectory.create(file)).hasMessageContaining("is a file");
        assertThatThrownBy(() -> RunRecord.of("../outside", null)).hasMessageContaining("../outside");
    }

    @Test
    void aManifestThatIsNoObjectIsRefused() throws IOException {
        Files.writeString(directory.manifestFile(), "[1, 2");

        assertThatThrownBy(directory::manifest)
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("manifest.json").hasMessageContaining("not JSON");
    }

    @Test
    void summaryHasOneLineARecordAndQuotesWhatItMust() throws IOException {
        SampleRuns.write(directory, 2);
        directory.append(RunRecord.of("plain", new RunRecord.Data("a \"b\", c", null, null, null)));
        Summary.write(directory);

        List<String> lines = Files.readAllLines(directory.summaryFile());
        assertThat(lines).hasSize(20);
        assertThat(lines.get(0)).startsWith("id,data,train_size").contains(",holder_exponent,holder_exponent_low,");
        assertThat(lines.get(19)).startsWith("plain,\"a \"\"b\"\", c\",");
        assertThat(lines).allSatisfy(line -> assertThat(
                line.replaceAll("\"[^,\"]*(\"\"[^\"]*)*\"", "").chars().filter(c -> c == ',').count())
                .isGreaterThanOrEqualTo(lines.get(0).chars().filter(c -> c == ',').count() - 1));
    }
}
