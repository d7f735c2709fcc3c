package org.leastaction.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.bench.data.Normalisation;
import org.leastaction.io.InputFileException;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

class PictureSheetTest {

    @TempDir
    private Path folder;

    private static LabelledPoints images(float[] values, List<Integer> shape) {
        int size = shape.stream().reduce(1, Math::multiplyExact);
        return LabelledPoints.unlabelled(FloatPoints.wrap(values, values.length / size, size), shape);
    }

    private static PictureSheet sheet(float[] values, List<Integer> shape) {
        return PictureSheet.of(images(values, shape), Normalisation.identity()).orElseThrow();
    }

    private static int pixel(PictureSheet sheet, int x, int y) {
        return sheet.image().getRGB(x, y) & 0xffffff;
    }

    @Test
    void greyImagesAreDrawnRowByRow() {
        float[] values = new float[3 * 4 * 4];
        values[1] = 1;
        values[2 * 16 + 4] = 1;
        PictureSheet sheet = sheet(values, List.of(4, 4, 1));
        assertThat(sheet.image().getWidth()).isEqualTo(8);
        assertThat(sheet.image().getHeight()).isEqualTo(8);
        assertThat(pixel(sheet, 1, 0)).isEqualTo(0xffffff);
        assertThat(pixel(sheet, 0, 4 + 1)).isEqualTo(0xffffff);
        assertThat(pixel(sheet, 0, 0)).isZero();
    }

    @Test
    void channelsComeFirstOrLast() {
        float[] last = new float[4 * 5 * 3];
        float[] first = new float[3 * 4 * 5];
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 5; x++) {
                for (int c = 0; c < 3; c++) {
                    float value = (y * 5 + x + c * 7) % 11 / 10f;
                    last[(y * 5 + x) * 3 + c] = value;
                    first[(c * 4 + y) * 5 + x] = value;
                }
            }
        }
        PictureSheet one = sheet(last, List.of(4, 5, 3));
        PictureSheet other = sheet(first, List.of(3, 4, 5));
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 5; x++) {
                assertThat(pixel(other, x, y)).isEqualTo(pixel(one, x, y));
            }
        }
    }

    @Test
    void theNormalisationIsUndone() {
        PictureSheet sheet = PictureSheet.of(images(new float[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
                List.of(4, 4, 1)), new Normalisation(List.of(0.5), List.of(0.5))).orElseThrow();
        assertThat(pixel(sheet, 0, 0)).isEqualTo(0x808080);
        assertThat(pixel(sheet, 3, 3)).isEqualTo(0xffffff);
    }

    @Test
    void largeImagesAreHalvedUntilTheyAreSmall() {
        PictureSheet sheet = sheet(new float[224 * 224 * 3], List.of(224, 224, 3));
        assertThat(sheet.image().getWidth()).isEqualTo(56);
    }

    static List<List<Integer>> shapesOfNoImages() {
        return List.of(List.of(12), List.of(3, 4), List.of(2, 2, 3, 1), List.of(5, 6, 7), List.of(1, 12, 1));
    }

    @ParameterizedTest
    @MethodSource("shapesOfNoImages")
    void otherPointsHaveNoPictures(List<Integer> shape) {
        assertThat(PictureSheet.of(images(new float[shape.stream().reduce(1, Math::multiplyExact)], shape),
                Normalisation.identity())).isEmpty();
    }

    @Test
    void aSheetIsReadAndSelectedFrom() throws IOException {
        float[] values = new float[7 * 16];
        Arrays.fill(values, 5 * 16, 6 * 16, 1);
        Path file = Files.write(folder.resolve("sheet.png"), sheet(values, List.of(4, 4, 1)).toBytes());
        PictureSheet some = PictureSheet.read(file, 7).select(new int[] {0, 5});
        assertThat(some.image().getWidth()).isEqualTo(8);
        assertThat(some.image().getHeight()).isEqualTo(4);
        assertThat(pixel(some, 0, 0)).isZero();
        assertThat(pixel(some, 4, 0)).isEqualTo(0xffffff);
        assertThatThrownBy(() -> PictureSheet.read(file, 30)).isInstanceOf(InputFileException.class)
                .hasMessageContaining("is no sheet of 30 pictures");
    }

    @Test
    void aFileThatIsNoPictureIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("sheet.png"), "text");
        assertThatThrownBy(() -> PictureSheet.read(file, 2)).isInstanceOf(InputFileException.class);
    }
}
