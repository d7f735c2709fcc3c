package org.leastaction.bench.report.page;

/** Escaping of text for SVG files. */
public final class Svg {

    private Svg() {}

    /** Escapes markup and replaces control characters, which XML does not allow, in names from outside. */
    public static String escaped(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cs}\\uFFFE\\uFFFF]", "?")
                .replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
