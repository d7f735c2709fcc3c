package org.leastaction.bench.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.io.InputFileException;
import org.leastaction.io.damage.DamagedFiles;

/** Damaged files of run directories are read or refused by one sentence. */
class DamagedRunsTest {

    @TempDir
    private Path folder;

    @Test
    void records() throws IOException {
        RunDirectory directory = RunDirectory.create(folder);
        directory.append(SampleRuns.record("lap", new RunRecord.Initialisation("normal", 1), 0));
        directory.append(SampleRuns.record("fixed", new RunRecord.Initialisation("normal", 5), 1));
        List<RunRecord> sound = directory.records().all();
        Path file = directory.recordsFile();

        DamagedFiles.of("records.jsonl", file, Files.readAllBytes(file)).isReadOrRefused(() -> {
            RunDirectory.Records records = RunDirectory.open(folder).records();
            assertThat(sound).as("records that are read are right").containsAll(records.all());
            if (!records.notes().isEmpty()) {
                throw new InputFileException(file, records.notes().get(0));
            }
        });
    }

    /** Damage that the checksums of the lines do not show. */
    @Test
    void recordsWithRightChecksums() throws IOException {
        RunDirectory directory = RunDirectory.create(folder);
        directory.append(SampleRuns.record("lap", new RunRecord.Initialisation("normal", 1), 0));
        directory.append(SampleRuns.record("fixed", new RunRecord.Initialisation("normal", 5), 1));
        Path file = directory.recordsFile();

        DamagedFiles.of("records.jsonl, sums right", file, Files.readAllBytes(file))
                .withRepair(DamagedRunsTest::withRightChecksums)
                .isReadOrRefused(() -> {
                    RunDirectory.Records records = RunDirectory.open(folder).records();
                    if (!records.notes().isEmpty()) {
                        throw new InputFileException(file, records.notes().get(0));
                    }
                });
    }

    private static byte[] withRightChecksums(byte[] bytes) {
        return Arrays.stream(new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1)).map(line -> {
            int checked = line.lastIndexOf(",\"crc32c\":\"");
            if (checked < 0) {
                return line;
            }
            CRC32C checksum = new CRC32C();
            checksum.update(line.substring(0, checked).getBytes(StandardCharsets.ISO_8859_1));
            return String.format("%s,\"crc32c\":\"%08x\"}", line.substring(0, checked), checksum.getValue());
        }).collect(Collectors.joining("\n")).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void manifests() throws IOException {
        RunDirectory directory = RunDirectory.create(folder);
        directory.append(SampleRuns.record("lap", new RunRecord.Initialisation("normal", 1), 0));
        SampleRuns.manifest().write(directory.manifestFile());
        Path file = directory.manifestFile();

        DamagedFiles.of("manifest.json", file, Files.readAllBytes(file)).isReadOrRefused(() -> {
            Manifest manifest = RunDirectory.open(folder).manifest().orElseThrow();
            manifest.entries();
            manifest.time();
        });
    }
}
