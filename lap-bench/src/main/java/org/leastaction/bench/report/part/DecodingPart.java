package org.leastaction.bench.report.part;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.Typeface.EmbeddedFont;
import org.leastaction.io.InputFileException;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Samples decoded between the blocks, one row per sample, for up to two networks (the paper's Figures 3 and 4). */
public final class DecodingPart {

    private static final int MOST_NETWORKS = 2;
    private static final double LARGEST = 44;
    private static final double GAP = 3;
    private static final double TITLE = 16;

    private DecodingPart() {}

    public static void draw(Pages pages, RunDirectory directory, Comparison comparison) throws IOException {
        List<RunRecord> shown = new ArrayList<>();
        for (RunRecord run : comparison.records()) {
            if (shown.size() < MOST_NETWORKS && Files.exists(directory.decodingsFile(run.id()))) {
                shown.add(run);
            }
        }
        for (RunRecord run : shown) {
            draw(pages, run, directory.decodingsFile(run.id()), shown.size());
        }
    }

    private static void draw(Pages pages, RunRecord run, Path file, int networks) throws IOException {
        DecodedImages images = DecodedImages.read(file);
        int columns = images.stages();
        double side = Math.min(LARGEST, (Pages.WIDTH - GAP * (columns - 1)) / columns);
        String caption = "One row for a sample of each class: the input, its decoded encoding, and its decoded state"
                + " after each block. The decoder was trained with the encoder, without the blocks.";
        double height = images.samples() * (side + GAP) + TITLE;
        pages.heading("Samples between blocks, decoded" + (networks == 1 ? "" : ": " + run.id()),
                height + pages.captionHeight(caption));
        EmbeddedFont font = pages.typeface().regular(7.5);
        for (int stage = 0; stage < columns; stage++) {
            String title = stage == 0 ? "input" : stage == 1 ? "encoded" : Integer.toString(stage - 1);
            double x = Pages.LEFT + stage * (side + GAP) + (side - font.width(title)) / 2;
            pages.text(title, font, Palette.SOFT, x, pages.y() + 9);
        }
        pages.space(TITLE);
        for (int sample = 0; sample < images.samples(); sample++) {
            for (int stage = 0; stage < columns; stage++) {
                pages.image(images.image(sample, stage), Pages.LEFT + stage * (side + GAP), pages.y(), side);
            }
            pages.space(side + GAP);
        }
        pages.caption(caption);
    }

    /**
     * The decoded images that {@code lap analyze} writes for a model with a decoder: [samples, stages, height, width,
     * channels].
     */
    static final class DecodedImages {

        private final float[] values;
        private final List<Integer> shape;
        private final float black;
        private final float white;

        private DecodedImages(float[] values, List<Integer> shape) {
            this.values = values;
            this.shape = shape;
            float least = Float.POSITIVE_INFINITY;
            float greatest = Float.NEGATIVE_INFINITY;
            for (int sample = 0; sample < samples(); sample++) {
                int from = sample * stages() * elements();
                for (int i = from; i < from + elements(); i++) {
                    least = Math.min(least, values[i]);
                    greatest = Math.max(greatest, values[i]);
                }
            }
            this.black = least;
            this.white = greatest;
        }

        /** @throws InputFileException if there are no such images in the file */
        static DecodedImages read(Path file) throws IOException {
            return InputFileException.reading(file, () -> parsed(file));
        }

        private static DecodedImages parsed(Path file) throws IOException {
            Map<String, NpyArray> arrays = Npz.read(file);
            NpyArray images = arrays.get("images");
            if (images == null || images.shape().size() != 5 || images.shape().contains(0)
                    || (images.shape().get(4) != 1 && images.shape().get(4) != 3)) {
                throw new InputFileException(
                        file, "holds no array 'images' of shape [samples, stages, height, width, 1 or 3]");
            }
            return new DecodedImages(images.floats(), images.shape());
        }

        int samples() {
            return shape.get(0);
        }

        /** Number of stages: the original, the decoded encoding, and one per block. */
        int stages() {
            return shape.get(1);
        }

        /** One image; black is the minimum and white the maximum of all originals. */
        BufferedImage image(int sample, int stage) {
            int from = (sample * stages() + stage) * elements();
            return Pictures.of(values, from, shape.subList(2, 5), black, white);
        }

        private int elements() {
            return shape.get(2) * shape.get(3) * shape.get(4);
        }
    }
}
