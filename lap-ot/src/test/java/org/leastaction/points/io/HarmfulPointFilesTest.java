package org.leastaction.points.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.io.damage.Harmful;

/** Small files of points that promise, or expand to, more than any memory. */
class HarmfulPointFilesTest {

    private static final int MILLION = 1_000_000;

    @TempDir
    private Path folder;

    private static byte[] npy(String shape) {
        String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
        byte[] text = (dictionary + "\n").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.allocate(10 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
        return bytes.putShort((short) text.length).put(text).array();
    }

    private static void zeros(OutputStream out, long bytes) throws IOException {
        byte[] million = new byte[MILLION];
        for (long written = 0; written < bytes; written += MILLION) {
            out.write(million, 0, (int) Math.min(MILLION, bytes - written));
        }
    }

    private Path zip(int arrays, int megabytes) throws IOException {
        Path file = folder.resolve("zeros.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            for (int i = 0; i < arrays; i++) {
                zip.putNextEntry(new ZipEntry("x" + i + ".npy"));
                zip.write(npy("(" + megabytes * (MILLION / 4) + ", 1)"));
                zeros(zip, (long) megabytes * MILLION);
                zip.closeEntry();
            }
        }
        return file;
    }

    @ParameterizedTest
    @CsvSource({"1, 400", "20, 20"})
    void anArchiveThatExpandsAThousandfold(int arrays, int megabytes) throws IOException {
        Path file = zip(arrays, megabytes);

        assertThat(Files.size(file)).isLessThan(MILLION);
        Harmful.isRefused(file, () -> Npz.read(file), "unpacks to", "the limit is", "-Dlap.limit.expansion=");
    }

    @Test
    void anHonestArchiveBeyondTheLimitIsReadWithAHigherOne() throws IOException {
        Path file = zip(1, 60);
        Harmful.isRefused(file, () -> Npz.read(file), "-Dlap.limit.expansion=");
        System.setProperty("lap.limit.expansion", "1100");
        try {
            assertThat(Npz.read(file).get("x0").size()).isEqualTo(15 * MILLION);
        } finally {
            System.clearProperty("lap.limit.expansion");
        }
    }

    /** Entries that share their data, as in the bombs of D. Fifield, "A better zip bomb", 2019. */
    @Test
    void entriesThatShareTheirData() throws IOException {
        Path file = folder.resolve("shared.npz");
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(npy("(5000000,)"));
        zeros(content, 20 * MILLION);
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(content.toByteArray());
        deflater.finish();
        byte[] deflated = new byte[MILLION];
        int length = deflater.deflate(deflated);
        CRC32 sum = new CRC32();
        sum.update(content.toByteArray());
        ByteBuffer zip = ByteBuffer.allocate(2 * MILLION).order(ByteOrder.LITTLE_ENDIAN);
        zip.putInt(0x04034b50).putShort((short) 20).putShort((short) 0).putShort((short) 8).putInt(0)
                .putInt((int) sum.getValue()).putInt(length).putInt(content.size()).putShort((short) 5)
                .putShort((short) 0)
                .put("x.npy".getBytes(StandardCharsets.US_ASCII)).put(deflated, 0, length);
        int directory = zip.position();
        int entries = 500;
        for (int i = 0; i < entries; i++) {
            byte[] name = ("x" + i + ".npy").getBytes(StandardCharsets.US_ASCII);
            zip.putInt(0x02014b50).putShort((short) 20).putShort((short) 20).putShort((short) 0).putShort((short) 8)
                    .putInt(0).putInt((int) sum.getValue()).putInt(length).putInt(content.size())
                    .putShort((short) name.length).putShort((short) 0).putShort((short) 0).putShort((short) 0)
                    .putShort((short) 0).putInt(0).putInt(0).put(name);
        }
        int end = zip.position();
        zip.putInt(0x06054b50).putInt(0).putShort((short) entries).putShort((short) entries)
                .putInt(end - directory).putInt(directory).putShort((short) 0);
        Files.write(file, Arrays.copyOf(zip.array(), zip.position()));

        Harmful.isRefused(file, () -> Npz.read(file), "unpacks to");
    }

    /** A directory in the 64-bit form; Java's reader allocates an array for its entries. */
    @ParameterizedTest
    @ValueSource(longs = {300_000_000L, 357_913_941L, 715_827_883L, 0xffff_ffffL, Long.MAX_VALUE, -1})
    void aDirectoryThatClaimsGigabytes(long claimed) throws IOException {
        ByteBuffer zip = ByteBuffer.allocate(500).order(ByteOrder.LITTLE_ENDIAN);
        zip.putInt(0x04034b50).put(new byte[26]);
        int directory = zip.position();
        zip.putInt(0x02014b50).put(new byte[24]).putShort((short) 5).put(new byte[16]);
        zip.put("x.npy".getBytes(StandardCharsets.US_ASCII));
        int end = zip.position();
        zip.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45).putInt(0).putInt(0)
                .putLong(claimed)
                .putLong(claimed).putLong(end - directory).putLong(directory);
        zip.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        zip.putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
        Path file = Files.write(folder.resolve("claims.npz"), Arrays.copyOf(zip.array(), zip.position()));

        Harmful.isRefused(file, () -> Npz.names(file), "its directory claims " + Long.toUnsignedString(claimed));
        Harmful.isRefused(file, () -> PointFiles.read(file), "its directory claims");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(2147483647,)", "(1073741824, 1)", "(65536, 32767)", "(2147483647, 2147483647)",
            "(65536, 65536)", "(65536, 65536, 65536, 65536)"})
    void anArrayThatPromisesMoreThanItsFileHolds(String shape) throws IOException {
        Path file = Files.write(folder.resolve("short.npy"), npy(shape));

        Harmful.isRefused(file, () -> Npy.read(file));
        Harmful.isRefused(file, () -> PointFiles.read(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(2147483647, 2147483647, 0)", "(0, 2147483647, 2147483647, 2147483647)"})
    void anArrayWithoutElementsMayHaveAnyExtents(String shape) throws IOException {
        Path file = Files.write(folder.resolve("empty.npy"), npy(shape));

        assertThat(Npy.read(file).size()).isZero();
    }

    /** Text on which the patterns of the header would take hours. */
    @ParameterizedTest
    @ValueSource(strings = {"'shape':(", "'descr':", "'descr'          ", "'shape': (((((("})
    void aHeaderOfAMegabyte(String repeated) throws IOException {
        for (int bytes : new int[] {1 << 20, (1 << 16) - 16}) {
            byte[] text = repeated.repeat(bytes / repeated.length()).getBytes(StandardCharsets.ISO_8859_1);
            ByteBuffer header = ByteBuffer.allocate(12 + text.length).order(ByteOrder.LITTLE_ENDIAN);
            header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 2).put((byte) 0);
            header.putInt(text.length).put(text);
            Path file = Files.write(folder.resolve("header.npy"), header.array());

            Harmful.isRefused(file, () -> Npy.read(file), "header");
        }
    }

    /** Lines on which a careless pattern would take minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"1,", "\"1", "\"\"", "1\"", " 1 ", ";\"", "1e", "-", "9", "1,1e", "a", "\"a\",", "\t1 "})
    void aLongLine(String repeated) throws IOException {
        Path file = folder.resolve("line.csv");
        Files.writeString(file, repeated.repeat((1 << 17) / repeated.length()) + "\n1,x\n");

        Harmful.isRefused(file, () -> PointFiles.read(file));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aPipeIsRefusedBeforeItIsOpened() throws IOException, InterruptedException {
        for (String ending : List.of(".npy", ".npz", ".csv")) {
            Path pipe = folder.resolve("pipe" + ending);
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

            Harmful.isRefused(pipe, () -> PointFiles.read(pipe), "a pipe or a device");
        }
    }
}
