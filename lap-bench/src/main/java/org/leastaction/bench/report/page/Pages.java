package org.leastaction.bench.report.page;

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
import org.apache.pdfbox.pdmodel.PageMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageXYZDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineNode;
import org.leastaction.bench.report.page.Typeface.EmbeddedFont;

/** A4 pages that are filled from top to bottom. Lengths are in points; y increases downwards. */
public final class Pages {

    public static final double LEFT = 50;
    public static final double WIDTH = PDRectangle.A4.getWidth() - 2 * LEFT;
    /** The height of a heading, including the space above it. */
    static final double HEADING = 37;

    private static final double TOP = 52;
    private static final double BELOW = 52;
    private static final double FIGURE_MARGIN = 12;
    /** The maximum height of a page in PDF. */
    private static final double HIGHEST = 14_400;
    private static final double LEADING = 1.38;

    private final PDDocument document;
    private final Typeface typeface;
    private final Sheet sheet;
    private final String runningTitle;
    private final List<PdfBoxGraphics2D> canvases = new ArrayList<>();
    private final PDDocumentOutline outline = new PDDocumentOutline();
    private PDOutlineNode chapter = outline;
    private double y;

    /** The kind of page. */
    private enum Sheet {
        A4(PDRectangle.A4.getHeight(), TOP, BELOW),
        /** One page, cropped to its content. */
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

    public Pages(PDDocument document, Typeface typeface, String runningTitle) throws IOException {
        this(document, typeface, runningTitle, Sheet.A4);
    }

    /** A single page without page number, of the standard width and as high as its content. */
    public static Pages ofFigure(PDDocument document, Typeface typeface) throws IOException {
        return new Pages(document, typeface, "", Sheet.FIGURE);
    }

    private Pages(PDDocument document, Typeface typeface, String runningTitle, Sheet sheet) throws IOException {
        this.sheet = sheet;
        this.document = document;
        this.typeface = typeface;
        this.runningTitle = typeface.printable(runningTitle);
        newPage();
    }

    public Typeface typeface() {
        return typeface;
    }

    /** The canvas of the current page. */
    public Graphics2D canvas() {
        return canvases.get(canvases.size() - 1);
    }

    /** The y coordinate of the next content. */
    public double y() {
        return y;
    }

    /** The remaining height of the page. */
    double room() {
        return sheet.height - sheet.below - y;
    }

    public void newPage() throws IOException {
        PDRectangle size = new PDRectangle(PDRectangle.A4.getWidth(), (float) sheet.height);
        document.addPage(new PDPage(size));
        PdfBoxGraphics2D canvas = new PdfBoxGraphics2D(document, size.getWidth(), size.getHeight());
        canvas.setFontTextDrawer(typeface);
        // Charts set this hint and later restore its previous value, which must not be null.
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        canvases.add(canvas);
        y = sheet.top;
    }

    /**
     * The height of a part's chart: the remaining height of the page without its heading and {@code around} points of
     * other content, but at most {@code most}. If that is less than {@code least}, the chart moves to the next page and
     * the result is {@code most}.
     */
    public double fit(double around, double least, double most) {
        double left = room() - HEADING - around;
        return left >= least ? Math.min(most, left) : most;
    }

    /** Starts a new page unless {@code height} fits on this one; a new page always has enough space. */
    public void require(double height) throws IOException {
        if (height > room() && y > sheet.top) {
            newPage();
        }
    }

    public void space(double height) {
        y += height;
    }

    /** Allocates the full width with a height that {@link #require} has ensured. */
    public Rectangle2D take(double height) {
        Rectangle2D area = new Rectangle2D.Double(LEFT, y, WIDTH, height);
        y += height;
        return area;
    }

    /** Draws a title, which is also a bookmark; following headings are below it. */
    public void title(String text) throws IOException {
        chapter = bookmark(text, outline);
        lines(text, typeface.bold(20), Palette.INK);
        y += 4;
    }

    private PDOutlineNode bookmark(String text, PDOutlineNode parent) {
        PDPageXYZDestination place = new PDPageXYZDestination();
        place.setPage(document.getPage(canvases.size() - 1));
        place.setTop((int) Math.round(sheet.height - y + HEADING));
        PDOutlineItem item = new PDOutlineItem();
        item.setTitle(typeface.printable(text));
        item.setDestination(place);
        parent.addLast(item);
        return item;
    }

    /** Draws the heading of a part, which is also a bookmark, on a page with at least {@code following} points of space below it. */
    public void heading(String text, double following) throws IOException {
        require(following + HEADING);
        if (y > sheet.top) {
            y += 16;
        }
        bookmark(text, chapter);
        lines(text, typeface.bold(12), Palette.INK);
        y += 4;
    }

    public void paragraph(String text) throws IOException {
        lines(text, typeface.regular(10), Palette.INK);
        y += 5;
    }

    /** Draws a caption for the content above, kept on one page if it is not very long. */
    public void caption(String text) throws IOException {
        require(Math.min(120, captionHeight(text)));
        lines(text, typeface.regular(8.5), Palette.SOFT);
        y += 3;
    }

    /** Draws a remark in small type. */
    public void remark(String text) throws IOException {
        lines(text, typeface.regular(7), Palette.SOFT);
        y += 3;
    }

    /** Draws a footnote, preceded by its letter. */
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

    /** The height that {@link #caption} would use. */
    public double captionHeight(String text) {
        EmbeddedFont font = typeface.regular(8.5);
        return wrap(text, font, WIDTH).size() * font.getSize2D() * LEADING + 3;
    }

    /** Draws text at a baseline on the current page. */
    public void text(String text, EmbeddedFont font, Color colour, double x, double baseline) {
        text(canvas(), text, font, colour, x, baseline);
    }

    /** Draws an image in a square on the current page, without interpolation between its pixels. */
    public void image(BufferedImage picture, double x, double top, double side) {
        canvas().setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        double scale = side / Math.max(picture.getWidth(), picture.getHeight());
        AffineTransform place = AffineTransform.getTranslateInstance(x, top);
        place.scale(scale, scale);
        canvas().drawImage(picture, place, null);
    }

    public void rule(double x1, double x2, double at, Color colour, double width) {
        canvas().setPaint(colour);
        canvas().setStroke(new BasicStroke((float) width));
        canvas().draw(new Line2D.Double(x1, at, x2, at));
    }

    /** Breaks a text into lines of at most {@code width} points; a longer word is broken. */
    public List<String> wrap(String text, EmbeddedFont font, double width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : typeface.printable(text).split(" +", -1)) {
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

    /** A text shortened with an ellipsis to at most {@code width} points. */
    public String shortened(String text, EmbeddedFont font, double width) {
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

    /** Writes all canvases to their pages, with page numbers, and the bookmarks to the document. */
    public void finish() throws IOException {
        if (outline.hasChildren()) {
            outline.openNode();
            outline.children().forEach(PDOutlineItem::openNode);
            document.getDocumentCatalog().setDocumentOutline(outline);
            document.getDocumentCatalog().setPageMode(PageMode.USE_OUTLINES);
        }
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
