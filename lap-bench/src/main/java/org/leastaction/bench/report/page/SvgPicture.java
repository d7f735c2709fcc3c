package org.leastaction.bench.report.page;

import java.awt.Dimension;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.StringWriter;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.w3c.dom.Document;

/**
 * Converts a PDF page to SVG. Text becomes outlines, so that it looks the same everywhere and no font of the machine is
 * used; in the PDF it remains text.
 */
public final class SvgPicture {

    private static final String SVG = "http://www.w3.org/2000/svg";

    private SvgPicture() {}

    /** The first page of a PDF. */
    public static String of(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            SVGGraphics2D canvas = new SVGGraphics2D(document());
            float width = document.getPage(0).getCropBox().getWidth();
            float height = document.getPage(0).getCropBox().getHeight();
            canvas.setSVGCanvasSize(new Dimension(Math.round(width), Math.round(height)));
            canvas.setTransform(new AffineTransform());
            new PDFRenderer(document).renderPageToGraphics(0, canvas, 1);
            StringWriter text = new StringWriter();
            canvas.stream(text, true);
            return text.toString();
        }
    }

    private static Document document() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().getDOMImplementation().createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("every Java has a DOM", impossible);
        }
    }

    /** Escaping of text for SVG files. */
    public static final class Svg {

        private Svg() {}

        /** Escapes markup and replaces control characters, which XML does not allow, in names from outside. */
        public static String escaped(String text) {
            return text.replaceAll("[\\p{Cc}\\p{Cs}\\uFFFE\\uFFFF]", "?")
                    .replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
        }
    }
}
