package org.leastaction.bench.report.comparison;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.compare.ComparedModel;
import org.leastaction.bench.compare.ComparedModel.ComparedNetwork;
import org.leastaction.bench.compare.ModelComparison;
import org.leastaction.bench.compare.PairComparison;
import org.leastaction.bench.compare.PairComparison.UnlikeSample;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.Typeface.EmbeddedFont;
import org.leastaction.bench.report.part.Pictures;

/** The samples that two networks move most differently, as pictures where they are images. */
final class UnlikeSamplesPart {

    private static final int COLUMNS = 6;
    private static final double GAP = 8;
    private static final double LINE = 9.5;

    private UnlikeSamplesPart() {}

    static void draw(Pages pages, ModelComparison comparison, PairComparison pair, ComparedModel first)
            throws IOException {
        List<UnlikeSample> samples = pair.unlike().stream().filter(sample -> sample.logRatio() != 0).toList();
        if (samples.isEmpty()) {
            return;
        }
        ComparedNetwork network = first.networks().stream()
                .filter(one -> one.id().equals(pair.pairs().get(0).get(0))).findFirst().orElseThrow();
        double side = (Pages.WIDTH - GAP * (COLUMNS - 1)) / COLUMNS;
        boolean images = image(network, 0) != null;
        double height = (images ? Math.min(side, 60) + 4 : 0) + 4 * LINE + GAP;
        pages.heading("Samples that are moved differently", height + 30);
        EmbeddedFont font = pages.typeface().regular(7.5);
        for (int i = 0; i < samples.size(); i++) {
            if (i % COLUMNS == 0) {
                if (i > 0) {
                    pages.space(height);
                }
                pages.require(height);
            }
            UnlikeSample sample = samples.get(i);
            double x = Pages.LEFT + i % COLUMNS * (side + GAP);
            double y = pages.y();
            BufferedImage picture = image(network, sample.position());
            if (picture != null) {
                pages.image(picture, x, y, Math.min(side, 60));
                y += Math.min(side, 60) + 4;
            }
            for (String line : lines(sample, comparison)) {
                y += LINE;
                pages.text(pages.shortened(line, font, side), font, Palette.INK, x, y - 2);
            }
        }
        pages.space(height);
        pages.caption("The number of the sample in the test set, from 0, and its class; then for " + pair.first()
                + " and, below, for " + pair.second() + ": the transport cost over the mean cost of all samples in the"
                + " same network, and the predicted class. The farther the two costs are apart, the earlier the sample."
                + (pair.pairs().size() > 1 ? " For the networks " + String.join(" and ", pair.pairs().get(0)) + "."
                        : ""));
    }

    private static List<String> lines(UnlikeSample sample, ModelComparison comparison) {
        return List.of(
                "sample " + sample.row() + (sample.label() < 0 ? "" : ", " + comparison.className(sample.label())),
                line(comparison, sample.firstCost(), sample.firstPredicted()),
                line(comparison, sample.secondCost(), sample.secondPredicted()));
    }

    private static String line(ModelComparison comparison, double cost, int predicted) {
        return "× " + Numbers.of(cost) + (predicted < 0 ? "" : " → " + comparison.className(predicted));
    }

    /** One sample in the units of the data; null unless it is a grey or a colour image. */
    private static @Nullable BufferedImage image(ComparedNetwork network, int position) {
        List<Integer> shape = network.points().shape();
        float[] values = network.units().natural(network.points().points().rows(position, position + 1)).toArray();
        if (shape.size() == 3 && network.units().stride() > 1) {
            values = channelsLast(values, shape.get(0));
            shape = List.of(shape.get(1), shape.get(2), shape.get(0));
        }
        if (!Pictures.isImage(shape)) {
            return null;
        }
        float black = 0;
        float white = 1;
        for (float value : values) {
            black = Math.min(black, value);
            white = Math.max(white, value);
        }
        return Pictures.of(values, 0, shape, black, white);
    }

    private static float[] channelsLast(float[] values, int channels) {
        float[] turned = new float[values.length];
        int pixels = values.length / channels;
        for (int i = 0; i < values.length; i++) {
            turned[i] = values[i % channels * pixels + i / channels];
        }
        return turned;
    }
}
