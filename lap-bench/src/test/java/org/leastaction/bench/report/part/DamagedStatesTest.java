package org.leastaction.bench.report.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.SampleRuns;
import org.leastaction.bench.report.chart.PlanePanel.PlaneFlow;
import org.leastaction.bench.report.part.DecodingPart.DecodedImages;
import org.leastaction.io.damage.DamagedFiles;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Damaged files of states are read or refused by one sentence. */
class DamagedStatesTest {

    @TempDir
    private Path folder;

    @Test
    void particles() throws IOException {
        RunRecord record = SampleRuns.record("lap", new RunRecord.Initialisation("normal", 1), 0);
        RunDirectory directory = RunDirectory.create(folder);
        SampleRuns.writeParticles(directory, record);
        Path file = directory.particlesFile(record.id());

        DamagedFiles.of("particles", file, Files.readAllBytes(file)).isReadOrRefused(() -> PlaneFlow.read(file));
    }

    @Test
    void decodings() throws IOException {
        Path file = folder.resolve("decodings.npz");
        Npz.write(file, Map.of("images", NpyArray.of(new float[2 * 3 * 4 * 4], 2, 3, 4, 4, 1)));

        DamagedFiles.of("decodings", file, Files.readAllBytes(file)).isReadOrRefused(() -> {
            DecodedImages images = DecodedImages.read(file);
            images.image(images.samples() - 1, images.stages() - 1);
        });
    }
}
