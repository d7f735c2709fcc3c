package org.leastaction.bench.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
