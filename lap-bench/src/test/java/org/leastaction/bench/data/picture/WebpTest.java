package org.leastaction.bench.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.points.io.Npz;
import org.leastaction.points.io.NpyArray;
import org.leastaction.io.damage.Harmful;

/** WebP files of every kind, against Pillow's pixels (golden/pictures/webp.py), and harmful ones. */
class WebpTest {

    private static final Path GOLDEN = golden();
    private static final String ENDING = ".webp";
    /** The decoder of lossy frames does not interpolate colours, which are stored at half the resolution. */
    private static final int LOSSY = 32;

    @TempDir
    private Path folder;

    private static Path golden() {
        try {
            return Path.of(Objects.requireNonNull(WebpTest.class.getResource("/golden/pictures/webp.npz")).toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static Stream<String> names() throws IOException {
        return Npz.names(GOLDEN).stream().filter(name -> !name.endsWith(ENDING));
    }

    private static byte[] file(String name) throws IOException {
        int[] values = Npz.read(GOLDEN, name + ENDING).ints();
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private Picture read(byte[] bytes) throws IOException {
        return PictureFile.read(Files.write(folder.resolve("picture.webp"), bytes)).picture();
    }

    @ParameterizedTest
    @MethodSource("names")
    void pixelsAreThoseOfPillow(String name) throws IOException {
        NpyArray expected = Npz.read(GOLDEN, name);

        Picture picture = read(file(name));

        assertThat(expected.shape()).containsExactly(picture.height(), picture.width(), picture.channels());
        int[] wanted = expected.ints();
        int largest = 0;
        for (int i = 0; i < wanted.length; i++) {
            largest = Math.max(largest, Math.abs(wanted[i] - Byte.toUnsignedInt(picture.pixels()[i])));
        }
        assertThat(largest).isLessThanOrEqualTo(name.startsWith("lossy") ? LOSSY : 0);
    }

    @ParameterizedTest
    @MethodSource("names")
    void fileThatEndsInItsFrameIsRefused(String name) throws IOException {
        byte[] file = file(name);
        RiffChunks chunks = RiffChunks.of(file);
        int end = end(file);
        for (int length = end - 1; length >= end - chunks.frame().remaining(); length -= 1 + length / 40) {
            byte[] shortened = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> read(shortened)).as("%d of %d bytes", length, end)
                    .isInstanceOf(IOException.class).hasMessageContaining("is not a valid picture");
        }
    }

    private static int end(byte[] file) throws IOException {
        ByteBuffer frame = RiffChunks.of(file).frame();
        return frame.arrayOffset() + frame.remaining();
    }

    @Test
    void losslessFrameThatPromisesMoreIsRefused() throws IOException {
        byte[] file = file("noise");
        int header = RiffChunks.of(file).frame().arrayOffset() + 1;
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(header, bytes.getInt(header) + (40 << 14)); // higher

        assertThatThrownBy(() -> read(file)).hasMessageContaining("is not a valid picture: it ends too early");
    }

    @Test
    void canvasOfAnotherSizeIsRefused() throws IOException {
        byte[] file = file("lossy, transparent");
        file[24]++;

        assertThatThrownBy(() -> read(file)).hasMessageContaining("its canvas of 33 × 21 pixels (height × width)"
                + " is not of the size of its frame, 33 × 20");
    }

    @Test
    void animationIsRefused() throws IOException {
        assertThatThrownBy(() -> read(riff("ANIM", new byte[6]))).hasMessageContaining("it is an animation");
        assertThatThrownBy(() -> read(riff("ICCP", new byte[6]))).hasMessageContaining("it has no frame");
    }

    private static byte[] riff(String name, byte[] content) {
        ByteBuffer file = ByteBuffer.allocate(20 + content.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + content.length);
        file.put(("WEBP" + name).getBytes(StandardCharsets.US_ASCII)).putInt(content.length).put(content);
        return file.array();
    }

    /** A lossless frame: its header, then bits from the least significant on. */
    private static byte[] lossless(int height, int width, int length, int... setBits) {
        byte[] frame = new byte[length];
        frame[0] = 0x2f;
        ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(1, width - 1 | height - 1 << 14);
        BitSet bits = BitSet.valueOf(frame);
        Arrays.stream(setBits).forEach(bit -> bits.set(40 + bit));
        return riff("VP8L", Arrays.copyOf(bits.toByteArray(), length));
    }

    /** Green is added 10,000 times to a million pixels: a file of 4 KB that takes seconds. */
    @Test
    void transformsThatAreRepeatedAreRefused() throws IOException {
        int[] bits = new int[20_000];
        for (int k = 0; k < 10_000; k++) {
            bits[2 * k] = 3 * k; // there is a transform,
            bits[2 * k + 1] = 3 * k + 2; // of kind 2
        }
        Path file = Files.write(folder.resolve("picture.webp"), lossless(1000, 1000, 4000, bits));

        Harmful.isRefused(file, () -> PictureFile.read(file), "is not a valid picture: it has a transform twice");
    }

    @Test
    void codesBehindTheEndAreNotRead() throws IOException {
        Path file = Files.write(folder.resolve("picture.webp"), lossless(4000, 200, 60, 2, 4));

        Harmful.isRefused(file, () -> PictureFile.read(file), "is not a valid picture");
    }
}
