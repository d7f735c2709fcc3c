package org.leastaction.bench.report.page;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Font;
import java.awt.FontMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.text.AttributedCharacterIterator;
import java.util.PrimitiveIterator;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

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
}
