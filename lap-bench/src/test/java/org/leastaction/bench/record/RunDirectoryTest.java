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
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.io.FolderInUseException;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Sha256;

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
        assertThat(directory.records().notes()).isEmpty();
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

    @AfterEach
    void closeDirectory() throws IOException {
        directory.close();
    }

    /** The end of a file after a killed process, a full disk or a power failure. */
    static List<byte[]> tears() {
        byte[] umlaut = "{\"id\":\"half\",\"data\":{\"name\":\"K\u00e4se".getBytes(StandardCharsets.UTF_8);
        return List.of(
                "{\"id\":\"half".getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(umlaut, umlaut.length - 3), // inside the two bytes of ä
                new byte[700],
                new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff},
                new byte[] {'{', 0, (byte) 0xff, '}'});
    }

    @ParameterizedTest
    @MethodSource("tears")
    void anUnfinishedLineIsReportedAndReplacedByTheNextRecord(byte[] tear) throws IOException {
        RunRecord first = SampleRuns.record("lap", NORMAL, 1);
        RunRecord second = SampleRuns.record("lap", NORMAL, 2);
        directory.append(first);
        Files.write(directory.recordsFile(), tear, StandardOpenOption.APPEND);

        assertThat(directory.records().all()).containsExactly(first);
        assertThat(directory.records().damage()).singleElement().asString().contains("unfinished");

        directory.append(second);
        assertThat(directory.records().all()).containsExactly(first, second);
        assertThat(directory.records().notes()).isEmpty();
        assertThat(folder.resolve("run/records.damaged")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("tears")
    void damageCostsItsLineAndNothingElse(byte[] tear) throws IOException {
        RunRecord first = SampleRuns.record("lap", NORMAL, 1);
        RunRecord second = SampleRuns.record("lap", NORMAL, 2);
        RunRecord third = SampleRuns.record("lap", NORMAL, 3);
        directory.append(first);
        Files.write(directory.recordsFile(), tear, StandardOpenOption.APPEND);
        Files.writeString(directory.recordsFile(), "\n", StandardOpenOption.APPEND);
        byte[] line = RecordLine.bytes(second, Map.of());
        Files.write(directory.recordsFile(), line, StandardOpenOption.APPEND);
        Files.writeString(directory.recordsFile(), "\n", StandardOpenOption.APPEND);

        assertThat(directory.records().all()).containsExactly(first, second);
        assertThat(directory.records().damage()).singleElement().asString()
                .startsWith("line 2 of records.jsonl is damaged and left out: ");

        directory.append(third);
        assertThat(directory.records().all()).containsExactly(first, second, third);
        assertThat(directory.records().notes()).isEmpty();
        assertThat(Files.readAllBytes(folder.resolve("run/records.damaged"))).startsWith(tear);
    }

    /** Every bit of the line is covered: none can change without the change being noticed. */
    @Test
    void everyChangedByteOfARecordIsNoticed() throws IOException {
        RunRecord first = SampleRuns.record("lap", NORMAL, 1);
        RunRecord second = RunRecord.of("small", new RunRecord.Data("circles", 80, 20, "9f"));
        directory.append(first);
        directory.append(second);
        byte[] whole = Files.readAllBytes(directory.recordsFile());
        int start = whole.length - 2;
        while (whole[start - 1] != '\n') {
            start--;
        }
        for (int i = start; i < whole.length - 1; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[i] ^= (byte) (1 << bit);
                Files.write(directory.recordsFile(), damaged);
                RunDirectory.Records read = RunDirectory.open(directory.path()).records();
                assertThat(read.all()).as("byte %d, bit %d", i, bit).containsExactly(first);
                assertThat(read.damage()).as("byte %d, bit %d", i, bit).isNotEmpty();
            }
        }
    }

    @Test
    void recordsOfEarlierVersionsAreReadAndThisIsSaidOnce() throws IOException {
        List<RunRecord> records = List.of(SampleRuns.record("lap", NORMAL, 1), SampleRuns.record("lap", NORMAL, 2));
        for (RunRecord record : records) {
            Files.writeString(directory.recordsFile(), RecordJson.line(record) + "\n",
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        assertThat(directory.records().all()).isEqualTo(records);
        assertThat(directory.records().notes()).containsExactly(
                "2 records have no checksum: an earlier version wrote them");

        RunRecord third = SampleRuns.record("lap", NORMAL, 3);
        directory.append(third);
        assertThat(directory.records().all()).hasSize(3).endsWith(third);
        assertThat(directory.records().damage()).isEmpty();
    }

    @Test
    void theFormatOfALineIsTheDocumentedOne() throws Exception {
        RunRecord record = RunRecord.of("small", new RunRecord.Data("circles", 80, 20, "9f"));
        Files.createDirectories(directory.particlesFile("small").getParent());
        Files.writeString(directory.particlesFile("small"), "particles");
        directory.append(record);

        String line = Files.readString(directory.recordsFile()).strip();
        String content = line.substring(0, line.indexOf(",\"crc32c\":"));
        CRC32C crc = new CRC32C();
        crc.update(content.getBytes(StandardCharsets.UTF_8));
        assertThat(line).isEqualTo(content + ",\"crc32c\":\"" + "%08x".formatted(crc.getValue()) + "\"}");
        assertThat(new JsonMapper().readTree(line).path("files").path("particles/small.npz").asText()).isEqualTo(
                HexFormat.of().formatHex(
                        MessageDigest.getInstance("SHA-256").digest("particles".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void aWholeRecordOfALaterVersionIsRefusedAndKept() throws IOException {
        byte[] line = "{\"id\":7,\"data\":[]".getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(line);
        String later = new String(line, StandardCharsets.UTF_8) + ",\"crc32c\":\"%08x\"}%n".formatted(crc.getValue());
        Files.writeString(directory.recordsFile(), later);

        assertThatThrownBy(directory::records).isInstanceOf(InputFileException.class)
                .hasMessageContaining("line 1 is whole");
        assertThatThrownBy(() -> directory.append(SampleRuns.record("lap", NORMAL, 1)))
                .hasMessageContaining("line 1 is whole");
        assertThat(directory.recordsFile()).hasContent(later);
    }

    @Test
    void filesThatAreMissingOrDifferAreNamed() throws IOException {
        RunRecord record = SampleRuns.record("lap", NORMAL, 1);
        RunRecord other = SampleRuns.record("lap", NORMAL, 2);
        for (RunRecord one : List.of(record, other)) {
            directory.keep(RunResult.of(one)
                    .withFile(RecordFiles.particles(one.id()), new byte[] {1, 2, 3})
                    .withFile(RecordFiles.decodings(one.id()), new byte[] {4}));
        }
        assertThat(directory.damagedFiles()).isEmpty();

        Files.write(directory.particlesFile(record.id()), new byte[] {1, 2, 4});
        Files.delete(directory.decodingsFile(record.id()));
        assertThat(directory.damagedFiles()).containsOnlyKeys(record.id());
        assertThat(directory.damagedFiles().get(record.id())).containsExactlyInAnyOrder(
                directory.particlesFile(record.id()) + " is damaged: its SHA-256 is not that in its record",
                directory.decodingsFile(record.id()) + " is missing");
    }

    /** Commands that copy the files of records refuse directories with damaged files, and so write nothing elsewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"../victim", "particles/other.npz", "novelties/a.npz", "models/other", "/victim"})
    void filesThatNoRecordHasAreNamed(String file) throws IOException {
        String named = file.startsWith("/") ? folder + file : file;
        byte[] content = "whole".getBytes(StandardCharsets.UTF_8);
        Path there = directory.path().resolve(named);
        Files.createDirectories(there.getParent());
        Files.write(there, content);
        RunRecord record = SampleRuns.record("lap", NORMAL, 1);
        Files.writeString(directory.recordsFile(), new String(
                RecordLine.bytes(record, Map.of(named, Sha256.of(content))), StandardCharsets.UTF_8) + "\n");

        assertThat(directory.damagedFiles().get(record.id())).containsExactly(
                there + " is not a file of the record " + record.id() + ", which names it");
    }

    /** Everything that copies or hashes all files of a record uses {@link RunDirectory#files}. */
    @Test
    void aResultHasNoFileThatTheDirectoryDoesNotKnow() {
        RunResult result = RunResult.of(RunRecord.of("a", null));

        RecordFiles.all("a").forEach(known -> result.withFile(known, new byte[1]));
        assertThatThrownBy(() -> result.withFile("novelties/a.npz", new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a record has no file novelties/a.npz");
        assertThatThrownBy(() -> result.withFile(RecordFiles.flow("b"), new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(RecordFiles.folders()).contains("flows", "particles").doesNotContain("models");
    }

    @Test
    void recordsThatAreMissingAreCounted() throws IOException {
        SampleRuns.write(directory, 1);
        directory.write(SampleRuns.manifest());
        directory.append(RunRecord.of("later", null));
        directory.close();
        assertThat(Files.readString(directory.manifestFile())).contains("\"records\" : 10");
        assertThat(RunDirectory.open(directory.path()).records().damage()).isEmpty();

        List<String> lines = Files.readAllLines(directory.recordsFile());
        Files.write(directory.recordsFile(), lines.subList(0, 3));
        assertThat(RunDirectory.open(directory.path()).records().damage()).containsExactly(
                "manifest.json counts 10 records, and records.jsonl has 3");
    }

    @Test
    void onlyOneWriterAtATimeAndReadersNeedNoLock() throws IOException {
        directory.append(SampleRuns.record("lap", NORMAL, 1));
        assertThatThrownBy(() -> RunDirectory.create(directory.path())).isInstanceOf(FolderInUseException.class);
        RunDirectory reading = RunDirectory.open(directory.path());
        assertThat(reading.records().all()).hasSize(1);
        assertThatThrownBy(() -> reading.append(SampleRuns.record("lap", NORMAL, 2)))
                .isInstanceOf(IllegalStateException.class);

        directory.close();
        assertThatThrownBy(() -> directory.append(SampleRuns.record("lap", NORMAL, 2)))
                .isInstanceOf(IllegalStateException.class);
        RunDirectory.create(directory.path()).close();
    }

    /** Appends records to a folder, and prints the number of records that were reported as stored. */
    static final class Appender {

        public static void main(String[] arguments) throws IOException {
            Path path = Path.of(arguments[0]);
            int from = Integer.parseInt(arguments[1]);
            int stored = 0;
            try (RunDirectory run = RunDirectory.create(path)) {
                for (int seed = from; seed < from + 300; seed++) {
                    run.append(SampleRuns.record("lap", NORMAL, seed));
                    stored++;
                }
            } catch (FolderInUseException inUse) {
                System.err.println(inUse.getMessage());
            }
            System.out.print(stored);
        }
    }

    @Test
    void twoProcessesThatAppendLoseNothing() throws Exception {
        Path shared = folder.resolve("shared");
        int stored = 0;
        for (int round = 0; round < 3; round++) {
            List<Process> appenders = new ArrayList<>();
            for (int from : new int[] {1000 * round, 1000 * round + 500}) {
                appenders.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                        Appender.class.getName(), shared.toString(), Integer.toString(from))
                        .redirectError(ProcessBuilder.Redirect.DISCARD).start());
            }
            for (Process appender : appenders) {
                stored +=
                        Integer.parseInt(new String(appender.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                assertThat(appender.waitFor()).isZero();
            }
        }
        assertThat(stored).isGreaterThanOrEqualTo(900);
        assertThat(RunDirectory.open(shared).records().all()).hasSize(stored);
        assertThat(RunDirectory.open(shared).records().notes()).isEmpty();
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
    void aRecordReplacesTheOneWithItsIdInItsPlace() throws IOException {
        List<RunRecord> records = SampleRuns.write(directory, 1);
        RunRecord record = records.get(3);
        directory.append(SampleRuns.diverged(record, 3));

        assertThat(directory.records().all()).hasSize(9).element(3).isEqualTo(SampleRuns.diverged(record, 3));
        assertThat(directory.records().notes()).isEmpty();
        assertThat(Files.readAllLines(directory.recordsFile())).hasSize(9);
    }

    /** Files of earlier versions. */
    @Test
    void ofRecordsWithOneIdTheLastCounts() throws IOException {
        RunRecord record = SampleRuns.record("lap", NORMAL, 1);
        Files.writeString(directory.recordsFile(),
                RecordJson.line(record) + "\n" + RecordJson.line(SampleRuns.diverged(record, 3)) + "\n");

        assertThat(directory.records().all()).containsExactly(SampleRuns.diverged(record, 3));
        assertThat(directory.records().remarks()).anySatisfy(remark -> assertThat(remark).contains(record.id()));
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
