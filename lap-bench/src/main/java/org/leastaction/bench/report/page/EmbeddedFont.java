package org.leastaction.bench.report.page;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pdfbox.pdmodel.font.PDFont;

/**
 * Adapts an embedded font of the document to an AWT font. All metrics that charts need come from the embedded face; the
 * fonts of the machine, which may have none, are never used.
 */
public final class EmbeddedFont extends Font {

    private static final long serialVersionUID = 1L;

    private final transient PDFont face;

    public EmbeddedFont(PDFont face, int style, float size) {
        super("LAP Sans", style, Math.round(size));
        this.pointSize = size;
        this.face = face;
    }

    PDFont face() {
        return face;
    }

    /** Width of a text in points; the text must contain only characters of the face. */
    public double width(String text) {
        try {
            return face.getStringWidth(text) / 1000 * getSize2D();
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded font cannot be read", e);
        }
    }

    double ascent() {
        return face.getFontDescriptor().getAscent() / 1000 * getSize2D();
    }

    double descent() {
        return -face.getFontDescriptor().getDescent() / 1000 * getSize2D();
    }

    @Override
    public boolean canDisplay(int codePoint) {
        return true;
    }

    @Override
    public LineMetrics getLineMetrics(String text, FontRenderContext context) {
        return new EmbeddedLineMetrics(this, text.length());
    }

    /** Fonts of one face, loaded once, and one size are equal. */
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(Object other) {
        return other instanceof EmbeddedFont that && face == that.face && pointSize == that.pointSize;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(face) * 31 + Float.hashCode(pointSize);
    }
}
