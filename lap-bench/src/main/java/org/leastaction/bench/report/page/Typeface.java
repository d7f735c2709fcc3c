package org.leastaction.bench.report.page;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.AttributedCharacterIterator;
import java.util.PrimitiveIterator;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.leastaction.bench.report.page.Typeface.EmbeddedFont;

/** The two fonts of a document, embedded as subsets, and the drawer that typesets charts with them. */
public final class Typeface extends PdfBoxGraphics2DFontTextDrawer {

    private final PDFont regular;
    private final PDFont bold;
    private final CmapLookup characters;

    public Typeface(PDDocument document) throws IOException {
        TrueTypeFont upright = parse("LAPSans-Regular.ttf");
        characters = upright.getUnicodeCmapLookup();
        regular = PDType0Font.load(document, upright, true);
        bold = PDType0Font.load(document, parse("LAPSans-Bold.ttf"), true);
    }

    public EmbeddedFont regular(double size) {
        return new EmbeddedFont(regular, Font.PLAIN, (float) size);
    }

    public EmbeddedFont bold(double size) {
        return new EmbeddedFont(bold, Font.BOLD, (float) size);
    }

    /** The text with a question mark for every character that the fonts lack, and spaces for control characters. */
    String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        for (PrimitiveIterator.OfInt points = text.codePoints().iterator(); points.hasNext();) {
            int point = points.nextInt();
            if (Character.isWhitespace(point) || Character.isISOControl(point)) {
                printable.append(' ');
            } else {
                printable.appendCodePoint(characters.getGlyphId(point) == 0 ? '?' : point);
            }
        }
        return printable.toString();
    }

    @Override
    public boolean canDrawText(AttributedCharacterIterator text, IFontTextDrawerEnv environment) {
        return true;
    }

    @Override
    public FontMetrics getFontMetrics(Font font, IFontTextDrawerEnv environment) {
        return new EmbeddedFontMetrics(font instanceof EmbeddedFont own ? own : regular(font.getSize2D()));
    }

    @Override
    protected PDFont mapFont(Font font, IFontTextDrawerEnv environment) {
        return font instanceof EmbeddedFont own ? own.face() : regular;
    }

    private static TrueTypeFont parse(String file) throws IOException {
        try (InputStream stream = Typeface.class.getResourceAsStream("fonts/" + file)) {
            if (stream == null) {
                throw new IOException("the font " + file + " is missing from the program's files");
            }
            return new TTFParser().parse(new RandomAccessReadBuffer(stream));
        }
    }

    /**
     * Adapts an embedded font of the document to an AWT font. All metrics that charts need come from the embedded face;
     * the fonts of the machine, which may have none, are never used.
     */
    public static final class EmbeddedFont extends Font {

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

    /** Widths and heights of text set in an embedded font, rounded up to whole points as AWT requires. */
    private static final class EmbeddedFontMetrics extends FontMetrics {

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

    /** Heights of a line set in an embedded font. */
    private static final class EmbeddedLineMetrics extends LineMetrics {

        private final EmbeddedFont font;
        private final int characters;

        EmbeddedLineMetrics(EmbeddedFont font, int characters) {
            this.font = font;
            this.characters = characters;
        }

        @Override
        public int getNumChars() {
            return characters;
        }

        @Override
        public float getAscent() {
            return (float) font.ascent();
        }

        @Override
        public float getDescent() {
            return (float) font.descent();
        }

        @Override
        public float getLeading() {
            return 0;
        }

        @Override
        public float getHeight() {
            return getAscent() + getDescent();
        }

        @Override
        public int getBaselineIndex() {
            return Font.ROMAN_BASELINE;
        }

        @Override
        public float[] getBaselineOffsets() {
            return new float[3];
        }

        @Override
        public float getStrikethroughOffset() {
            return -getAscent() / 3;
        }

        @Override
        public float getStrikethroughThickness() {
            return font.getSize2D() / 20;
        }

        @Override
        public float getUnderlineOffset() {
            return font.getSize2D() / 10;
        }

        @Override
        public float getUnderlineThickness() {
            return font.getSize2D() / 20;
        }
    }
}
