package org.leastaction.bench.data.picture;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.leastaction.io.InputFileException;

/** Reads pictures of one form and size, in parallel on all processors; each file is read once. */
public final class PictureReader {

    private static final int CHUNK = 32;

    private final PictureForm form;
    private final List<Integer> shape;
    private final Path first;
    private final PictureFile firstRead;

    private PictureReader(PictureForm form, Path first, PictureFile firstRead) {
        Picture picture = firstRead.picture();
        this.form = form;
        this.shape = List.of(picture.height(), picture.width(), picture.channels());
        this.first = first;
        this.firstRead = firstRead;
    }

    /**
     * A reader of pictures that all have the shape of a first one in this form.
     *
     * @throws InputFileException if the first picture cannot be read
     */
    public static PictureReader of(PictureForm form, Path first) throws InputFileException {
        PictureFile stored = PictureFile.read(first);
        return new PictureReader(form, first, new PictureFile(form.of(stored.picture(), first), stored.turned()));
    }

    /** Height, width and channels of every picture. */
    public List<Integer> shape() {
        return shape;
    }

    /**
     * Reads pictures.
     *
     * @throws InputFileException for the first file that cannot be read or gives another shape, or if all pictures
     *                            together exceed 2³¹ bytes
     */
    public DecodedPictures read(List<Path> files) throws InputFileException {
        int size = shape.stream().reduce(1, Math::multiplyExact);
        byte[] pixels = new byte[bytes(files, size)];
        Map<Integer, InputFileException> failures = new ConcurrentSkipListMap<>();
        AtomicInteger turned = new AtomicInteger();
        IntStream.range(0, (files.size() + CHUNK - 1) / CHUNK).parallel().forEach(chunk -> {
            int end = Math.min((chunk + 1) * CHUNK, files.size());
            for (int i = chunk * CHUNK; i < end; i++) {
                try {
                    PictureFile read = formed(files.get(i));
                    System.arraycopy(read.picture().pixels(), 0, pixels, i * size, size);
                    turned.addAndGet(read.turned() ? 1 : 0);
                } catch (InputFileException failure) {
                    failures.put(i, failure);
                    return;
                }
            }
        });
        if (!failures.isEmpty()) {
            throw failures.values().iterator().next();
        }
        return new DecodedPictures(pixels, turned.get());
    }

    private PictureFile formed(Path file) throws InputFileException {
        if (file.equals(first)) {
            return firstRead;
        }
        PictureFile stored = PictureFile.read(file, form.keepsSize() ? shape : List.of());
        Picture picture = form.of(stored.picture(), file);
        if (picture.channels() != shape.get(2)) {
            throw new InputFileException(file, "has " + picture.channels() + " channels, and " + first + " "
                    + shape.get(2) + "; --colour grey or --colour rgb converts all");
        }
        PictureFile.requireSize(file, picture.height(), picture.width(), shape);
        return new PictureFile(picture, stored.turned());
    }

    private static int bytes(List<Path> files, int size) throws InputFileException {
        long bytes = (long) files.size() * size;
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new InputFileException(files.get(0), "is the first of " + files.size() + " images of " + size
                    + " bytes, in all more than the 2^31 bytes that fit; choose fewer");
        }
        return (int) bytes;
    }

    /**
     * Pictures that were read.
     *
     * @param pixels [n, height, width, channels], row-major, unsigned
     * @param turned number of pictures that were turned upright because of the EXIF orientation in their files
     */
    public record DecodedPictures(byte[] pixels, int turned) {}
}
