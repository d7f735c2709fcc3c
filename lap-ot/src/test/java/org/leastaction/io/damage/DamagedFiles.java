package org.leastaction.io.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.leastaction.io.InputFileException;

/**
 * A file that is damaged in many ways, one after the other. Every damage depends on the seed and its number alone:
 * {@code -Dlap.fuzz.seed} and {@code -Dlap.fuzz.inputs} set them. Each damaged file must be read, or refused by the
 * declared exception, with its name, within 2 s of processor time and 256 MiB of memory.
 *
 * @param name   of the kind of file, for messages
 * @param file   where the damaged ones are written
 * @param whole  the sound file's bytes
 * @param repair what is done to damaged bytes, so that a checksum does not detect the damage
 * @param place  a folder that messages may name instead of the file, if the reader reads a folder
 */
public record DamagedFiles(String name, Path file, byte[] whole, UnaryOperator<byte[]> repair, Path place) {

    private static final int INPUTS = Integer.getInteger("lap.fuzz.inputs", 1000);
    private static final long SEED = Long.getLong("lap.fuzz.seed", 1);
    private static final double LONGEST_SECONDS = 2;
    private static final long MOST_BYTES = 256L << 20;
    /** Inputs that once did harm, in a folder for each kind of file; they are read before all others. */
    private static final Path FOUND = Path.of("src", "test", "resources", "found");
    private static final Path KEPT = Path.of("target", "found");

    /** Inputs that parsers often handle wrongly. */
    private static final List<String> WORDS = List.of("", "0", "-1", "1e999", "NaN", "-Infinity", "null", "true", "{}",
            "[]", "[[", "{", "\"", "'", ",", ":", "\n", "\0", "\\u0000", "2147483648", "-9223372036854775809",
            "99999999999",
            "0.5", "é", "\uFEFF", "&a *a", "!!java.lang.Runtime", "- - - -", "? :", "%", "\t", "<html>", "𝄞",
            "(0,)", "(2147483647, 2147483647)", "False", "<f2", ">f16", "|O", "NUMPY", "PK\3\4");

    /** A file that overwrites an existing one. */
    public static DamagedFiles of(String name, Path file, byte[] whole) {
        return new DamagedFiles(name, file, whole, UnaryOperator.identity(), file.getParent());
    }

    public DamagedFiles withRepair(UnaryOperator<byte[]> newRepair) {
        return new DamagedFiles(name, file, whole, newRepair, place);
    }

    public DamagedFiles withPlace(Path newPlace) {
        return new DamagedFiles(name, file, whole, repair, newPlace);
    }

    /** Has the usual number of damaged files read. */
    public void isReadOrRefused(WatchedReading.Reader reader) throws IOException {
        isReadOrRefused(reader, INPUTS, 1);
    }

    /**
     * Has damaged files read.
     *
     * @param slowness the time of this reader relative to others; it gets fewer files and more time by this factor
     */
    public void isReadOrRefusedSlowly(WatchedReading.Reader reader, int slowness) throws IOException {
        isReadOrRefused(reader, Math.max(20, INPUTS / slowness), slowness);
    }

    void isReadOrRefused(WatchedReading.Reader reader, int inputs, double slowness) throws IOException {
        Run run = new Run(reader, LONGEST_SECONDS * slowness);
        Files.write(file, repair.apply(whole));
        reader.read(); // the sound one
        long start = System.nanoTime();
        try {
            WatchedReading.all(watch -> {
                for (Path found : found()) {
                    run.read(watch, repair.apply(Files.readAllBytes(found)), found.toString());
                }
                run.clear();
                for (int i = 0; i < inputs; i++) {
                    byte[] bytes = repair.apply(damaged(whole, new Random(SEED * 1_000_003 + i)));
                    run.read(watch, bytes, "seed " + SEED + ", input " + i);
                }
            });
        } catch (AssertionError harm) {
            throw run.kept(harm);
        }
        System.out.printf(
                "%-28s %,8d damaged files of seed %d: %,d read, %,d refused (%d by exceptions that the reader did"
                        + " not foresee %s); each at most %.2f s and %d MB; %.1f s in all%n",
                name, inputs, SEED, run.read,
                inputs - run.read, run.unforeseen.values().stream().mapToInt(Integer::intValue).sum(),
                shortened(run.unforeseen), run.longestSeconds, run.mostBytes >> 20, (System.nanoTime() - start) / 1e9);
        assertThat(run.read).as("damaged files of %s that were read", name).isLessThan(inputs);
    }

    /** Inputs that were read, with their time and memory. */
    private final class Run {

        private final WatchedReading.Reader reader;
        private final double mostSeconds;
        private final Map<String, Integer> unforeseen = new TreeMap<>();
        private int read;
        private double longestSeconds;
        private long mostBytes;
        private volatile byte[] present = {};
        private volatile String presentInput = "";

        Run(WatchedReading.Reader reader, double mostSeconds) {
            this.reader = reader;
            this.mostSeconds = mostSeconds;
        }

        void clear() {
            unforeseen.clear();
            read = 0;
        }

        void read(WatchedReading.Watch watch, byte[] bytes, String input) throws IOException {
            present = bytes;
            presentInput = input;
            overwrite(bytes);
            check(watch.read(reader), name + ", " + input);
        }

        /** Without truncation to nothing, after which some file systems write the new content to the disk at once. */
        private void overwrite(byte[] bytes) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                ByteBuffer content = ByteBuffer.wrap(bytes);
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                channel.truncate(bytes.length);
            }
        }

        /** The failure of the present input, which is kept. */
        AssertionError kept(AssertionError harm) throws IOException {
            Path kept = Files.createDirectories(KEPT.resolve(folderName()))
                    .resolve(presentInput.replaceAll("[^0-9a-z]+", "-"));
            Files.write(kept, present);
            return new AssertionError(harm.getMessage() + " (" + presentInput + ", kept in " + kept.toAbsolutePath()
                    + "; it belongs into " + FOUND.resolve(folderName()) + ")", harm);
        }

        private void check(WatchedReading reading, String what) {
            if (reading.thrown().isEmpty()) {
                read++;
            } else if (reading.thrown().get() instanceof InputFileException refused) {
                assertThat(refused.getMessage().lines()).as(what).hasSize(1);
                assertThat(refused.getMessage()).as(what).containsPattern(
                        "(" + quoted(file) + "|" + quoted(place) + ")[^:]*: ");
                if (refused.problem().contains("its reader failed with")) {
                    unforeseen.merge(String.valueOf(refused.getCause()).lines().findFirst().orElse(""), 1,
                            Integer::sum);
                }
            } else {
                Throwable other = reading.thrown().get();
                throw new AssertionError("undeclared failure of " + what + ": " + other, other);
            }
            longestSeconds = Math.max(longestSeconds, reading.cpuSeconds());
            mostBytes = Math.max(mostBytes, reading.bytes());
            assertThat(reading.cpuSeconds()).as("processor seconds of %s", what).isLessThan(mostSeconds);
            assertThat(reading.bytes()).as("bytes allocated for %s", what).isLessThan(MOST_BYTES);
        }
    }

    private List<Path> found() throws IOException {
        Path folder = FOUND.resolve(folderName());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private String folderName() {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static String quoted(Path path) {
        return Pattern.quote(path.toString());
    }

    private static String shortened(Map<String, Integer> counts) {
        String text = counts.toString();
        return text.length() < 300 ? text : text.substring(0, 300) + "…";
    }

    /** One to four changes, or the whole text in another encoding. */
    static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole;
        int changes = random.nextInt(3) > 0 ? 1 : 2 + random.nextInt(3);
        for (int c = 0; c < changes; c++) {
            bytes = changed(bytes, whole, random);
        }
        return bytes;
    }

    private static byte[] changed(byte[] bytes, byte[] whole, Random random) {
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        int length = 1 + random.nextInt(random.nextBoolean() ? 8 : 64);
        int end = Math.min(bytes.length, at + length);
        return switch (random.nextInt(12)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> spliced(bytes, at, end, new byte[0]);
            case 2 -> spliced(bytes, at, at, noise(length, random));
            case 3 -> spliced(bytes, at, end, noise(end - at, random));
            case 4, 5 -> spliced(bytes, at, random.nextBoolean() ? at : end, word(random));
            case 6 -> {
                int from = random.nextInt(whole.length);
                byte[] copy = Arrays.copyOfRange(whole, from, Math.min(whole.length, from + length));
                yield spliced(bytes, at, random.nextBoolean() ? at : Math.min(bytes.length, at + copy.length), copy);
            }
            case 7 -> spliced(bytes, at, Math.min(bytes.length, at + 4), fours(random));
            case 8 -> random.nextInt(10) > 0 ? flipped(bytes, at, random) : encoded(bytes, random);
            default -> flipped(bytes, at, random);
        };
    }

    private static byte[] flipped(byte[] bytes, int at, Random random) {
        if (bytes.length == 0) {
            return noise(1, random);
        }
        byte[] changed = bytes.clone();
        changed[at] = switch (random.nextInt(4)) {
            case 0 -> (byte) 0;
            case 1 -> (byte) 0xff;
            case 2 -> (byte) random.nextInt(256);
            default -> (byte) (changed[at] ^ 1 << random.nextInt(8));
        };
        return changed;
    }

    /** Numbers of four bytes that lengths and sizes should not be. */
    private static byte[] fours(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new byte[] {-1, -1, -1, -1};
            case 1 -> new byte[] {-1, -1, -1, 0x7f};
            case 2 -> new byte[] {0x7f, -1, -1, -1};
            case 3 -> new byte[] {0, 0, 0, (byte) 0x80};
            default -> new byte[4];
        };
    }

    private static byte[] word(Random random) {
        String word = WORDS.get(random.nextInt(WORDS.size()));
        int times = random.nextInt(20) == 0 ? 1 + random.nextInt(3000) : 1;
        return word.repeat(times).getBytes(StandardCharsets.UTF_8);
    }

    /** As editors may save it: in UTF-16 or UTF-32 with and without marks, in Latin 1, with other line ends. */
    private static byte[] encoded(byte[] bytes, Random random) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return switch (random.nextInt(6)) {
            case 0 -> text.getBytes(StandardCharsets.UTF_16);
            case 1 -> text.getBytes(StandardCharsets.UTF_16LE);
            case 2 -> text.getBytes(Charset.forName("UTF-32"));
            case 3 -> text.replaceFirst("[a-z]", "é").getBytes(StandardCharsets.ISO_8859_1);
            case 4 -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
            default -> text.replace("\n", "\r").getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] noise(int length, Random random) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(bytes, 0, from);
        result.writeBytes(middle);
        result.write(bytes, to, bytes.length - to);
        return result.toByteArray();
    }
}
