package org.leastaction.bench.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.report.page.Pages;
import org.leastaction.bench.report.page.Palette;
import org.leastaction.bench.report.page.Typeface.EmbeddedFont;

/** The legend of a chart: samples of lines and markers with their names, wrapped to the width of the page. */
public final class Key {

    private static final double HEIGHT = 14;
    private static final double SAMPLE = 22;

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(
            String label, @Nullable Color colour, @Nullable Color fill, @Nullable Shape marker,
            @Nullable Stroke line) {}

    /** Adds a marker without a line; unfilled if {@code fill} is null. */
    public Key marker(String label, Shape marker, Color colour, @Nullable Color fill) {
        entries.add(new Entry(label, colour, fill, marker, null));
        return this;
    }

    /** Adds a line, with a marker if it is not null. */
    public Key line(String label, Color colour, Stroke line, @Nullable Shape marker) {
        entries.add(new Entry(label, colour, colour, marker, line));
        return this;
    }

    /** Adds text at the start of a line of the legend. */
    public Key label(String text) {
        entries.add(new Entry(text, null, null, null, null));
        return this;
    }

    /** The height that {@link #draw} uses; 0 for an empty legend. */
    public double height(Pages pages) {
        return place(pages, 0, null);
    }

    /** Draws the legend at the current position of the page and advances it. */
    public void draw(Pages pages) {
        pages.space(place(pages, pages.y(), pages.canvas()));
    }

    private double place(Pages pages, double top, @Nullable Graphics2D canvas) {
        EmbeddedFont font = pages.typeface().regular(8.5);
        double x = Pages.LEFT;
        double y = top;
        for (Entry entry : entries) {
            boolean words = entry.marker() == null && entry.line() == null;
            if (words && x > Pages.LEFT) {
                x = Pages.LEFT;
                y += HEIGHT;
            }
            double sample = words ? 0 : entry.line() == null ? 12 : SAMPLE;
            String label = pages.shortened(entry.label(), font, Pages.WIDTH - sample);
            double width = sample + font.width(label) + 14;
            if (x + width - 14 > Pages.LEFT + Pages.WIDTH && x > Pages.LEFT) {
                x = Pages.LEFT;
                y += HEIGHT;
            }
            if (canvas != null) {
                draw(canvas, entry, x, y + 6.5);
                pages.text(label, font, words ? Palette.SOFT : Palette.INK, x + sample, y + 9.5);
            }
            x += width;
        }
        return entries.isEmpty() ? 0 : y - top + HEIGHT + 4;
    }

    private static void draw(Graphics2D canvas, Entry entry, double x, double middle) {
        double centre = x + (entry.line() == null ? 4 : SAMPLE / 2 - 2.5);
        if (entry.line() != null) {
            canvas.setPaint(entry.colour());
            canvas.setStroke(entry.line());
            canvas.draw(new Line2D.Double(x, middle, x + SAMPLE - 5, middle));
        }
        if (entry.marker() != null) {
            Shape marker = AffineTransform.getTranslateInstance(centre, middle).createTransformedShape(entry.marker());
            if (entry.fill() != null) {
                canvas.setPaint(entry.fill());
                canvas.fill(marker);
            }
            canvas.setPaint(entry.colour());
            canvas.setStroke(new BasicStroke(0.9f));
            canvas.draw(marker);
        }
    }
}
