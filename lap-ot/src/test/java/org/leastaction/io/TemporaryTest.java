package org.leastaction.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryTest {

    private static final String START = Long.toString(
            ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH).toEpochMilli(), 36);

    @TempDir
    private Path folder;

    private Path old(String name, Duration age) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    /** The number of a process that has ended. */
    private static long dead() throws Exception {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        process.waitFor();
        return process.pid();
    }

    @Test
    void whatDeadProcessesLeftIsDeletedAndNothingElse() throws Exception {
        long own = ProcessHandle.current().pid();
        List<Path> orphans = List.of(
                Files.createFile(folder.resolve(".summary.csv." + dead() + "-" + START + "-0123456789ab.tmp")),
                // The number of a running process, given to another one before.
                Files.createFile(folder.resolve(
                        ".summary.csv." + own + "-" + Long.toString(1234567890123L, 36) + "-0123456789ab.tmp")),
                Files.createDirectories(folder.resolve(".models." + dead() + "-" + START + "-0123456789ab.tmp/weights"))
                        .getParent(),
                old(".report.pdf.123e4567-e89b-12d3-a456-426614174000.tmp", Duration.ofHours(2)));
        List<Path> others = List.of(
                Files.createFile(Temporary.sibling(folder.resolve("summary.csv"))),
                old(".report.pdf.123e4567-e89b-12d3-a456-426614174001.tmp", Duration.ofMinutes(5)),
                old("notes.tmp", Duration.ofDays(9)),
                old(".cache.tmp", Duration.ofDays(9)),
                Files.createDirectory(folder.resolve("sub")));

        AtomicFiles.deleteOrphans(folder);
        AtomicFiles.deleteOrphans(folder.resolve("nowhere"));

        assertThat(orphans).allSatisfy(orphan -> assertThat(orphan).doesNotExist());
        assertThat(others).allSatisfy(other -> assertThat(other).exists());
    }

    @Test
    void longNamesLeaveRoom() {
        String name = "x".repeat(200);
        assertThat(Temporary.sibling(folder.resolve(name)).getFileName().toString().length()).isLessThan(255);
    }
}
