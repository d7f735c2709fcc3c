package org.leastaction.bench.report.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.EmbeddedFont;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;

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
        String caption = "One sample of each class a row: the input, its decoded encoding, and its decoded state after"
                + " each block. The decoder was trained with the encoder and knows nothing of the blocks.";
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
}
