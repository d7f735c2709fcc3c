package org.leastaction.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

    @TempDir
    private Path folder;

    private static Process process(Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Holds the lock of a folder until it is killed. */
    static final class Holder {

        public static void main(String[] arguments) throws Exception {
            FolderLock lock = FolderLock.acquire(Path.of(arguments[0]));
            System.out.println("held " + lock.remark().isEmpty());
            System.in.read();
        }
    }

    /** Adds 1 to the number in a file many times, each time under the lock. */
    static final class Counter {

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            Path number = folder.resolveSibling("number");
            for (int i = Integer.parseInt(arguments[1]); i > 0;) {
                try (FolderLock lock = FolderLock.acquire(folder)) {
                    int before = Integer.parseInt(Files.readString(number));
                    Files.writeString(number, Integer.toString(before + 1));
                    i--;
                } catch (FolderInUseException other) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private static Process holder(Path folder) throws IOException {
        Process holder = process(Holder.class, folder);
        BufferedReader out = new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo("held true");
        return holder;
    }

    @Test
    void anotherProcessIsNamedAndNothingIsTouchedUntilItIsKilled() throws Exception {
        Path locked = folder.resolve("run");
        Process holder = holder(locked);
        byte[] owner = Files.readAllBytes(locked.resolve(".lap.lock"));
        Object before = Files.getLastModifiedTime(locked);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> FolderLock.acquire(locked))
                    .isInstanceOf(FolderInUseException.class)
                    .hasMessageMatching("\\Q" + locked + "\\E is in use by process " + holder.pid()
                            + " since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ; wait until it has ended, or choose another folder");
        }
        assertThat(locked.resolve(".lap.lock")).hasBinaryContent(owner);
        assertThat(Files.getLastModifiedTime(locked)).isEqualTo(before);

        holder.destroyForcibly().waitFor();
        assertThat(locked.resolve(".lap.lock")).as("left by the killed process").exists();
        FolderLock.acquire(locked).close();
        assertThat(locked).isEmptyDirectory();
    }

    @Test
    void theSameProcessIsRejectedByEveryNameOfTheFolderAndKeepsItsLock() throws Exception {
        Path locked = Files.createDirectory(folder.resolve("run"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), locked);
        FolderLock lock = FolderLock.acquire(locked);

        for (Path name : List.of(locked, link, folder.resolve("../" + folder.getFileName() + "/run"))) {
            assertThatThrownBy(() -> FolderLock.acquire(name)).isInstanceOf(FolderInUseException.class)
                    .hasMessageStartingWith(
                            name + " is in use by process " + ProcessHandle.current().pid() + " since ");
        }
        Process other = process(Counter.class, locked, 1);
        Files.writeString(folder.resolve("number"), "0");
        Thread.sleep(300);
        assertThat(other.isAlive()).as("another process is still rejected").isTrue();

        lock.close();
        lock.close();
        assertThat(lock.isHeld()).isFalse();
        assertThat(other.waitFor()).isZero();
        assertThat(folder.resolve("number")).hasContent("1");
    }

    @Test
    void processesThatTakeTurnsLoseNothing() throws Exception {
        Files.writeString(folder.resolve("number"), "0");
        List<Process> counters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            counters.add(process(Counter.class, folder.resolve("run"), 300));
        }
        for (Process counter : counters) {
            assertThat(counter.waitFor()).isZero();
        }
        assertThat(folder.resolve("number")).hasContent("900");
        assertThat(folder.resolve("run")).satisfiesAnyOf(
                run -> assertThat(run).doesNotExist(), run -> assertThat(run).isEmptyDirectory());
    }

    @Test
    void foldersThatTheLockCreatedGoWithItUnlessTheyAreUsed() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        FolderLock.acquire(there).close();
        assertThat(there).isEmptyDirectory();

        FolderLock.acquire(folder.resolve("a/b/c")).close();
        assertThat(folder.resolve("a")).doesNotExist();

        try (FolderLock lock = FolderLock.acquire(folder.resolve("a/b/c"))) {
            Files.createFile(folder.resolve("a/b/file"));
        }
        assertThat(folder.resolve("a/b").toFile().list()).containsExactly("file");
    }

    @Test
    void aFileInTheWayIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> FolderLock.acquire(file.resolve("run")))
                .isInstanceOf(IOException.class).hasMessageContaining("file is a file, not a folder");
        assertThat(folder.toFile().list()).containsExactly("file");
    }
}
