package org.leastaction.bench.report;

/** Escaping of text for SVG files. */
final class Svg {

    private Svg() {}

    /** Escapes markup and replaces control characters, which XML does not allow, in names from outside. */
    static String escaped(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cs}\\uFFFE\\uFFFF]", "?")
                .replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
