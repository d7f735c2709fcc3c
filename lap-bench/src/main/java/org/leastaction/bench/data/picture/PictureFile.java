package org.leastaction.bench.data.picture;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.io.Messages;

/**
 * A file with one picture: PNG, JPEG or WebP, regardless of its name. Its samples are used as stored: colour profiles
 * are not applied and transparency is ignored, as in the Python Imaging Library. Of samples of 16 bits, the upper eight
 * are used.
 *
 * @param picture upright
 * @param turned  whether the stored picture was turned to be upright
 */
record PictureFile(Picture picture, boolean turned) {

    private static final int WHITE = 255;
    /** Approximate number of bytes that decoders allocate per pixel. */
    private static final long DECODER_BYTES = 8;

    /** The formats, by the first bytes of their files. */
    private enum Format {
        PNG,
        JPEG,
        WEBP;

        static Format of(byte[] file) throws IOException {
            if (PngChunks.begin(file)) {
                return PNG;
            }
            if (JpegSegments.begin(file)) {
                return JPEG;
            }
            if (RiffChunks.begin(file)) {
                return WEBP;
            }
            throw new IOException("it is neither PNG nor JPEG nor WebP");
        }
    }

    /** Reads a file of any size. */
    static PictureFile read(Path file) throws InputFileException {
        return read(file, List.of());
    }

    /**
     * Reads a file.
     *
     * @param shape the height and width that the header must state, before anything is decoded; any if empty
     * @throws InputFileException if the file cannot be read, is damaged, too large, or of another size
     */
    static PictureFile read(Path file, List<Integer> shape) throws InputFileException {
        InputFileException.requireReadable(file);
        try {
            byte[] bytes = Files.readAllBytes(file);
            Format format = Format.of(bytes);
            int orientation;
            Picture stored;
            if (format == Format.WEBP) {
                RiffChunks chunks = RiffChunks.of(bytes);
                orientation = Orientation.of(chunks.exif());
                stored = chunks.lossless() ? ofLossless(file, new LosslessWebp(chunks.frame()), orientation, shape)
                        : decoded(file, format, chunks.frameAlone(), JpegSegments.NONE, orientation, shape);
                chunks.requireCanvas(stored.height(), stored.width());
            } else {
                JpegSegments segments = format == Format.JPEG ? JpegSegments.of(bytes) : JpegSegments.NONE;
                Limit.IMAGE_SCANS.check(file, segments.scans(), "scans");
                orientation = Orientation.of(format == Format.JPEG ? segments.exif() : PngChunks.exif(bytes));
                stored = decoded(file, format, bytes, segments, orientation, shape);
            }
            return new PictureFile(stored.upright(orientation), orientation != 1);
        } catch (InputFileException refused) {
            throw refused;
        } catch (IOException | RuntimeException failure) {
            // Image readers also throw runtime exceptions on damaged files.
            throw new InputFileException(file, "is not a valid picture: " + Messages.of(failure), failure);
        }
    }

    private static Picture decoded(Path file, Format format, byte[] bytes, JpegSegments segments, int orientation,
            List<Integer> shape) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT)).next();
        try {
            boolean[] brokenOff = new boolean[1];
            reader.addIIOReadWarningListener(
                    (source, warning) -> brokenOff[0] |= warning.toLowerCase(Locale.ROOT).contains("premature"));
            reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)), true, true);
            requireDecodable(file, reader.getHeight(0), reader.getWidth(0), orientation, shape);
            Picture picture = segments.isOfInks()
                    ? ofInks(reader.readRaster(0, null), segments) : of(file, reader.read(0), bytes);
            if (brokenOff[0]) {
                throw new IOException("it ends too early");
            }
            return picture;
        } finally {
            reader.dispose();
        }
    }

    private static Picture ofLossless(Path file, LosslessWebp picture, int orientation, List<Integer> shape)
            throws IOException {
        requireDecodable(file, picture.height(), picture.width(), orientation, shape);
        return picture.decode();
    }

    private static void requireDecodable(Path file, int height, int width, int orientation, List<Integer> shape)
            throws InputFileException {
        Limit.IMAGE_PIXELS.check(file, (long) height * width, "pixels");
        Limit.checkExpansion(file, DECODER_BYTES * height * width);
        if (!shape.isEmpty()) {
            boolean transposed = Orientation.transposes(orientation);
            requireSize(file, transposed ? width : height, transposed ? height : width, shape);
        }
    }

    /** @throws InputFileException unless a picture is as high and wide as the first */
    static void requireSize(Path file, int height, int width, List<Integer> shape) throws InputFileException {
        if (height != shape.get(0) || width != shape.get(1)) {
            throw new InputFileException(file,
                    "is " + height + " × " + width + " pixels (height × width), and the first"
                            + " picture gives " + shape.get(0) + " × " + shape.get(1)
                            + "; --resize and --crop bring all pictures to one size");
        }
    }

    private static Picture of(Path file, BufferedImage image, byte[] bytes) throws InputFileException {
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return ofPalette(image, palette, PngChunks.isGrey(bytes) ? 1 : 3);
        }
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int channels = bands < 3 ? 1 : 3;
        int bits = image.getColorModel().getComponentSize(0);
        if (bands > 4 || (bits != Byte.SIZE && bits != Short.SIZE)) {
            throw new InputFileException(file, "has " + bands + " channels of " + bits
                    + " bits; pictures of 1 to 4 channels of at most 8 or of 16 bits are read");
        }
        // The unconverted samples of the raster: a conversion to RGB would change grey values.
        int width = image.getWidth();
        int[] samples = new int[width * bands];
        byte[] pixels = new byte[image.getHeight() * width * channels];
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, samples);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    pixels[(y * width + x) * channels + c] = (byte) (samples[x * bands + c] >> (bits - Byte.SIZE));
                }
            }
        }
        return new Picture(pixels, image.getHeight(), width, channels);
    }

    private static Picture ofPalette(BufferedImage image, IndexColorModel palette, int channels) {
        Raster raster = image.getRaster();
        int width = image.getWidth();
        int[] indices = new int[width];
        byte[] pixels = new byte[image.getHeight() * width * channels];
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, 0, indices);
            for (int x = 0; x < width; x++) {
                int at = (y * width + x) * channels;
                pixels[at] = (byte) palette.getRed(indices[x]);
                if (channels == 3) {
                    pixels[at + 1] = (byte) palette.getGreen(indices[x]);
                    pixels[at + 2] = (byte) palette.getBlue(indices[x]);
                }
            }
        }
        return new Picture(pixels, image.getHeight(), width, channels);
    }

    /**
     * Colours of four inks: cyan, magenta, yellow, black. Adobe's programs store them inverted, and the Python Imaging
     * Library treats all of them so.
     */
    private static Picture ofInks(Raster raster, JpegSegments segments) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int[] inks = new int[4 * width];
        byte[] pixels = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, inks);
            for (int x = 0; x < width; x++) {
                if (segments.isOfChrominance()) {
                    toInks(inks, 4 * x);
                }
                int black = inks[4 * x + 3];
                for (int c = 0; c < 3; c++) {
                    pixels[3 * (y * width + x) + c] =
                            (byte) clipped(black - proportion(WHITE - inks[4 * x + c], black));
                }
            }
        }
        return new Picture(pixels, height, width, 3);
    }

    /** YCCK to inverted inks: ITU-T T.872, section 6.5. */
    private static void toInks(int[] samples, int at) {
        int luma = samples[at];
        double blue = samples[at + 1] - 128;
        double red = samples[at + 2] - 128;
        samples[at] = WHITE - clipped((int) Math.round(luma + 1.402 * red));
        samples[at + 1] = WHITE - clipped((int) Math.round(luma - 0.344136 * blue - 0.714136 * red));
        samples[at + 2] = WHITE - clipped((int) Math.round(luma + 1.772 * blue));
    }

    /** a · b / 255, rounded to nearest. */
    private static int proportion(int a, int b) {
        int product = a * b + 128;
        return ((product >> 8) + product) >> 8;
    }

    private static int clipped(int value) {
        return Math.max(0, Math.min(WHITE, value));
    }
}
