package org.leastaction.bench.report.page;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.font.TextAttribute;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.AttributedCharacterIterator;
import java.text.AttributedString;
import java.text.CharacterIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.util.Matrix;
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

    /**
     * The text with a question mark for every character that the fonts lack, spaces for control characters, and D for
     * the gradient.
     */
    String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        for (PrimitiveIterator.OfInt points = text.codePoints().iterator(); points.hasNext();) {
            int point = points.nextInt();
            if (Character.isWhitespace(point) || Character.isISOControl(point)) {
                printable.append(' ');
            } else {
                printable.appendCodePoint(characters.getGlyphId(point) > 0 ? point : point == '∇' ? 'D' : '?');
            }
        }
        return printable.toString();
    }

    @Override
    public boolean canDrawText(AttributedCharacterIterator text, IFontTextDrawerEnv environment) {
        return true;
    }

    /** Draws each piece of a text in its size and at its height. */
    @Override
    public void drawText(AttributedCharacterIterator text, IFontTextDrawerEnv environment)
            throws IOException, FontFormatException {
        StringBuilder all = new StringBuilder();
        for (char c = text.first(); c != CharacterIterator.DONE; c = text.next()) {
            all.append(c);
        }
        text.first();
        Font font = Objects.requireNonNullElse((Font) text.getAttribute(TextAttribute.FONT), environment.getFont());
        List<Script> pieces = Script.of(all.toString());
        if (pieces.size() == 1 || !(font instanceof EmbeddedFont whole)) {
            super.drawText(text, environment);
            return;
        }
        PDPageContentStream content = environment.getContentStream();
        double x = 0;
        for (Script piece : pieces) {
            AttributedString string = new AttributedString(piece.text());
            string.addAttribute(TextAttribute.FONT, piece.scaled(whole));
            content.saveGraphicsState();
            content.transform(Matrix.getTranslateInstance((float) x, (float) -piece.rise() * whole.getSize2D()));
            super.drawText(string.getIterator(), environment);
            content.restoreGraphicsState();
            x += whole.width(piece);
        }
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
     * A piece of a text: on the line, or a subscript or superscript of a symbol, such as max in σ_max, η in ‖x‖^η and
     * k + 1 in x_{k + 1}. A symbol is a single letter, so that names with underscores stay as they are.
     *
     * @param size relative to that of the text
     * @param rise of the baseline, in sizes of the text
     */
    private record Script(String text, double size, double rise) {

        private static final Pattern SCRIPT =
                Pattern.compile(
                        "(?<=(?<![\\p{L}\\p{N}_./-])\\p{L})_(\\{[^}]+}|[\\p{L}\\p{N}]{1,3}(?![\\p{L}\\p{N}_./]))"
                                + "|(?<=[\\p{L}\\p{N}‖)])\\^(\\{[^}]+}|−?[\\p{L}\\p{N}]+)");
        private static final double SMALL = 0.7;
        private static final double BELOW = -0.16;
        private static final double ABOVE = 0.36;

        static List<Script> of(String text) {
            if (text.indexOf('_') < 0 && text.indexOf('^') < 0) {
                return List.of(new Script(text, 1, 0));
            }
            List<Script> pieces = new ArrayList<>();
            Matcher scripts = SCRIPT.matcher(text);
            int end = 0;
            while (scripts.find()) {
                pieces.add(new Script(text.substring(end, scripts.start()), 1, 0));
                boolean below = scripts.group(1) != null;
                String script = below ? scripts.group(1) : scripts.group(2);
                pieces.add(new Script(script.replaceAll("[{}]", ""), SMALL, below ? BELOW : ABOVE));
                end = scripts.end();
            }
            pieces.add(new Script(text.substring(end), 1, 0));
            pieces.removeIf(piece -> piece.text().isEmpty());
            return pieces.isEmpty() ? List.of(new Script(text, 1, 0)) : pieces;
        }

        EmbeddedFont scaled(EmbeddedFont font) {
            return new EmbeddedFont(font.face(), font.getStyle(), (float) size * font.getSize2D());
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

        /** Width of a typeset text in points; the text must contain only characters of the face. */
        public double width(String text) {
            return Script.of(text).stream().mapToDouble(this::width).sum();
        }

        private double width(Script piece) {
            try {
                return face.getStringWidth(piece.text()) / 1000 * piece.size() * getSize2D();
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
