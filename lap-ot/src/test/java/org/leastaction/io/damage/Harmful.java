package org.leastaction.io.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.leastaction.io.InputFileException;

/** A small file that would cost much time or memory is refused at once, by a sentence that names it. */
public final class Harmful {

    private static final double MOST_SECONDS = 2;
    private static final long MOST_BYTES = 64L << 20;

    private Harmful() {}

    /**
     * Checks that a file is refused within 2 s of processor time and 64 MiB of memory.
     *
     * @param file   the file that the message must name
     * @param reason what else the message must contain
     */
    public static void isRefused(Path file, WatchedReading.Reader reader, String... reason) {
        WatchedReading reading = WatchedReading.of(reader);
        assertThat(reading.thrown()).as("what reading %s throws", file).get().isInstanceOf(InputFileException.class);
        String message = String.valueOf(reading.thrown().get().getMessage());
        assertThat(message).startsWith(file + ": ").doesNotContain("its reader failed with");
        assertThat(message.lines()).hasSize(1);
        for (String part : reason) {
            assertThat(message).contains(part);
        }
        isCheap(file, reading);
    }

    /** Checks that a file is read within the same limits, because its reader skips what is harmful in it. */
    public static void isRead(Path file, WatchedReading.Reader reader) {
        WatchedReading reading = WatchedReading.of(reader);
        assertThat(reading.thrown()).as("what reading %s throws", file).isEmpty();
        isCheap(file, reading);
    }

    private static void isCheap(Path file, WatchedReading reading) {
        assertThat(reading.cpuSeconds()).as("processor seconds of reading %s", file).isLessThan(MOST_SECONDS);
        assertThat(reading.bytes()).as("bytes allocated by reading %s", file).isLessThan(MOST_BYTES);
    }
}
