package org.leastaction.flow.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.training.Augmentation.CropFlip;

class CropFlipTest {

    private static final List<Integer> SHAPE = List.of(6, 5, 2);
    private static final CropFlip CROP_FLIP = new CropFlip(2, List.of(-1.0, -2.0));

    /** The position of a window and whether it is mirrored. */
    private record Window(int down, int right, boolean mirrored) {}

    private static float[] image() {
        float[] image = new float[6 * 5 * 2];
        for (int i = 0; i < image.length; i++) {
            image[i] = i;
        }
        return image;
    }

    private static float[] varied(CropFlip augmentation, long seed, int epoch, int row) {
        float[] target = new float[70];
        Arrays.fill(target, -99);
        float[] source = new float[70];
        System.arraycopy(image(), 0, source, 7, 60);
        augmentation.vary(SHAPE, source, 7, target, 3, seed, epoch, row);
        assertThat(Arrays.copyOf(target, 3)).as("before the target").containsOnly(-99f);
        assertThat(Arrays.copyOfRange(target, 63, 70)).as("behind the target").containsOnly(-99f);
        return Arrays.copyOfRange(target, 3, 63);
    }

    /** The definition, pixel by pixel: pad, cut out, mirror. */
    private static float[] expected(Window window) {
        float[] expected = new float[60];
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 5; x++) {
                int fromY = y + window.down();
                int fromX = (window.mirrored() ? 4 - x : x) + window.right();
                boolean inside = fromY >= 0 && fromY < 6 && fromX >= 0 && fromX < 5;
                for (int c = 0; c < 2; c++) {
                    expected[(y * 5 + x) * 2 + c] = inside ? (fromY * 5 + fromX) * 2 + c : -1 - c;
                }
            }
        }
        return expected;
    }

    private static Optional<Window> window(float[] varied) {
        for (int down = -2; down <= 2; down++) {
            for (int right = -2; right <= 2; right++) {
                for (boolean mirrored : new boolean[] {false, true}) {
                    Window window = new Window(down, right, mirrored);
                    if (Arrays.equals(expected(window), varied)) {
                        return Optional.of(window);
                    }
                }
            }
        }
        return Optional.empty();
    }

    @Test
    void everyVariantIsAWindowOfThePaddedImageAndAllAreAsLikely() {
        Map<Window, Integer> counts = new HashMap<>();
        int draws = 20_000;
        for (int draw = 0; draw < draws; draw++) {
            Optional<Window> window = window(varied(CROP_FLIP, 3, 1 + draw / 200, draw % 200));
            assertThat(window).as("epoch %d, row %d", 1 + draw / 200, draw % 200).isPresent();
            counts.merge(window.get(), 1, Integer::sum);
        }
        double chiSquared = 0;
        for (int count : counts.values()) {
            chiSquared += (count - draws / 50.0) * (count - draws / 50.0) / (draws / 50.0);
        }
        assertThat(counts).hasSize(50);
        // 49 degrees of freedom: above 94.6 with probability 10⁻⁴.
        assertThat(chiSquared).as("χ² of %s", counts).isLessThan(94.6);
    }

    @Test
    void aVariantIsAFunctionOfSeedEpochAndRow() {
        assertThat(varied(CROP_FLIP, 5, 7, 11)).isEqualTo(varied(CROP_FLIP, 5, 7, 11));
        Map<String, Long> differing = new HashMap<>();
        for (int i = 1; i <= 200; i++) {
            float[] one = varied(CROP_FLIP, 5, i, 11);
            count(differing, "epoch", one, varied(CROP_FLIP, 5, i + 1, 11));
            count(differing, "row", one, varied(CROP_FLIP, 5, i, 12));
            count(differing, "seed", one, varied(CROP_FLIP, 6, i, 11));
        }
        // Two independent variants are alike once in fifty: more than 20 of 200 with probability below 10⁻⁸.
        assertThat(differing).hasSize(3).allSatisfy((what, count) -> assertThat(count).as(what).isGreaterThan(180));
    }

    private static void count(Map<String, Long> differing, String what, float[] one, float[] other) {
        differing.merge(what, Arrays.equals(one, other) ? 0L : 1L, Long::sum);
    }

    @Test
    void paddingWiderThanTheImageLeavesOnlyPadding() {
        CropFlip wide = new CropFlip(100, List.of(-3.0));
        float[] padding = new float[60];
        Arrays.fill(padding, -3);
        int empty = 0;
        for (int row = 0; row < 50; row++) {
            empty += Arrays.equals(varied(wide, 1, 1, row), padding) ? 1 : 0;
        }
        assertThat(empty).as("windows beside the image, of 50").isGreaterThan(40);
    }

    @Test
    void onlyImagesOfFittingChannelsCanBeVaried() {
        assertThatThrownBy(() -> CROP_FLIP.requireFit(List.of(2)))
                .hasMessage("crop-flip takes images [height, width, channels], not points of shape [2]");
        assertThatThrownBy(() -> CROP_FLIP.requireFit(List.of(8, 8, 3)))
                .hasMessage("crop-flip pads with 2 channels, the images have 3");
        assertThatThrownBy(() -> new CropFlip(0, List.of(0.0)))
                .hasMessage("the padding of a crop must be at least 1 pixel, not 0");
    }
}
