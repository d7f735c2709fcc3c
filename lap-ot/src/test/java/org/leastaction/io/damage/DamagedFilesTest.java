package org.leastaction.io.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.io.InputFileException;

/** The test of damaged files fails for every kind of harm, and keeps the input that did it. */
class DamagedFilesTest {

    private static final byte[] WHOLE = "a sound file of some bytes".getBytes();

    @TempDir
    private Path folder;

    private Path file;
    private DamagedFiles files;
    private volatile Object garbage;

    @BeforeEach
    void makeFiles() {
        file = folder.resolve("planted.txt");
        files = DamagedFiles.of("planted harm", file, WHOLE);
    }

    /** Reads the sound file, and every damaged one as planted. */
    private void read(WatchedReading.Reader planted, double slowness) throws IOException {
        files.isReadOrRefused(() -> {
            if (!Arrays.equals(WHOLE, Files.readAllBytes(file))) {
                planted.read();
            }
        }, 100, slowness);
    }

    private void isHarm(WatchedReading.Reader planted, double slowness, String message) throws IOException {
        assertThatThrownBy(() -> read(planted, slowness)).isInstanceOf(AssertionError.class)
                .hasMessageContaining(message).hasMessageContaining("kept in ")
                .hasMessageContaining("target/found/planted-harm/seed-");
        Path kept = Path.of("target", "found", "planted-harm");
        try (var inputs = Files.list(kept)) {
            for (Path input : inputs.toList()) {
                assertThat(Files.readAllBytes(input)).isNotEqualTo(WHOLE);
                Files.delete(input);
            }
        }
        Files.delete(kept);
    }

    @Test
    void declaredRefusalsPass() throws IOException {
        read(() -> {
            throw new InputFileException(file, "is damaged");
        }, 1);
    }

    @Test
    void undeclaredFailuresAreHarm() throws IOException {
        isHarm(() -> {
            throw new ArrayIndexOutOfBoundsException("planted");
        }, 1, "undeclared failure of planted harm, seed ");
        isHarm(() -> {
            throw new StackOverflowError("planted");
        }, 1, "undeclared failure");
    }

    @Test
    void refusalsWithoutTheFileAreHarm() throws IOException {
        isHarm(() -> {
            throw new InputFileException(Path.of("another.txt"), "is damaged");
        }, 1, "planted.txt");
    }

    @Test
    void slowReadersAreHarm() throws IOException {
        isHarm(() -> {
            long end = System.nanoTime() + 100_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }, 0.001, "processor seconds of planted harm");
    }

    @Test
    void largeReadersAreHarm() throws IOException {
        isHarm(() -> garbage = new byte[(256 << 20) + 1], 1, "bytes allocated for planted harm");
    }

    @Test
    void readersThatDoNotEndAreHarm() {
        CountDownLatch never = new CountDownLatch(1);
        assertThatThrownBy(() -> WatchedReading.all(watch -> watch.read(() -> {
            try {
                never.await();
            } catch (InterruptedException end) {
                throw new IllegalStateException(end);
            }
        }), 1)).isInstanceOf(AssertionError.class).hasMessageContaining("it has not ended after 1 s: ")
                .hasMessageContaining("CountDownLatch");
    }

    @Test
    void nothingIsReadAfterAReadingThatWasGivenUp() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean goesOn = new AtomicBoolean();
        assertThatThrownBy(() -> WatchedReading.all(watch -> {
            try {
                watch.read(() -> {
                    try {
                        never.await();
                    } catch (InterruptedException interrupted) {
                        throw new InputFileException(file, "is damaged");
                    }
                });
                goesOn.set(true);
            } finally {
                end.countDown();
            }
        }, 1)).isInstanceOf(AssertionError.class);
        end.await();
        assertThat(goesOn).isFalse();
    }
}
