package org.leastaction.bench.report;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** A4 pages that fill from top to bottom. Lengths are points; y grows downwards. */
final class Pages {

    static final double LEFT = 50;
    static final double WIDTH = PDRectangle.A4.getWidth() - 2 * LEFT;
    /** What a heading takes with the space above it. */
    static final double HEADING = 37;

    private static final double TOP = 52;
    private static final double BELOW = 52;
    private static final double FIGURE_MARGIN = 12;
    /** The highest page that PDF knows. */
    private static final double HIGHEST = 14_400;
    private static final double LEADING = 1.38;

    private final PDDocument document;
    private final Typeface typeface;
    private final Sheet sheet;
    private final String runningTitle;
    private final List<PdfBoxGraphics2D> canvases = new ArrayList<>();
    private double y;

    /** Pages of one kind. */
    private enum Sheet {
        A4(PDRectangle.A4.getHeight(), TOP, BELOW),
        /** One page, cut to what is on it. */
        FIGURE(HIGHEST, FIGURE_MARGIN, FIGURE_MARGIN);

        private final double height;
        private final double top;
        private final double below;

        Sheet(double height, double top, double below) {
            this.height = height;
            this.top = top;
            this.below = below;
        }
    }

    Pages(PDDocument document, Typeface typeface, String runningTitle) throws IOException {
        this(document, typeface, runningTitle, Sheet.A4);
    }

    /** A single page without page number, as wide as any and as high as what is drawn on it. */
    static Pages ofFigure(PDDocument document, Typeface typeface) throws IOException {
        return new Pages(document, typeface, "", Sheet.FIGURE);
    }

    private Pages(PDDocument document, Typeface typeface, String runningTitle, Sheet sheet) throws IOException {
        this.sheet = sheet;
        this.document = document;
        this.typeface = typeface;
        this.runningTitle = typeface.printable(runningTitle);
        newPage();
    }

    Typeface typeface() {
        return typeface;
    }

    /** The canvas of the current page. */
    Graphics2D canvas() {
        return canvases.get(canvases.size() - 1);
    }

    /** Where the next thing starts. */
    double y() {
        return y;
    }

    /** Height that is left on the page. */
    double room() {
        return sheet.height - sheet.below - y;
    }

    void newPage() throws IOException {
        PDRectangle size = new PDRectangle(PDRectangle.A4.getWidth(), (float) sheet.height);
        document.addPage(new PDPage(size));
        PdfBoxGraphics2D canvas = new PdfBoxGraphics2D(document, size.getWidth(), size.getHeight());
        canvas.setFontTextDrawer(typeface);
        // Charts set this hint and put back what they found; they must find something.
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        canvases.add(canvas);
        y = sheet.top;
    }

    /**
     * How high a part's chart is: what the page leaves it beside its heading and {@code around} points of other
     * content, but not above {@code most}; if that is less than {@code least}, {@code most}, for it goes to the next
     * page.
     */
    double fit(double around, double least, double most) {
        double left = room() - HEADING - around;
        return left >= least ? Math.min(most, left) : most;
    }

    /** Goes to a new page unless there is room for {@code height} here; a fresh page always has room enough. */
    void require(double height) throws IOException {
        if (height > room() && y > sheet.top) {
            newPage();
        }
    }

    void space(double height) {
        y += height;
    }

    /** Takes the full width at a height that {@link #require} has made sure of. */
    Rectangle2D take(double height) {
        Rectangle2D area = new Rectangle2D.Double(LEFT, y, WIDTH, height);
        y += height;
        return area;
    }

    void title(String text) throws IOException {
        lines(text, typeface.bold(20), Palette.INK);
        y += 4;
    }

    /** The heading of a part, with room for {@code following} points of content below it. */
    void heading(String text, double following) throws IOException {
        require(following + HEADING);
        if (y > sheet.top) {
            y += 16;
        }
        lines(text, typeface.bold(12), Palette.INK);
        y += 4;
    }

    void paragraph(String text) throws IOException {
        lines(text, typeface.regular(10), Palette.INK);
        y += 5;
    }

    /** Explains what is above, on one page if it is not very long. */
    void caption(String text) throws IOException {
        require(Math.min(120, captionHeight(text)));
        lines(text, typeface.regular(8.5), Palette.SOFT);
        y += 3;
    }

    /** A footnote with its letter in front. */
    void note(String letter, String text) throws IOException {
        EmbeddedFont font = typeface.regular(8);
        double indent = 5 + 5 * letter.length();
        List<String> lines = wrap(text, font, WIDTH - indent);
        for (int i = 0; i < lines.size(); i++) {
            require(10.5);
            if (i == 0) {
                text(letter, typeface.regular(6), Palette.SOFT, LEFT, y + 5.5);
            }
            text(lines.get(i), font, Palette.SOFT, LEFT + indent, y + 8);
            y += 10.5;
        }
    }

    /** Height that {@link #caption} would take. */
    double captionHeight(String text) {
        EmbeddedFont font = typeface.regular(8.5);
        return wrap(text, font, WIDTH).size() * font.getSize2D() * LEADING + 3;
    }

    /** Text at a base line, on the current page. */
    void text(String text, EmbeddedFont font, Color colour, double x, double baseline) {
        text(canvas(), text, font, colour, x, baseline);
    }

    /** A picture in a square, its pixels as squares, on the current page. */
    void image(BufferedImage picture, double x, double top, double side) {
        canvas().setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        double scale = side / Math.max(picture.getWidth(), picture.getHeight());
        AffineTransform place = AffineTransform.getTranslateInstance(x, top);
        place.scale(scale, scale);
        canvas().drawImage(picture, place, null);
    }

    void rule(double x1, double x2, double at, Color colour, double width) {
        canvas().setPaint(colour);
        canvas().setStroke(new BasicStroke((float) width));
        canvas().draw(new Line2D.Double(x1, at, x2, at));
    }

    /** Breaks a text into lines of at most {@code width} points; a word that is longer is cut. */
    List<String> wrap(String text, EmbeddedFont font, double width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : typeface.printable(text).split(" +")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (font.width(longer) <= width) {
                line = longer;
                continue;
            }
            if (!line.isEmpty()) {
                lines.add(line);
            }
            String rest = word;
            while (font.width(rest) > width && rest.length() > 1) {
                int end = rest.length() - 1;
                while (end > 1 && font.width(rest.substring(0, end)) > width) {
                    end--;
                }
                lines.add(rest.substring(0, end));
                rest = rest.substring(end);
            }
            line = rest;
        }
        lines.add(line);
        return lines;
    }

    /** A text cut with an ellipsis to at most {@code width} points. */
    String shortened(String text, EmbeddedFont font, double width) {
        String printable = typeface.printable(text);
        if (font.width(printable) <= width) {
            return printable;
        }
        int end = printable.length();
        while (end > 0 && font.width(printable.substring(0, end) + "…") > width) {
            end--;
        }
        return printable.substring(0, end) + "…";
    }

    /** Puts all canvases on their pages, with page numbers. */
    void finish() throws IOException {
        for (int i = 0; i < canvases.size(); i++) {
            PdfBoxGraphics2D canvas = canvases.get(i);
            if (sheet == Sheet.A4) {
                footer(canvas, i + 1);
            } else {
                cut(document.getPage(i));
            }
            canvas.dispose();
            try (PDPageContentStream content = new PDPageContentStream(document, document.getPage(i))) {
                content.drawForm(canvas.getXFormObject());
            }
        }
    }

    private void cut(PDPage page) {
        float used = (float) (y + sheet.below);
        page.setMediaBox(new PDRectangle(
                0, (float) sheet.height - used, PDRectangle.A4.getWidth(), used));
    }

    private void footer(Graphics2D canvas, int page) {
        EmbeddedFont font = typeface.regular(8);
        double baseline = PDRectangle.A4.getHeight() - 34;
        String number = "page " + page + " of " + canvases.size();
        double numberWidth = font.width(number);
        text(canvas, shortened(runningTitle, font, WIDTH - numberWidth - 20), font, Palette.SOFT, LEFT, baseline);
        text(canvas, number, font, Palette.SOFT, LEFT + WIDTH - numberWidth, baseline);
    }

    private void lines(String text, EmbeddedFont font, Color colour) throws IOException {
        double height = font.getSize2D() * LEADING;
        for (String line : wrap(text, font, WIDTH)) {
            require(height);
            text(line, font, colour, LEFT, y + font.getSize2D());
            y += height;
        }
    }

    private void text(Graphics2D canvas, String text, EmbeddedFont font, Color colour, double x, double baseline) {
        String printable = typeface.printable(text);
        if (!printable.isBlank()) {
            canvas.setFont(font);
            canvas.setPaint(colour);
            canvas.drawString(printable, (float) x, (float) baseline);
        }
    }
}
