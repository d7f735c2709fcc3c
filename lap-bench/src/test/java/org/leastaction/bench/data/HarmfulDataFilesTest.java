package org.leastaction.bench.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.bench.data.picture.PictureReader;
import org.leastaction.io.damage.Harmful;

/** Small files of data sets that promise, or expand to, more than any memory or hours of work. */
class HarmfulDataFilesTest {

    private static final int MILLION = 1_000_000;

    @TempDir
    private Path folder;

    private static void zeros(OutputStream out, long bytes) throws IOException {
        byte[] million = new byte[MILLION];
        for (long written = 0; written < bytes; written += MILLION) {
            out.write(million, 0, (int) Math.min(MILLION, bytes - written));
        }
    }

    private static byte[] header(int... numbers) {
        ByteBuffer header = ByteBuffer.allocate(4 * numbers.length);
        Arrays.stream(numbers).forEach(header::putInt);
        return header.array();
    }

    /** Sizes whose product overflows, is negative, wraps to 0, or is more than the file holds. */
    @ParameterizedTest
    @CsvSource({"65536, 65536, 1", "65536, 256, 256", "2147483647, 2147483647, 2147483647", "-1, 28, 28",
            "10, -28, -28",
            "10, 0, 28", "1073741824, 2, 2", "1, 65536, 65536", "2147483639, 1, 1", "70000, 28, 28",
            "4, 1073741824, 1"})
    void idxSizesThatCannotBe(int count, int rows, int columns) throws IOException {
        byte[] bytes = Arrays.copyOf(header(0x803, count, rows, columns), 100);
        Path plain = Files.write(folder.resolve("images"), bytes);
        Path packed = Files.write(folder.resolve("images.gz"), IdxFiles.packed(bytes));

        Harmful.isRefused(plain, () -> Idx.images(plain), "the header promises");
        Harmful.isRefused(packed, () -> Idx.images(packed));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30, 86})
    void idxLabelsThatCannotBe(int count) throws IOException {
        byte[] bytes = Arrays.copyOf(header(0x801, count), 93);
        Path plain = Files.write(folder.resolve("labels"), bytes);
        Path packed = Files.write(folder.resolve("labels.gz"), IdxFiles.packed(bytes));

        Harmful.isRefused(plain, () -> Idx.labels(plain), "the header promises");
        Harmful.isRefused(packed, () -> Idx.labels(packed));
    }

    @Test
    void gzippedImagesThatExpandAThousandfold() throws IOException {
        Path file = folder.resolve("images.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(header(0x803, 400, MILLION, 1));
            zeros(out, 400L * MILLION);
        }

        assertThat(Files.size(file)).isLessThan(MILLION);
        Harmful.isRefused(file, () -> Idx.images(file), "unpacks to 400,000,000", "-Dlap.limit.expansion=");
    }

    /** The header promises one label; the rest of the stream is not unpacked. */
    @Test
    void gzippedLabelsWithAnEndlessRest() throws IOException {
        Path file = folder.resolve("labels.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(header(0x801, 1));
            zeros(out, 400L * MILLION);
        }

        Harmful.isRefused(file, () -> Idx.labels(file), "more bytes than its header promises");
    }

    private static byte[] tarHeader(String name, byte[] size) {
        byte[] header = new byte[512];
        System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, header, 0, name.length());
        System.arraycopy(size, 0, header, 124, size.length);
        return header;
    }

    private static byte[] octal(String digits) {
        return digits.getBytes(StandardCharsets.US_ASCII);
    }

    /** Negative and absurd sizes, in octal digits and in the binary form of GNU tar. */
    @ParameterizedTest
    @ValueSource(
            strings = {"-0000000001", "77777777777", "37777777777", "17777777777", "00000x00000", "\u0080", "-", "99"})
    void tarMembersOfImpossibleSizes(String size) throws IOException {
        for (String name : List.of("test_batch.bin", "readme")) {
            byte[] archive = Arrays.copyOf(tarHeader(name, size.getBytes(StandardCharsets.ISO_8859_1)), 2048);
            for (byte[] bytes : List.of(archive, IdxFiles.packed(archive))) {
                Path file = Files.write(folder.resolve("archive.tar.gz"), bytes);

                Harmful.isRefused(file, () -> new CifarRecords(1, 10).read(file, List.of("test_batch.bin")));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_batch.bin", "readme"})
    void aGzippedTarThatExpandsAThousandfold(String name) throws IOException {
        Path file = folder.resolve("archive.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(tarHeader(name, octal(Long.toOctalString(600L * MILLION))));
            zeros(out, 600L * MILLION);
        }

        assertThat(Files.size(file)).isLessThan(MILLION);
        Harmful.isRefused(file, () -> new CifarRecords(1, 10).read(file, List.of("test_batch.bin")), "unpacks to");
    }

    @ParameterizedTest
    @CsvSource({"fd377a585a000004, is an xz file", "425a6839314159265359, is a bzip2 file",
            "28b52ffd, is a Zstandard file",
            "504b0304, is a zip file"})
    void anArchiveOfAnotherKindIsNamed(String start, String kind) throws IOException {
        Path file = folder.resolve("archive.tar.gz");
        Files.write(file, Arrays.copyOf(java.util.HexFormat.of().parseHex(start), 600));

        Harmful.isRefused(file, () -> new CifarRecords(1, 10).read(file, List.of("test_batch.bin")), kind);
    }

    /** A PNG of one colour. */
    private Path png(int width, int height, int bits, int colour, byte[] extra) throws IOException {
        Path file = folder.resolve("image.png");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
            ByteBuffer head = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) bits).put((byte) colour);
            chunk(out, "IHDR", head.array());
            if (extra.length > 0) {
                chunk(out, "iCCP", extra);
            }
            int samples = colour == 2 ? 3 : 1;
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            try (DeflaterOutputStream deflated = new DeflaterOutputStream(data)) {
                zeros(deflated, Math.min(200L * MILLION, (1 + ((long) width * samples * bits + 7) / 8) * height));
            }
            chunk(out, "IDAT", data.toByteArray());
            chunk(out, "IEND", new byte[0]);
        }
        return file;
    }

    private static void chunk(OutputStream out, String type, byte[] data) throws IOException {
        byte[] typed = new byte[4 + data.length];
        System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, typed, 0, 4);
        System.arraycopy(data, 0, typed, 4, data.length);
        CRC32 sum = new CRC32();
        sum.update(typed);
        out.write(header(data.length));
        out.write(typed);
        out.write(header((int) sum.getValue()));
    }

    @ParameterizedTest
    @CsvSource({"8000, 8000, 8, 0, expansion", "5000, 5000, 8, 2, expansion", "30000, 30000, 1, 0, image-pixels",
            "65535, 65535, 8, 2, image-pixels", "2147483647, 2147483647, 8, 2, image-pixels",
            "2147483647, 1, 8, 0, image-pixels", "1, 2147483647, 8, 0, image-pixels"})
    void anImageOfMorePixelsThanTheLimit(int width, int height, int bits, int colour, String limit)
            throws IOException {
        Path file = png(width, height, bits, colour, new byte[0]);

        assertThat(Files.size(file)).isLessThan(MILLION);
        Harmful.isRefused(file, () -> shape(file), "and the limit is", "-Dlap.limit." + limit + "=");
    }

    /** Their headers differ from that of the first image, so that nothing is decoded. */
    @Test
    void anImageOfAnotherSizeIsNotDecoded() throws IOException {
        Path first = Files.move(png(32, 32, 8, 2, new byte[0]), folder.resolve("first.png"));
        PictureReader reader = PictureReader.of(PictureForm.asStored(), first);
        Path file = png(2000, 2000, 8, 2, new byte[0]);

        Harmful.isRefused(file, () -> reader.read(List.of(file)), "is 2000 × 2000 pixels");
    }

    /** A long and narrow picture would grow beyond all bounds with its shorter side. */
    @Test
    void aLineIsNotBlownUp() throws IOException {
        Path file = png(100_000, 1, 8, 2, new byte[0]);

        Harmful.isRefused(file, () -> PictureReader.of(PictureForm.asStored().resized(List.of(256)), file),
                "pixels while it is resized", "-Dlap.limit.image-pixels=");
    }

    /** Black around a small picture costs memory too. */
    @Test
    void aHugeCropIsRefused() throws IOException {
        Path whole = Path.of("src", "test", "resources", "golden", "hub", "picture.png");

        Harmful.isRefused(whole, () -> PictureReader.of(PictureForm.asStored().cropped(List.of(16_384)), whole),
                "pixels when it is cropped", "-Dlap.limit.image-pixels=");
    }

    private static List<Integer> shape(Path file) throws IOException {
        return PictureReader.of(PictureForm.asStored(), file).shape();
    }

    /** A compressed colour profile of 200 MB, which nothing needs. */
    @Test
    void aProfileThatExpandsIsNotUnpacked() throws IOException {
        ByteArrayOutputStream profile = new ByteArrayOutputStream();
        profile.write(new byte[] {'a', 0, 0});
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(profile)) {
            zeros(deflated, 200L * MILLION);
        }
        Path file = png(8, 8, 8, 7, profile.toByteArray());

        Harmful.isRefused(file, () -> shape(file));
    }

    /** A progressive JPEG whose last scan is there many times: each costs a pass over all pixels. */
    @ParameterizedTest
    @ValueSource(ints = {101, 4000})
    void aProgressiveImageOfManyScans(int scans) throws IOException {
        byte[] sound = progressive();
        int last = lastScan(sound);
        ByteArrayOutputStream repeated = new ByteArrayOutputStream();
        repeated.write(sound, 0, last);
        for (int i = 0; i < scans; i++) {
            repeated.write(sound, last, sound.length - 2 - last);
        }
        repeated.write(sound, sound.length - 2, 2);
        Path file = Files.write(folder.resolve("image.jpg"), repeated.toByteArray());

        Harmful.isRefused(file, () -> shape(file), "scans, and the limit is 100", "-Dlap.limit.image-scans=");
    }

    @Test
    void aProgressiveImageOfTheUsualScansIsRead() throws IOException {
        Path file = Files.write(folder.resolve("image.jpg"), progressive());

        assertThat(shape(file)).containsExactly(1000, 1000, 3);
    }

    private static byte[] progressive() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.write(null, new IIOImage(new BufferedImage(1000, 1000, BufferedImage.TYPE_3BYTE_BGR), null, null),
                    parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static int lastScan(byte[] jpeg) {
        int last = -1;
        for (int i = 0; i + 1 < jpeg.length; i++) {
            if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xda) {
                last = i;
            }
        }
        return last;
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void pipesAreNotOpened() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe.png");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        Harmful.isRefused(pipe, () -> Idx.images(pipe), "a pipe or a device");
        Harmful.isRefused(pipe, () -> new CifarRecords(1, 10).read(pipe), "a pipe or a device");
        Harmful.isRefused(pipe, () -> new CifarRecords(1, 10).read(pipe, List.of("a")), "a pipe or a device");
        Harmful.isRefused(pipe, () -> shape(pipe), "a pipe or a device");
        Harmful.isRefused(pipe, () -> DataSets.standard().load(DataRequest.of(pipe.toString()),
                DataPlaces.of(Optional.empty(), Optional.empty(), folder)));
    }
}
