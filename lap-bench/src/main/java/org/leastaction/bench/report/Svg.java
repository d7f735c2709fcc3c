package org.leastaction.bench.report;

/** What SVG files take. */
final class Svg {

    private Svg() {}

    /** XML takes neither markup nor control characters from a stranger's names. */
    static String escaped(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cs}\\uFFFE\\uFFFF]", "?")
                .replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
