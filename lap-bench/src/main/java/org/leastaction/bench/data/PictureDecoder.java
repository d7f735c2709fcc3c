package org.leastaction.bench.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.io.Messages;

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
}
