package org.leastaction.bench.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.leastaction.bench.data.ImageFolders.ImageFile;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.io.Messages;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/**
 * Decodes PNG and JPEG images of one size, grey or coloured, eight bits per channel, in parallel on all processors;
 * each is decoded once.
 */
final class PictureDecoder {

    private static final int CHUNK = 128;

    private PictureDecoder() {}

    /**
     * Decodes images.
     *
     * @param shape [height, width, channels] that all must have
     * @throws InputFileException for the first image that cannot be decoded or has another shape
     */
    static ByteImages decode(List<ImageFile> images, List<Integer> shape) throws InputFileException {
        int size = shape.stream().reduce(1, Math::multiplyExact);
        byte[] pixels = new byte[bytes(images, size)];
        int[] labels = new int[images.size()];
        ConcurrentSkipListMap<Integer, InputFileException> failures = new ConcurrentSkipListMap<>();
        IntStream.range(0, (images.size() + CHUNK - 1) / CHUNK).parallel().forEach(chunk -> {
            int end = Math.min((chunk + 1) * CHUNK, images.size());
            for (int i = chunk * CHUNK; i < end; i++) {
                labels[i] = images.get(i).label();
                try {
                    Decoded decoded = decode(images.get(i).path(), Optional.of(shape));
                    requireShape(images.get(i).path(), decoded.shape(), shape);
                    System.arraycopy(decoded.pixels(), 0, pixels, i * size, size);
                } catch (InputFileException failure) {
                    failures.put(i, failure);
                    return;
                }
            }
        });
        if (!failures.isEmpty()) {
            throw failures.firstEntry().getValue();
        }
        return new ByteImages(pixels, labels, shape);
    }

    /** The shape of an image, [height, width, channels]. */
    static List<Integer> shape(Path file) throws InputFileException {
        return decode(file, Optional.empty()).shape();
    }

    private record Decoded(byte[] pixels, List<Integer> shape) {}

    private static void requireShape(Path file, List<Integer> found, List<Integer> expected)
            throws InputFileException {
        if (!found.equals(expected)) {
            throw new InputFileException(file, "has the height, width and channels " + found
                    + ", the first image " + expected + "; all must be alike");
        }
    }

    private static int bytes(List<ImageFile> images, int size) throws InputFileException {
        long bytes = (long) images.size() * size;
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new InputFileException(images.get(0).path(), "is the first of " + images.size() + " images of " + size
                    + " bytes, in all more than the 2^31 bytes that fit; choose fewer");
        }
        return (int) bytes;
    }

    private static Decoded decode(Path file, Optional<List<Integer>> expected) throws InputFileException {
        BufferedImage image = read(file, expected);
        if (image.getColorModel() instanceof IndexColorModel palette && !palette.hasAlpha()) {
            BufferedImage coloured = new BufferedImage(
                    image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    coloured.setRGB(x, y, image.getRGB(x, y));
                }
            }
            image = coloured;
        }
        Raster raster = image.getRaster();
        int channels = raster.getNumBands();
        if ((channels != 1 && channels != 3) || image.getColorModel().hasAlpha()) {
            throw new InputFileException(file, "has " + image.getColorModel().getNumComponents()
                    + " channels; images of 1 (grey) or 3 (colour) without transparency are read");
        }
        if (image.getColorModel().getComponentSize(0) != Byte.SIZE) {
            throw new InputFileException(file, "has " + image.getColorModel().getComponentSize(0)
                    + " bits a channel; images of 8 are read");
        }
        // The unconverted samples of the raster: a conversion to RGB would change grey values.
        int row = image.getWidth() * channels;
        int[] samples = new int[row];
        byte[] pixels = new byte[image.getHeight() * row];
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, image.getWidth(), 1, samples);
            for (int i = 0; i < row; i++) {
                pixels[y * row + i] = (byte) samples[i];
            }
        }
        return new Decoded(pixels, List.of(image.getHeight(), image.getWidth(), channels));
    }

    /** @param expected [height, width, channels], compared with the header before anything is decoded */
    private static BufferedImage read(Path file, Optional<List<Integer>> expected) throws InputFileException {
        InputFileException.requireReadable(file);
        String format = file.toString().toLowerCase(Locale.ROOT).endsWith(".png") ? "png" : "jpeg";
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        boolean[] warned = new boolean[1];
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (format.equals("png")) {
                PngChunks.requireWhole(bytes);
            } else {
                Limit.IMAGE_SCANS.check(file, JpegScans.count(bytes), "scans");
            }
            reader.addIIOReadWarningListener((source, warning) -> warned[0] = true);
            reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)), true, true);
            long size = (long) reader.getWidth(0) * reader.getHeight(0);
            Limit.IMAGE_PIXELS.check(file, size, "pixels");
            if (expected.isPresent()) {
                List<Integer> shape = expected.get();
                requireShape(file, List.of(reader.getHeight(0), reader.getWidth(0), shape.get(2)), shape);
            }
            BufferedImage image = reader.read(0);
            if (warned[0]) {
                throw new IOException("it breaks off or is damaged");
            }
            return image;
        } catch (InputFileException refused) {
            throw refused;
        } catch (IOException | RuntimeException failure) {
            // Java's image readers also throw runtime exceptions on damaged files.
            throw new InputFileException(file, "is no whole " + format.toUpperCase(Locale.ROOT) + " image: "
                    + Messages.of(failure), failure);
        } finally {
            reader.dispose();
        }
    }

    /**
     * The scans of a JPEG file (ISO/IEC 10918-1, annex B): a progressive file may have any number, each of all pixels.
     */
    static final class JpegScans {

        private static final int PREFIX = 0xff;
        private static final int START_OF_SCAN = 0xda;
        private static final int TEMPORARY = 0x01;
        /** Restart markers, start and end of the image: they have no segment. */
        private static final int FIRST_BARE = 0xd0;
        private static final int LAST_BARE = 0xd9;

        private JpegScans() {}

        /** The number of scans, as far as the file's segments are whole. */
        static int count(byte[] file) {
            int scans = 0;
            int at = 0;
            while (at + 1 < file.length) {
                int marker = Byte.toUnsignedInt(file[at + 1]);
                if (Byte.toUnsignedInt(file[at]) != PREFIX || marker == 0 || marker == PREFIX) {
                    at++; // the compressed data of a scan, or fill bytes
                } else if (marker == TEMPORARY || (marker >= FIRST_BARE && marker <= LAST_BARE)) {
                    at += 2;
                } else {
                    scans += marker == START_OF_SCAN ? 1 : 0;
                    at += 2 + length(file, at + 2);
                }
            }
            return scans;
        }

        private static int length(byte[] file, int at) {
            return at + 1 < file.length ? Byte.toUnsignedInt(file[at]) << 8 | Byte.toUnsignedInt(file[at + 1]) : 0;
        }
    }

    /** The chunks of a PNG file (ISO/IEC 15948), whose checksums Java's own reader does not verify. */
    private static final class PngChunks {

        private static final long SIGNATURE = 0x89504E470D0A1A0AL;
        private static final int TYPE_BYTES = 4;

        private PngChunks() {}

        /** @throws IOException unless all chunks up to the last, IEND, are present with correct checksums */
        static void requireWhole(byte[] file) throws IOException {
            ByteBuffer in = ByteBuffer.wrap(file);
            if (in.remaining() < Long.BYTES || in.getLong() != SIGNATURE) {
                throw new IOException("it does not begin as one");
            }
            String type;
            do {
                if (in.remaining() < Integer.BYTES) {
                    throw new IOException("it breaks off");
                }
                int length = in.getInt();
                if (length < 0 || in.remaining() - TYPE_BYTES - Integer.BYTES < length) {
                    throw new IOException("it breaks off");
                }
                CRC32 sum = new CRC32();
                sum.update(file, in.position(), TYPE_BYTES + length);
                type = new String(file, in.position(), TYPE_BYTES, StandardCharsets.US_ASCII);
                in.position(in.position() + TYPE_BYTES + length);
                if (in.getInt() != (int) sum.getValue()) {
                    throw new IOException("the sum of its chunk " + type + " is wrong");
                }
            } while (!type.equals("IEND"));
        }
    }

    /**
     * Images of eight bits per channel, with their classes.
     *
     * @param pixels [n, height, width, channels], row-major, unsigned
     * @param labels n classes from 0
     * @param shape  [height, width, channels]
     */
    record ByteImages(byte[] pixels, int[] labels, List<Integer> shape) {

        private static final float WHITE = 255;

        ByteImages {
            shape = List.copyOf(shape);
        }

        /** Number of images. */
        int size() {
            return labels.length;
        }

        /** The images, scaled to [0, 1] and normalised. */
        LabelledPoints normalised(Normalisation normalisation, int classes) {
            float[] values = new float[pixels.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = Byte.toUnsignedInt(pixels[i]) / WHITE;
            }
            normalisation.applyTo(values, shape.get(shape.size() - 1));
            return new LabelledPoints(
                    FloatPoints.wrap(values, size(), size() == 0 ? 0 : values.length / size()), labels, classes, shape);
        }
    }
}
