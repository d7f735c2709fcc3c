package org.leastaction.bench.report.part;

import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.leastaction.bench.record.Aggregate;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.PairedMethods;
import org.leastaction.bench.record.PairedMethods.PairedDifference;
import org.leastaction.bench.record.PairedMethods.PairedQuantity;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.chart.Scale;
import org.leastaction.bench.report.chart.Styles;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.SvgPicture.Svg;
import org.leastaction.io.AtomicFiles;
import org.leastaction.metrics.statistics.PairedComparison;

/**
 * Comparisons of methods on the same seeds, as files in the run directory: {@code paired.csv} in full precision,
 * {@code paired.md}, and a drawing {@code paired-1.svg}, {@code paired-2.svg} … for each initialisation in order.
 */
final class PairedFiles {

    private PairedFiles() {}

    /**
     * Writes the files, each atomically; none if no two methods have two seeds in common.
     *
     * @return the files, in order
     * @throws IOException if the records cannot be read or a file cannot be written
     */
    public static List<Path> write(RunDirectory directory) throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> sections = new ArrayList<>();
        List<Path> drawings = new ArrayList<>();
        for (Comparison comparison : Comparison.of(directory.records().all())) {
            for (RunRecord.Initialisation initialisation : comparison.initialisations()) {
                Optional<PairedMethods> found = PairedMethods.of(comparison, initialisation)
                        .filter(paired -> !paired.quantities().isEmpty());
                if (found.isPresent()) {
                    lines.addAll(lines(comparison, initialisation, found.get()));
                    sections.add(PairedTable.markdown(comparison, initialisation, found.get()));
                    Path drawing = directory.path().resolve("paired-" + (drawings.size() + 1) + ".svg");
                    write(drawing, PairedDrawing.svg(comparison, initialisation, found.get()));
                    drawings.add(drawing);
                }
            }
        }
        if (drawings.isEmpty()) {
            return List.of();
        }
        List<Path> files = new ArrayList<>(List.of(
                directory.path().resolve("paired.csv"), directory.path().resolve("paired.md")));
        write(files.get(0), "setting,initialisation,quantity,first,second,seeds,mean_first,mean_second,"
                + "difference,difference_low,difference_high,p,p_holm,wins,losses\n"
                + String.join("\n", lines) + "\n");
        write(files.get(1), String.join("\n", sections));
        files.addAll(drawings);
        return files;
    }

    private static List<String> lines(
            Comparison comparison, RunRecord.Initialisation initialisation, PairedMethods paired) {
        List<String> lines = new ArrayList<>();
        for (PairedQuantity quantity : paired.quantities()) {
            for (int k = 0; k < paired.pairs().size(); k++) {
                PairedMethods.Pair pair = paired.pairs().get(k);
                Optional<PairedDifference> difference = quantity.differences().get(k);
                if (difference.isEmpty()) {
                    continue;
                }
                PairedComparison found = difference.get().comparison();
                StringJoiner line = new StringJoiner(",");
                line.add(quoted(Wording.setting(comparison.setting())))
                        .add(quoted(Wording.initialisation(initialisation))).add(quantity.key())
                        .add(quoted(paired.groups().get(pair.first()).method()))
                        .add(quoted(paired.groups().get(pair.second()).method()))
                        .add(Integer.toString(found.pairs()));
                for (double number : new double[] {
                        quantity.means().get(pair.first()).estimate().value(),
                        quantity.means().get(pair.second()).estimate().value(),
                        found.difference().value(), found.difference().low(), found.difference().high(),
                        found.pValue(), difference.get().adjusted()}) {
                    line.add(Double.toString(number));
                }
                lines.add(line.add(Integer.toString(found.wins())).add(Integer.toString(found.losses())).toString());
            }
        }
        return lines;
    }

    private static String quoted(String cell) {
        return '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static void write(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(file, out -> out.write(bytes));
    }

    /**
     * Every number of an analysis as a small panel: one column per method, one dot per network, a pale line through the
     * networks of a seed, and the mean with Student's interval.
     */
    private static final class PairedDrawing {

        private static final int COLUMNS = 5;
        private static final int WIDTH = 190;
        private static final int HEIGHT = 128;
        private static final int TOP = 56;
        private static final int PLOT_LEFT = 52;
        private static final int PLOT_TOP = 24;
        private static final int PLOT_HEIGHT = 78;

        private final StringBuilder body = new StringBuilder();
        private final Comparison comparison;
        private final PairedMethods paired;
        private final Styles styles;

        private PairedDrawing(Comparison comparison, PairedMethods paired) {
            this.comparison = comparison;
            this.paired = paired;
            this.styles = Styles.of(comparison);
        }

        /** The drawing as an SVG file. */
        static String svg(Comparison comparison, RunRecord.Initialisation initialisation, PairedMethods paired) {
            return new PairedDrawing(comparison, paired).draw(initialisation);
        }

        private String draw(RunRecord.Initialisation initialisation) {
            text(12, 22, 13, Palette.INK, "start", Wording.setting(comparison.setting()) + ", "
                    + Wording.initialisation(initialisation));
            text(12, 40, 10, Palette.SOFT, "start",
                    "A dot is a network, a pale line a seed; bars: means with Student's 95 % intervals; log:"
                            + " logarithmic axis; *: some difference on the same seeds is certain (Holm, 5 %).");
            for (int i = 0; i < paired.quantities().size(); i++) {
                panel(paired.quantities().get(i), 12 + i % COLUMNS * WIDTH, TOP + i / COLUMNS * HEIGHT);
            }
            int width = COLUMNS * WIDTH + 24;
            int height = TOP + (paired.quantities().size() + COLUMNS - 1) / COLUMNS * HEIGHT + 8;
            return String.format(Locale.ROOT, """
                    <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
                    font-family="sans-serif">
                    <rect width="%d" height="%d" fill="white"/>
                    %s</svg>
                    """, width, height, width, height, width, height, body);
        }

        private void panel(PairedQuantity quantity, int x, int y) {
            double[] all = paired.groups().stream().flatMap(group -> group.runs().stream())
                    .map(run -> PairedMethods.quantity(run, quantity.key())).filter(q -> q.isPresent())
                    .mapToDouble(q -> q.value()).toArray();
            Scale scale = Scale.fitting(all).kind() == Scale.Kind.LOGARITHMIC && !Scale.fitting(all).hides(all)
                    ? Scale.logarithmic(all) : Scale.linear(all);
            boolean certain = quantity.differences().stream().anyMatch(d -> d.isPresent() && d.get().isCertain());
            text(x, y + 14, 10, Palette.INK, "start", PairedMethods.name(quantity.key()) + (certain ? " *" : ""));
            double[] sorted = IntStream.range(0, all.length).mapToDouble(i -> all[i]).sorted().toArray();
            end(scale, sorted[0], x, y);
            end(scale, sorted[sorted.length - 1], x, y);
            if (scale.kind() == Scale.Kind.LOGARITHMIC) {
                text(x + PLOT_LEFT - 5, y + PLOT_TOP + PLOT_HEIGHT / 2.0 + 3, 8, Palette.SOFT, "end", "log");
            }
            for (int g = 0; g + 1 < paired.groups().size(); g++) {
                seeds(quantity.key(), g, scale, x, y);
            }
            for (int g = 0; g < paired.groups().size(); g++) {
                method(quantity, g, scale, x, y);
            }
        }

        /** Draws a pale line across the panel, labelled with its value. */
        private void end(Scale scale, double value, int x, int y) {
            double at = height(scale, value, y);
            body.append(String.format(Locale.ROOT,
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"0.7\"/>%n",
                    x + PLOT_LEFT, at, x + WIDTH - 8, at, hex(Palette.GRID)));
            text(x + PLOT_LEFT - 5, at + 3, 8, Palette.SOFT, "end", Numbers.of(value));
        }

        private void seeds(String key, int method, Scale scale, int x, int y) {
            StringBuilder lines = new StringBuilder();
            for (RunRecord run : paired.groups().get(method).runs()) {
                OptionalDouble from = value(run, key);
                OptionalDouble to = run.training() == null ? OptionalDouble.empty()
                        : paired.groups().get(method + 1).runs().stream()
                                .filter(other -> other.training() != null
                                        && other.training().seed() == run.training().seed())
                                .findFirst().map(other -> value(other, key)).orElse(OptionalDouble.empty());
                if (from.isPresent() && to.isPresent()) {
                    lines.append(String.format(Locale.ROOT, "M%.1f %.1fL%.1f %.1f", column(method, x),
                            height(scale, from.getAsDouble(), y), column(method + 1, x),
                            height(scale, to.getAsDouble(), y)));
                }
            }
            body.append(
                    String.format(Locale.ROOT, "<path d=\"%s\" stroke=\"%s\" stroke-width=\"0.6\" fill=\"none\"/>%n",
                            lines, hex(Palette.RULE)));
        }

        private void method(PairedQuantity quantity, int method, Scale scale, int x, int y) {
            RunGroup group = paired.groups().get(method);
            String colour = hex(styles.colour(group.method()));
            double at = column(method, x);
            // Dots are lines of length 0 with round caps, which need only a few characters each.
            StringBuilder dots = new StringBuilder();
            for (RunRecord run : group.runs()) {
                value(run, quantity.key()).ifPresent(value -> dots.append(
                        String.format(Locale.ROOT, "M%.1f %.1fh0", at, height(scale, value, y))));
            }
            body.append(String.format(Locale.ROOT, "<path d=\"%s\" stroke=\"%s\" stroke-width=\"4.2\" "
                    + "stroke-linecap=\"round\" stroke-opacity=\"0.75\" fill=\"none\"/>%n", dots, colour));
            Aggregate mean = quantity.means().get(method);
            if (mean.isPresent() && Double.isFinite(scale.place(mean.estimate().value()))) {
                double low = Double.isFinite(mean.estimate().low()) ? mean.estimate().low() : mean.estimate().value();
                double high =
                        Double.isFinite(mean.estimate().high()) ? mean.estimate().high() : mean.estimate().value();
                bar(at + 9, scale, low, mean.estimate().value(), high, y, colour);
            }
            text(at + 3, y + PLOT_TOP + PLOT_HEIGHT + 12, 8.5, styles.colour(group.method()), "middle", group.method());
        }

        private void bar(double x, Scale scale, double low, double value, double high, int y, String colour) {
            body.append(String.format(Locale.ROOT,
                    "<path d=\"M %.1f %.1f V %.1f M %.1f %.1f h 6\" stroke=\"%s\" stroke-width=\"1.5\""
                            + " fill=\"none\"/>%n",
                    x, height(scale, low, y), height(scale, high, y), x - 3, height(scale, value, y), colour));
        }

        private double column(int method, int x) {
            double step = (WIDTH - PLOT_LEFT - 8.0) / paired.groups().size();
            return x + PLOT_LEFT + (method + 0.42) * step;
        }

        private static double height(Scale scale, double value, int y) {
            double share = (scale.placeWithin(value) - scale.low()) / (scale.high() - scale.low());
            return y + PLOT_TOP + PLOT_HEIGHT * (1 - share);
        }

        private static OptionalDouble value(RunRecord run, String key) {
            Quantity quantity = PairedMethods.quantity(run, key);
            return quantity.isPresent() ? OptionalDouble.of(quantity.value()) : OptionalDouble.empty();
        }

        private void text(double x, double baseline, double size, Color colour, String anchor, String words) {
            body.append(String.format(Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.1f\" fill=\"%s\" text-anchor=\"%s\">%s</text>%n",
                    x, baseline, size, hex(colour), anchor, Svg.escaped(words)));
        }

        private static String hex(Color colour) {
            return String.format(Locale.ROOT, "#%06X", colour.getRGB() & 0xFFFFFF);
        }
    }
}
