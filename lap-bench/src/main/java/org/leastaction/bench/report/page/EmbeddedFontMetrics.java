package org.leastaction.bench.report.page;

import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.font.LineMetrics;
import java.awt.geom.Rectangle2D;

/** Widths and heights of text set in an embedded font, rounded up to whole points as AWT requires. */
final class EmbeddedFontMetrics extends FontMetrics {

    private static final long serialVersionUID = 1L;

    private final EmbeddedFont embedded;

    EmbeddedFontMetrics(EmbeddedFont font) {
        super(font);
        this.embedded = font;
    }

    @Override
    public int getAscent() {
        return (int) Math.ceil(embedded.ascent());
    }

    @Override
    public int getDescent() {
        return (int) Math.ceil(embedded.descent());
    }

    @Override
    public int getLeading() {
        return 0;
    }

    @Override
    public int stringWidth(String text) {
        return (int) Math.ceil(embedded.width(text));
    }

    @Override
    public int charsWidth(char[] data, int offset, int length) {
        return stringWidth(new String(data, offset, length));
    }

    @Override
    public int charWidth(char character) {
        return stringWidth(String.valueOf(character));
    }

    @Override
    public int charWidth(int codePoint) {
        return stringWidth(Character.toString(codePoint));
    }

    @Override
    public LineMetrics getLineMetrics(String text, Graphics context) {
        return new EmbeddedLineMetrics(embedded, text.length());
    }

    @Override
    public Rectangle2D getStringBounds(String text, Graphics context) {
        return new Rectangle2D.Double(
                0, -embedded.ascent(), embedded.width(text), embedded.ascent() + embedded.descent());
    }
}
