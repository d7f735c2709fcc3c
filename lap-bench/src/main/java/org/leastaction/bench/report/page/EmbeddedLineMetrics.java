package org.leastaction.bench.report.page;

import java.awt.Font;
import java.awt.font.LineMetrics;

/** Heights of a line set in an embedded font. */
final class EmbeddedLineMetrics extends LineMetrics {

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
