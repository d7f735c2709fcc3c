package org.leastaction.points.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.io.damage.DamagedFiles;

/** Damaged point files are read or refused by one sentence. */
class DamagedPointFilesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"float32.npy", "float32-fortran-cube.npy", "labels-i8.npy", "points-f2.npy",
            "points-f16.npy", "labels-b1.npy", "too-large-u8.npy", "version-3.npy"})
    void arrays(String name) throws IOException {
        Path file = folder.resolve("damaged.npy");

        DamagedFiles.of(name, file, Files.readAllBytes(GoldenPointFiles.file(name))).isReadOrRefused(() -> {
            Npy.read(file);
            if (!name.equals("float32-fortran-cube.npy")) {
                PointFiles.read(file);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void archives(String name) throws IOException {
        Path file = folder.resolve("damaged.npz");

        DamagedFiles.of(name, file, Files.readAllBytes(GoldenPointFiles.file(name))).isReadOrRefused(() -> {
            Npz.read(file);
            PointFiles.read(file, "x");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.csv", "header.csv", "hash-header.csv"})
    void text(String name) throws IOException {
        Path file = folder.resolve("damaged.csv");

        DamagedFiles.of(name, file, Files.readAllBytes(GoldenPointFiles.file(name))).isReadOrRefused(() -> {
            PointFiles.read(file);
            PointFiles.read(file, TextHeader.PRESENT);
        });
    }

    @Test
    void quotedText() throws IOException {
        Path file = folder.resolve("damaged.txt");
        byte[] whole = "\"a, b\";\"c\"\n1;2\n-3e-4; \"5\"\n".getBytes(StandardCharsets.UTF_8);

        DamagedFiles.of("quoted text", file, whole).isReadOrRefused(() -> PointFiles.read(file));
    }
}
