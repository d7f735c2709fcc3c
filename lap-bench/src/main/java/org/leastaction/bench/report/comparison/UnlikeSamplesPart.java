package org.leastaction.bench.report.comparison;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.compare.ComparedModel;
import org.leastaction.bench.compare.ComparedModel.Network;
import org.leastaction.bench.compare.PairComparison;
import org.leastaction.bench.compare.PairComparison.UnlikeSample;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.Typeface.EmbeddedFont;
import org.leastaction.points.FloatPoints;

/** The samples that two networks move most differently, as pictures where they are images. */
final class UnlikeSamplesPart {

    private static final int COLUMNS = 6;
    private static final double GAP = 8;
    private static final double LINE = 9.5;

    private UnlikeSamplesPart() {}

    static void draw(Pages pages, PairComparison pair, ComparedModel first) throws IOException {
        List<UnlikeSample> samples = pair.unlike().stream().filter(sample -> sample.logRatio() != 0).toList();
        if (samples.isEmpty()) {
            return;
        }
        Network network = first.networks().stream()
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
            for (String line : lines(sample, pair)) {
                y += LINE;
                pages.text(pages.shortened(line, font, side), font, Palette.INK, x, y - 2);
            }
        }
        pages.space(height);
        pages.caption("The numbers of the samples in the test set, from 0; ×: transport cost over the mean cost of all"
                + " samples in the same network, and the class that it gives. The farther the two costs are apart, the"
                + " earlier the sample."
                + (pair.pairs().size() > 1 ? " For the networks " + String.join(" and ", pair.pairs().get(0)) + "." : ""));
    }

    private static List<String> lines(UnlikeSample sample, PairComparison pair) {
        return List.of(
                "sample " + sample.row() + (sample.label() < 0 ? "" : ", class " + sample.label()),
                line(pair.first(), sample.firstCost(), sample.firstPredicted()),
                line(pair.second(), sample.secondCost(), sample.secondPredicted()));
    }

    private static String line(String name, double cost, int predicted) {
        return "× " + Numbers.of(cost) + (predicted < 0 ? "" : " → " + predicted) + " in " + name;
    }

    /** One sample in the units of the data; null unless it is a grey or a colour image. */
    private static @Nullable BufferedImage image(Network network, int position) {
        List<Integer> shape = network.points().shape();
        boolean last = network.units().stride() == 1;
        if (shape.size() != 3) {
            return null;
        }
        int channels = shape.get(last ? 2 : 0);
        int height = shape.get(last ? 0 : 1);
        int width = shape.get(last ? 1 : 2);
        if ((channels != 1 && channels != 3) || height < 2 || width < 2) {
            return null;
        }
        FloatPoints sample = network.units().natural(network.points().points().rows(position, position + 1));
        float[] values = sample.toArray();
        float least = 0;
        float most = 1;
        for (float value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    int channel = channels == 1 ? 0 : c;
                    int index = last ? (y * width + x) * channels + channel : (channel * height + y) * width + x;
                    rgb = rgb << 8 | Math.round(255 * (values[index] - least) / (most - least));
                }
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }
}
