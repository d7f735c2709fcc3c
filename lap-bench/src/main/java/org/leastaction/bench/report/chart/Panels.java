package org.leastaction.bench.report.chart;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import org.leastaction.bench.report.page.Pages;

/** Small charts side by side; the first of a row, or each, has space for an axis label. */
public final class Panels {

    /** Maximum number of panels in a row. */
    public static final int MOST_COLUMNS = 3;
    /** Space above a panel for its title. */
    public static final double TITLE = 18;

    private static final double GAP = 12;
    private static final double WIDEST = 300;
    private static final double INDENT = 46;
    private static final double NARROW_INDENT = 30;

    private final int columns;
    private final double height;
    private final Labels labels;

    /** Which panels have a label on the vertical axis. */
    public enum Labels {
        FIRST_OF_ROW,
        EVERY,
        NONE
    }

    /** Up to three panels per row; the first of each row is labelled. */
    public Panels(int count, double height) {
        this(Math.min(MOST_COLUMNS, count), height, Labels.FIRST_OF_ROW);
    }

    /** @param height height of a panel with its axis, without its title */
    public Panels(int columns, double height, Labels labels) {
        this.columns = columns;
        this.height = height;
        this.labels = labels;
    }

    public double rowHeight() {
        return height + TITLE;
    }

    public boolean isFirst(int index) {
        return index % columns == 0;
    }

    /** Space to the left of a panel's data area. */
    public double indent(int index) {
        return labels == Labels.EVERY || (labels == Labels.FIRST_OF_ROW && isFirst(index)) ? INDENT : NARROW_INDENT;
    }

    /** The area of a panel below its title; must be called in order of the panels. */
    public Rectangle2D next(Pages pages, int index) throws IOException {
        return next(pages, index, TITLE);
    }

    /** The area of a panel without a title. */
    public Rectangle2D nextUntitled(Pages pages, int index) throws IOException {
        return next(pages, index, 2);
    }

    private Rectangle2D next(Pages pages, int index, double above) throws IOException {
        if (isFirst(index)) {
            if (index > 0) {
                pages.space(height);
            }
            pages.require(height + above);
            pages.space(above);
        }
        double others = labels == Labels.EVERY ? INDENT : NARROW_INDENT;
        double own = indent(index - index % columns);
        double inner = (Pages.WIDTH - own - (columns - 1) * (GAP + others)) / columns;
        double width = Math.min(inner, WIDEST);
        int column = index % columns;
        double x = Pages.LEFT + (column == 0 ? 0 : own + width + GAP + (column - 1) * (others + width + GAP));
        return new Rectangle2D.Double(x, pages.y(), width + indent(index), height);
    }

    public void close(Pages pages) {
        pages.space(height + 6);
    }
}
