package org.leastaction.bench.report;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import org.leastaction.bench.record.Comparison;

/** Small charts side by side, up to three in a row; the first of a row has room for the labels of its axis. */
final class Panels {

    /** Panels in a row. */
    static final int MOST_COLUMNS = 3;
    /** Room above a panel for its title. */
    static final double TITLE = 18;

    private static final double GAP = 12;
    private static final double INDENT = 46;
    private static final double NARROW_INDENT = 30;

    private final int columns;
    private final double height;

    /** Whether lines of a key carry markers. */
    enum Markers {
        SHOWN,
        HIDDEN
    }

    /** @param height of a panel with its axis, without its title */
    Panels(int count, double height) {
        this.columns = Math.min(MOST_COLUMNS, count);
        this.height = height;
    }

    double rowHeight() {
        return height + TITLE;
    }

    boolean isFirst(int index) {
        return index % columns == 0;
    }

    /** Room left of a panel's data area. */
    double indent(int index) {
        return isFirst(index) ? INDENT : NARROW_INDENT;
    }

    /** The place of a panel below its title; panels are asked for in order. */
    Rectangle2D next(Pages pages, int index) throws IOException {
        return next(pages, index, TITLE);
    }

    /** The place of a panel that has no title. */
    Rectangle2D nextUntitled(Pages pages, int index) throws IOException {
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
        double inner = (Pages.WIDTH - INDENT - (columns - 1) * (GAP + NARROW_INDENT)) / columns;
        double width = Math.min(inner, 300);
        int column = index % columns;
        double x = Pages.LEFT + (column == 0 ? 0 : INDENT + width + GAP + (column - 1) * (NARROW_INDENT + width + GAP));
        return new Rectangle2D.Double(x, pages.y(), width + indent(index), height);
    }

    void close(Pages pages) {
        pages.space(height + 6);
    }

    /** A key of the methods' lines. */
    static Key methods(Comparison comparison, Markers markers) {
        Key key = new Key();
        List<String> methods = comparison.methods();
        for (int m = 0; m < methods.size(); m++) {
            key.line(methods.get(m), Palette.method(m), Palette.line(m, 1.3),
                    markers == Markers.SHOWN ? Palette.marker(m, 2.4) : null);
        }
        return key;
    }
}
