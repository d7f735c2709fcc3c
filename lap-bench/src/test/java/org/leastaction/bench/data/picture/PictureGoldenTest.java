package org.leastaction.bench.data.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Pictures are read, converted, resized and cropped as by the Python Imaging Library and torchvision. */
class PictureGoldenTest {

    private static final Path FOLDER = folder();
    /** Implementations of lossy formats round differently. */
    private static final int LOSSY = 3;
    /** The WebP decoder does not interpolate colours, which lossy files store at half the resolution. */
    private static final int LOSSY_WEBP = 24;

    private static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(PictureGoldenTest.class.getResource("/golden/pictures")).toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static Stream<String> cases() throws IOException {
        return Npz.names(FOLDER.resolve("expected.npz")).stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsTheirs(String name) throws IOException {
        String[] parts = name.split("\\|");
        Path file = FOLDER.resolve(parts[0]);
        NpyArray expected = Npz.read(FOLDER.resolve("expected.npz"), name);
        PictureForm form = form(parts);

        PictureReader reader = PictureReader.of(form, file);
        byte[] pixels = reader.read(List.of(file)).pixels();

        assertThat(reader.shape().subList(0, 2)).isEqualTo(expected.shape().subList(0, 2));
        assertThat(reader.shape().get(2)).isEqualTo(expected.rank() == 2 ? 1 : 3);
        int[] wanted = expected.ints();
        int largest = 0;
        for (int i = 0; i < wanted.length; i++) {
            largest = Math.max(largest, Math.abs(wanted[i] - Byte.toUnsignedInt(pixels[i])));
        }
        int allowed = parts[0].equals("lossy.webp") ? LOSSY_WEBP : parts[0].endsWith(".jpg") ? LOSSY : 0;
        assertThat(largest).as("largest difference of %s", name).isLessThanOrEqualTo(allowed);
    }

    private static PictureForm form(String[] parts) {
        PictureForm form = PictureForm.asStored();
        if (parts.length == 2) {
            return form.in(Colour.valueOf(parts[1].toUpperCase(Locale.ROOT)));
        }
        return parts.length == 1 ? form : form.resized(extents(parts[1])).cropped(extents(parts[2]))
                .with(Interpolation.valueOf(parts[3].toUpperCase(Locale.ROOT)));
    }

    private static List<Integer> extents(String text) {
        return text.equals("-") ? List.of() : Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
    }

    @Test
    void turnedPicturesAreCounted() throws IOException {
        List<Path> files = Stream.of("turned-6.jpg", "turned-8.jpg", "turned.png", "turned.webp")
                .map(FOLDER::resolve).toList();

        assertThat(PictureReader.of(PictureForm.asStored(), files.get(0)).read(files).turned()).isEqualTo(4);
    }
}
