package org.leastaction.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.fault.Disk.Kind;
import org.leastaction.fault.Disk.Operation;

/** The simulated disk keeps what is synced, and of the rest the beginning. */
class PowerLossTest {

    private static final long ROOT = 1;
    private static final long FILE = 7;

    private static final Operation CREATE = new Operation(Kind.CREATE, ROOT, FILE, "a.tmp", "a.tmp", 0, new byte[0]);
    private static final Operation WRITE = new Operation(Kind.WRITE, FILE, 0, "a.tmp", "", 0, new byte[] {1, 2, 3});
    private static final Operation MORE = new Operation(Kind.WRITE, FILE, 0, "a.tmp", "", 3, new byte[] {4});
    private static final Operation SYNC = new Operation(Kind.FORCE, FILE, 0, "a.tmp", "", 0, new byte[0]);
    private static final Operation MOVE = new Operation(Kind.MOVE, ROOT, 0, "a.tmp", "a", 0, new byte[0]);
    private static final Operation SYNC_FOLDER = new Operation(Kind.FORCE, ROOT, 0, "", "", 0, new byte[0]);

    @TempDir
    private Path folder;

    private Path left(int kept, Operation... issued) throws IOException {
        Path disk = Files.createTempDirectory(folder, "disk");
        new PowerLoss(List.of(issued), issued.length, kept).writeTo(disk);
        return disk;
    }

    @Test
    void whatIsNotSyncedIsLostButForItsBeginning() throws IOException {
        assertThat(left(0, CREATE, WRITE, MOVE)).isEmptyDirectory();
        assertThat(left(1, CREATE, WRITE, MOVE).resolve("a.tmp")).isEmptyFile();
        assertThat(left(2, CREATE, WRITE, MORE).resolve("a.tmp")).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(left(3, CREATE, WRITE, MOVE).resolve("a")).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void aSyncCoversItsFileOrTheEntriesOfItsFolder() throws IOException {
        assertThat(left(0, CREATE, WRITE, SYNC, MOVE)).as("no entry").isEmptyDirectory();
        assertThat(left(0, CREATE, WRITE, MOVE, SYNC_FOLDER).resolve("a")).as("renamed before its content")
                .isEmptyFile();
        assertThat(left(0, CREATE, WRITE, SYNC, MOVE, SYNC_FOLDER, MORE).resolve("a"))
                .hasBinaryContent(new byte[] {1, 2, 3});
    }
}
