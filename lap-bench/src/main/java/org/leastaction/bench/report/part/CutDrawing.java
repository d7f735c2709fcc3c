package org.leastaction.bench.report.part;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.SvgPicture.Svg;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowCut.CutBlock;
import org.leastaction.flow.inspection.FlowCut.CutSegment;
import org.leastaction.flow.inspection.FlowCut.Shortcut;
import org.leastaction.settings.SettingType;

/**
 * A drawing of a cut: one line per part, blocks as boxes under the arcs of their shortcuts. A solid arc is the
 * identity, a dashed one a projection, a dotted one layers between the blocks.
 */
public final class CutDrawing {

    private static final int LEFT = 150;
    private static final int BOX = 26;
    private static final int STEP = 40;
    private static final int PER_ROW = 18;
    private static final int ROW = 52;
    private static final String INK = "#222222";
    private static final String SOFT = "#666666";
    private static final String FILL = "#DCEAF5";
    private static final String EDGE = "#0072B2";

    private final StringBuilder body = new StringBuilder();
    private final List<Double> costs;
    private final double most;
    private final double total;
    private int y = 58;
    private int number;

    private CutDrawing(List<Double> costs) {
        this.costs = costs;
        this.most = costs.stream().filter(Double::isFinite).mapToDouble(Double::doubleValue).max().orElse(0);
        this.total = costs.stream().filter(Double::isFinite).mapToDouble(Double::doubleValue).sum();
    }

    /** The drawing as an SVG file. */
    public static String svg(String title, FlowCut cut) {
        return svg(title, cut, List.of());
    }

    /**
     * The drawing as an SVG file; each block is the darker, the greater its part of the transport cost.
     *
     * @param costs transport costs of the blocks, NaN where unknown; none for a drawing without costs
     * @throws IllegalArgumentException if there are costs, but not one for each block
     */
    public static String svg(String title, FlowCut cut, List<Double> costs) {
        if (!costs.isEmpty() && costs.size() != cut.blocks()) {
            throw new IllegalArgumentException(costs.size() + " costs for " + cut.blocks() + " blocks");
        }
        CutDrawing drawing = new CutDrawing(costs);
        drawing.text(20, 30, 15, INK, title);
        drawing.line("input", cut.inputShape(), cut.input());
        if (cut.segments().isEmpty()) {
            drawing.line("no residual block", List.of(), "");
        } else {
            drawing.line("encoder", cut.encodedShape(), operators(cut.encoder()));
        }
        for (int s = 0; s < cut.segments().size(); s++) {
            drawing.segment("segment " + (s + 1), cut.segments().get(s));
        }
        if (!cut.segments().isEmpty()) {
            drawing.line("classifier", cut.outputShape(), operators(cut.classifier()));
        }
        drawing.line("output", cut.outputShape(),
                cut.output() + " (" + SettingType.word(cut.ending()) + ")");
        if (drawing.total > 0) {
            drawing.text(LEFT, drawing.y + 4, 11, SOFT, "The greater a block's share of the transport cost"
                    + " of " + Numbers.of(drawing.total) + ", the darker it is; the darkest has "
                    + Numbers.percent(drawing.most / drawing.total) + " %.");
            drawing.y += 26;
        }
        int height = drawing.y + 10;
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" width="900" height="%d" viewBox="0 0 900 %d" \
                font-family="sans-serif">
                <rect width="900" height="%d" fill="white"/>
                %s</svg>
                """, height, height, height, drawing.body);
    }

    private void line(String name, List<Integer> shape, String words) {
        text(20, y, 12, INK, name);
        text(LEFT, y, 12, INK, shape.isEmpty() ? "" : shape.toString());
        text(LEFT + 130, y, 11, SOFT, words);
        y += 26;
    }

    private void segment(String name, CutSegment segment) {
        text(20, y, 12, INK, name);
        text(LEFT, y, 12, INK, segment.shape().toString());
        y += 34;
        for (int i = 0; i < segment.blocks().size(); i++) {
            if (i > 0 && i % PER_ROW == 0) {
                y += ROW;
            }
            block(LEFT + i % PER_ROW * STEP, segment.blocks().get(i));
        }
        y += ROW;
    }

    private void block(int x, CutBlock block) {
        number++;
        String dashes = block.shortcut() == Shortcut.IDENTITY ? "" : block.shortcut() == Shortcut.PROJECTION
                ? " stroke-dasharray=\"5 3\"" : " stroke-dasharray=\"1.5 3\"";
        body.append(String.format(Locale.ROOT, "<g><title>%s</title>", Svg.escaped(block.name() + ": "
                + String.join(", ", block.operators())
                + (block.after().isEmpty() ? "" : "; then " + String.join(", ", block.after())) + cost())));
        body.append(String.format(Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" stroke=\"%s\"/>",
                x, y, BOX, BOX, fill(), EDGE));
        body.append(String.format(Locale.ROOT,
                "<path d=\"M %d %d C %d %d %d %d %d %d\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.4\"%s/>",
                x - 6, y + BOX / 2, x - 2, y - 22, x + BOX + 2, y - 22, x + BOX + 6, y + BOX / 2, INK, dashes));
        body.append(String.format(Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" font-size=\"10\" text-anchor=\"middle\" fill=\"%s\">%d</text></g>%n",
                x + BOX / 2, y + BOX / 2 + 4, share() > 0.6 ? "white" : INK, number));
    }

    /** The cost of the present block as a share of the greatest; 0 if there is none. */
    private double share() {
        return costs.isEmpty() || most <= 0 || !Double.isFinite(costs.get(number - 1))
                ? 0 : costs.get(number - 1) / most;
    }

    private String fill() {
        return costs.isEmpty() ? FILL
                : String.format(Locale.ROOT, "#%06X",
                        Palette.pale(Palette.initialisation(0), 0.94 * (1 - share())).getRGB() & 0xffffff);
    }

    private String cost() {
        return costs.isEmpty() || total <= 0 || !Double.isFinite(costs.get(number - 1)) ? ""
                : "; transport cost " + Numbers.of(costs.get(number - 1)) + ", "
                        + Numbers.percent(costs.get(number - 1) / total) + " % of the whole";
    }

    private void text(int x, int baseline, int size, String colour, String words) {
        body.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\">%s</text>%n",
                x, baseline, size, colour, Svg.escaped(words)));
    }

    private static String operators(Map<String, Integer> counts) {
        return counts.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
