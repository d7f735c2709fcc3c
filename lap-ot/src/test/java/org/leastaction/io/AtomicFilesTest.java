package org.leastaction.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

    @TempDir
    Path folder;

    private static AtomicFiles.FileContent text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static AtomicFiles.FolderContent model(String text) {
        return folder -> {
            Files.createDirectory(folder.resolve("weights"));
            Files.writeString(folder.resolve("weights/w.npz"), text);
            Files.writeString(folder.resolve("model.json"), text);
        };
    }

    @Test
    void writesAFileAndItsFolders() throws IOException {
        Path file = folder.resolve("a/b/file.txt");

        AtomicFiles.write(file, text("new"));

        assertThat(file).hasContent("new");
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void replacesAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file.txt"), "a longer old content");

        AtomicFiles.write(file, text("new"));

        assertThat(file).hasContent("new");
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("file.txt"), "old");

        assertThatThrownBy(() -> AtomicFiles.write(file, out -> {
            out.write(new byte[100_000]);
            throw new IllegalStateException("interrupted");
        })).isInstanceOf(IllegalStateException.class);

        assertThat(file).hasContent("old");
        assertThat(folder).isDirectoryContaining(path -> path.equals(file));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void writesThroughASymbolicLink() throws IOException {
        Path file = Files.writeString(folder.resolve("file.txt"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), file);

        AtomicFiles.write(link, text("new"));

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(file).hasContent("new");
    }

    @Test
    void saysWhyAFileCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file.txt"), "old");
        Path below = file.resolve("x/below.txt");

        assertThatThrownBy(() -> AtomicFiles.write(below, text("new")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write " + below + ": ");
        assertThatThrownBy(() -> AtomicFiles.write(folder, text("new")))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + folder + ": a folder stands there");
        assertThat(file).hasContent("old");
    }

    @Test
    void saysThatThereIsNoPermission() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        assumeThat(closed.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeThat(Files.isWritable(closed)).as("permission bits do not bind this user (root)").isFalse();

        assertThatThrownBy(() -> AtomicFiles.write(closed.resolve("file.txt"), text("new")))
                .hasMessage("cannot write " + closed.resolve("file.txt") + ": no permission");
    }

    @Test
    void saysThatTheSystemRefuses() {
        Path proc = Path.of("/proc/file-of-lap.txt");
        assumeThat(Path.of("/proc/self")).exists();

        assertThatThrownBy(() -> AtomicFiles.write(proc, text("new")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write " + proc + ": ");
    }

    @Test
    void saysThatTheDiskIsFull() {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();

        assertThatThrownBy(() -> AtomicFiles.write(full, text("new")))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write /dev/full: No space left on device");
        assertThat(full).exists();
    }

    @Test
    void writesToADeviceWithoutReplacingIt() throws IOException {
        Path device = Path.of("/dev/null");
        assumeThat(device).exists();

        AtomicFiles.write(device, text("new"));

        assertThat(Files.isRegularFile(device)).isFalse();
    }

    @Test
    void writesAndReplacesAFolder() throws IOException {
        Path target = folder.resolve("models/circles");

        AtomicFiles.writeFolder(target, "model.json", model("old"));
        Files.writeString(target.resolve("left-over.txt"), "goes with the old folder");
        AtomicFiles.writeFolder(target, "model.json", model("new"));

        assertThat(target.resolve("weights/w.npz")).hasContent("new");
        assertThat(target.toFile().list()).containsExactlyInAnyOrder("weights", "model.json");
        assertThat(target.getParent().toFile().list()).containsExactly("circles");
    }

    @Test
    void aFailureLeavesTheOldFolderAndNothingElse() throws IOException {
        Path target = folder.resolve("circles");
        AtomicFiles.writeFolder(target, "model.json", model("old"));

        assertThatThrownBy(() -> AtomicFiles.writeFolder(target, "model.json", half -> {
            Files.writeString(half.resolve("model.json"), "half");
            throw new IOException("out of weights");
        })).hasMessage("out of weights");

        assertThat(target.resolve("model.json")).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("circles");
    }

    @Test
    void neverReplacesAFolderOfAnotherKind() throws IOException {
        Path thesis = Files.writeString(folder.resolve("thesis.txt"), "years of work");

        assertThatThrownBy(() -> AtomicFiles.writeFolder(folder, "model.json", model("new")))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write the folder " + folder + ": a folder with other content (no model.json) stands"
                        + " there; name another or remove it");
        assertThatThrownBy(() -> AtomicFiles.writeFolder(thesis, "model.json", model("new")))
                .hasMessage("cannot write the folder " + thesis + ": a file stands there");
        assertThat(thesis).hasContent("years of work");
    }

    @Test
    void replacesAnEmptyFolder() throws IOException {
        AtomicFiles.writeFolder(folder, "model.json", model("new"));

        assertThat(folder.resolve("model.json")).hasContent("new");
    }

    @Test
    void aFolderWithoutItsMarkerIsADefectOfItsWriter() {
        assertThatThrownBy(() -> AtomicFiles.writeFolder(folder.resolve("x"), "model.json", half -> {}))
                .isInstanceOf(IllegalStateException.class);
        assertThat(folder).isEmptyDirectory();
    }
}
