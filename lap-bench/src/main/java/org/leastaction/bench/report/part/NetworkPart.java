package org.leastaction.bench.report.part;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.Typeface.EmbeddedFont;

/** The drawing of one network: its blocks by stage, and below each block its share of the transport cost. */
public final class NetworkPart {

    private static final double BOX = 18;
    private static final double END = 52;
    private static final double STAGE_GAP = 16;
    private static final double BARS = 62;
    private static final double WIDEST = 64;
    /** Slots narrower than this have neither numbers nor arcs. */
    private static final double NARROW = 13;

    private NetworkPart() {}

    public static void draw(Pages pages, RunRecord record) throws IOException {
        Stages stages = Stages.of(List.of(record));
        if (stages.blocks().isEmpty()) {
            return;
        }
        List<Double> costs = record.requireAnalysis().numbers(CostMeasures.TRANSPORT_COST_BLOCKS.key());
        String caption = "Residual blocks under their shortcuts; where the shape changes, a new stage starts. Bars: "
                + "transport cost ‖v‖² of each block, mean over the samples, as a share of the whole, "
                + Numbers.of(costs.stream().mapToDouble(Double::doubleValue).sum()) + ".";
        double height = 34 + BOX + 8 + BARS + 14;
        pages.heading("Network and transport cost", height + pages.captionHeight(caption));
        new Drawing(pages, stages, costs).draw(pages.take(height));
        pages.caption(caption);
    }

    private record Drawing(Pages pages, Stages stages, List<Double> costs) {

        void draw(Rectangle2D area) {
            double free = area.getWidth() - 2 * END - STAGE_GAP * (stages.blocks().size() + 1);
            double slot = Math.min(WIDEST, free / costs.size());
            double top = area.getY() + 34;
            double x = area.getX();
            part("encoder", x, top);
            x += END;
            int block = 0;
            for (int s = 0; s < stages.blocks().size(); s++) {
                pages.rule(x + 2, x + STAGE_GAP - 2, top + BOX / 2, Palette.SOFT, 0.8);
                x += STAGE_GAP;
                double width = slot * stages.blocks().get(s);
                String label = (stages.blocks().size() == 1 ? "" : "stage " + (s + 1) + ": ") + stages.shapes().get(s);
                EmbeddedFont font = pages.typeface().regular(8);
                pages.text(pages.shortened(label, font, width + STAGE_GAP), font, Palette.SOFT, x, area.getY() + 8);
                for (int k = 0; k < stages.blocks().get(s); k++) {
                    block(block, x + k * slot, slot, top);
                    block++;
                }
                pages.rule(x, x + width, top + BOX + 8 + BARS, Palette.SOFT, 0.7);
                if (slot < NARROW) {
                    ends(block - stages.blocks().get(s) + 1, block, x, width, top + BOX + 8 + BARS + 8);
                }
                x += width;
            }
            pages.rule(x + 2, x + STAGE_GAP - 2, top + BOX / 2, Palette.SOFT, 0.8);
            part("classifier", x + STAGE_GAP, top);
        }

        /** The numbers of the first and the last block of a stage whose blocks are too narrow for theirs. */
        private void ends(int first, int last, double x, double width, double baseline) {
            EmbeddedFont font = pages.typeface().regular(6.5);
            String left = Integer.toString(first);
            String right = Integer.toString(last);
            pages.text(left, font, Palette.SOFT, x, baseline);
            if (font.width(left) + font.width(right) + 4 < width) {
                pages.text(right, font, Palette.SOFT, x + width - font.width(right), baseline);
            }
        }

        private void part(String name, double x, double top) {
            EmbeddedFont font = pages.typeface().regular(8);
            outline(new Rectangle2D.Double(x, top, END, BOX));
            pages.text(name, font, Palette.INK, x + (END - font.width(name)) / 2, top + BOX / 2 + 3);
        }

        private void block(int block, double x, double slot, double top) {
            Graphics2D canvas = pages.canvas();
            double width = Math.max(1, 0.7 * slot);
            double left = x + (slot - width) / 2;
            Rectangle2D box = new Rectangle2D.Double(left, top, width, BOX);
            canvas.setPaint(Palette.pale(Palette.initialisation(0), 0.82));
            canvas.fill(box);
            EmbeddedFont font = pages.typeface().regular(slot < 22 ? 6.5 : 8);
            if (slot >= NARROW) {
                outline(box);
                Path2D arc = new Path2D.Double();
                arc.moveTo(left - 0.12 * slot, top + BOX / 2);
                arc.curveTo(left, top - 14, left + width, top - 14, left + width + 0.12 * slot, top + BOX / 2);
                canvas.setStroke(new BasicStroke(0.8f));
                canvas.setPaint(Palette.SOFT);
                canvas.draw(arc);
                centred(Integer.toString(block + 1), font, x + slot / 2, top + BOX / 2 + 3);
            }
            double most = costs.stream().filter(Double::isFinite).mapToDouble(Double::doubleValue).max().orElse(0);
            double total = costs.stream().mapToDouble(Double::doubleValue).sum();
            if (most > 0 && Double.isFinite(costs.get(block))) {
                double bar = (BARS - 10) * costs.get(block) / most;
                double foot = top + BOX + 8 + BARS;
                canvas.setPaint(Palette.initialisation(0));
                canvas.fill(new Rectangle2D.Double(left, foot - bar, width, bar));
                if (slot >= NARROW && Double.isFinite(total)) {
                    String share = Numbers.decimal(100 * costs.get(block) / total, slot < 22 ? 0 : 1)
                            + (slot < 30 ? "" : " %");
                    centred(share, font, x + slot / 2, foot - bar - 2);
                }
            }
        }

        private void centred(String text, EmbeddedFont font, double x, double baseline) {
            pages.text(text, font, Palette.INK, x - font.width(text) / 2, baseline);
        }

        private void outline(Rectangle2D box) {
            pages.canvas().setStroke(new BasicStroke(0.8f));
            pages.canvas().setPaint(Palette.initialisation(0));
            pages.canvas().draw(box);
        }
    }
}
